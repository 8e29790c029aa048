/* SPDX-License-Identifier: MIT */
#include "filters.h"
#include "dsp_filters.h"

/* Whether five pointers, four sums and a pair of inputs fit in registers. */
#if defined(__riscv) || defined(__x86_64__) || defined(__aarch64__)
#define HAS_MANY_REGISTERS 1
#else
#define HAS_MANY_REGISTERS 0
#endif

/* Four filters, the input that they have come to and their weights there; or one filter. */
typedef struct group
{
    const int8_t *x;
    const int8_t *w; /* of the first */
    const int8_t *v; /* of the third */
    uint32_t next;   /* from these two to the second and the fourth; 0: there is only the first */
    uint32_t sums[4];
} group;

/* Goes a run of so many values on. */
static inline void add_run(group *g, uint32_t run, int32_t zero)
{
    const uint32_t next = g->next;
    const int8_t *x = g->x;
    const int8_t *w = g->w;
    const int8_t *v = g->v;
    uint32_t a = g->sums[0];
    uint32_t b = g->sums[1];
    uint32_t c = g->sums[2];
    uint32_t d = g->sums[3];
    const int8_t *const end = x + run;
    if (next == 0)
    {
        while (x != end)
        {
            a += (uint32_t)(*w++ * (*x++ - zero));
        }
    }
#if HAS_MANY_REGISTERS && !TML_DSP_FILTERS
    const int8_t *w1 = w + next;
    const int8_t *v1 = v + next;
    for (; end - x >= 2; x += 2, w += 2, w1 += 2, v += 2, v1 += 2)
    {
        const int32_t x0 = x[0] - zero;
        const int32_t x1 = x[1] - zero;
        a += (uint32_t)(w[0] * x0 + w[1] * x1);
        b += (uint32_t)(w1[0] * x0 + w1[1] * x1);
        c += (uint32_t)(v[0] * x0 + v[1] * x1);
        d += (uint32_t)(v1[0] * x0 + v1[1] * x1);
    }
    if (x != end)
    {
        const int32_t value = *x++ - zero;
        a += (uint32_t)(*w++ * value);
        b += (uint32_t)(*w1 * value);
        c += (uint32_t)(*v++ * value);
        d += (uint32_t)(*v1 * value);
    }
#else
#if TML_DSP_FILTERS
    else
    {
        uint32_t sums[4] = {a, b, c, d};
        for (const int8_t *const fours = x + (run & ~3u); x != fours;)
        {
            tml_dsp_add_four(&x, zero, &w, &v, next, sums);
        }
        a = sums[0];
        b = sums[1];
        c = sums[2];
        d = sums[3];
    }
#endif
    while (x != end)
    {
        const int32_t value = *x++ - zero;
        b += (uint32_t)(w[next] * value);
        a += (uint32_t)(*w++ * value);
        d += (uint32_t)(v[next] * value);
        c += (uint32_t)(*v++ * value);
    }
#endif
    g->x = x;
    g->w = w;
    g->v = v;
    g->sums[0] = a;
    g->sums[1] = b;
    g->sums[2] = c;
    g->sums[3] = d;
}

void tml_run_filters(const tml_filters *filters, const tml_window *window, int8_t *output)
{
    const tml_requantization q = *filters->q;
    const int32_t *bias = filters->bias;
    const int32_t zero = filters->input_zero;
    const uint32_t taps = filters->taps;
    uint32_t count; /* 4, 2 or 1 at a time; two stand for four, and nobody reads the sums of the others */
    for (uint32_t o = filters->begin; o < filters->end; o += count)
    {
        count = filters->end - o;
        count = count >= 4u ? 4u : count >= 2u ? 2u : 1u;
        const int8_t *w = filters->weights + o * taps + window->first_tap;
        group g = {window->input, w, w + (count == 4u ? 2u * taps : 0), count == 1u ? 0 : taps, {0, 0, 0, 0}};
        uint32_t column = window->columns;
        for (uint32_t run = window->runs; run != 0; run--)
        {
            add_run(&g, window->run, zero);
            g.x += window->gap;
            if (--column == 0)
            {
                column = window->columns;
                g.x += window->row_gap;
                g.w += window->row_taps;
                g.v += window->row_taps;
            }
        }
        const uint32_t sums[4] = {g.sums[0], g.sums[1], g.sums[2], g.sums[3]};
        for (uint32_t f = 0; f < count; f++)
        {
            *output++ = tml_requantize_channel(&q, o + f, (int32_t)(sums[f] + (uint32_t)*bias++));
        }
    }
}
