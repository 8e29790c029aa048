/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "gradient.h"

/* Filters whose products are summed together, so that a sum is loaded and stored once for all. */
enum
{
    TERMS = 4
};

/* What those of them that are not zero give to a pixel. */
typedef struct terms
{
    int32_t u[TERMS];
    const int8_t *w[TERMS];
    uint32_t count;
} terms;

/* sums[i] += the sum of u * w[i] */
static void add_terms(int32_t *sums, const terms *t, uint32_t offset, uint32_t n)
{
    if (t->count < TERMS)
    {
        for (uint32_t k = 0; k < t->count; k++)
        {
            tml_add_scaled(sums, t->w[k] + offset, n, t->u[k]);
        }
        return;
    }
    const int32_t a = t->u[0];
    const int32_t b = t->u[1];
    const int32_t c = t->u[2];
    const int32_t d = t->u[3];
    const int8_t *wa = t->w[0] + offset;
    const int8_t *wb = t->w[1] + offset;
    const int8_t *wc = t->w[2] + offset;
    const int8_t *wd = t->w[3] + offset;
    for (uint32_t i = 0; i < n; i++)
    {
        sums[i] += a * wa[i] + b * wb[i] + c * wc[i] + d * wd[i];
    }
}


/* Adds them to all pixels that the filter's row reads. */
static void flush(const terms *t, const tml_window_shape *shape, const tml_span *x, int32_t *sums)
{
    const uint32_t channels = (uint32_t)shape->channels;
    /* As forwards: taps side by side are one run, dilated ones a run each. */
    const int32_t step = shape->x.dilation == 1 ? x->end - x->begin : 1;
    for (int32_t kx = x->begin; kx < x->end; kx += step)
    {
        const int32_t ix = x->origin + kx * shape->x.dilation;
        add_terms(sums + (uint32_t)ix * channels, t, (uint32_t)kx * channels, (uint32_t)step * channels);
    }
}

static void add_learnt(const tml_channels *learnt, const tml_window_shape *shape, const tml_span *x, uint32_t tap,
                       const int8_t *w, int32_t u, int32_t *sums)
{
    const uint32_t channels = (uint32_t)shape->channels;
    for (int32_t kx = x->begin; kx < x->end; kx++)
    {
        const int32_t ix = x->origin + kx * shape->x.dilation;
        tml_add_learnt(sums + (uint32_t)ix * channels, w + (uint32_t)kx * channels, learnt, tap + (uint32_t)kx, u);
    }
}

void tml_conv_gradient(const tml_gradient_row *row, const int8_t *weights, const tml_channels *learnt,
                       const tml_window_shape *shape, int32_t y, int32_t *sums)
{
    const int32_t ky = tml_tap_between(&shape->y, y, row->y);
    if (ky < 0)
    {
        return;
    }
    const uint32_t out_channels = (uint32_t)shape->output_channels;
    const uint32_t tap_row = (uint32_t)(shape->x.filter * shape->channels);
    const uint32_t taps = (uint32_t)shape->y.filter * tap_row;
    for (int32_t ox = 0; ox < shape->output_width; ox++)
    {
        const tml_span x = tml_span_at(&shape->x, ox);
        const int16_t *values = row->values + (uint32_t)ox * out_channels;
        terms t;
        t.count = 0;
        for (uint32_t o = 0; o < out_channels; o++)
        {
            const int32_t u = tml_aligned(values[o], row->shift);
            if (u == 0)
            {
                continue; /* half of them, behind a ReLU */
            }
            const int8_t *w = weights + o * taps + (uint32_t)ky * tap_row;
            t.u[t.count] = u;
            t.w[t.count] = w;
            if (++t.count == TERMS)
            {
                flush(&t, shape, &x, sums);
                t.count = 0;
            }
            if (learnt != NULL)
            {
                const uint32_t tap = (o * (uint32_t)shape->y.filter + (uint32_t)ky) * (uint32_t)shape->x.filter;
                add_learnt(learnt, shape, &x, tap, w, u, sums);
            }
        }
        flush(&t, shape, &x, sums);
    }
}
