/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "gradient.h"

void tml_conv_gradient(const tml_gradient_row *row, const int8_t *weights, const tml_channels *learnt,
                       const tml_window_shape *shape, int32_t y, int32_t *sums)
{
    const int32_t ky = tml_tap_between(&shape->y, y, row->y);
    if (ky < 0)
    {
        return;
    }
    const uint32_t channels = (uint32_t)shape->channels;
    const uint32_t out_channels = (uint32_t)shape->output_channels;
    const uint32_t tap_row = (uint32_t)shape->x.filter * channels;
    const uint32_t taps = (uint32_t)shape->y.filter * tap_row;
    for (int32_t ox = 0; ox < shape->output_width; ox++)
    {
        const tml_span x = tml_span_at(&shape->x, ox);
        /* As forwards: taps side by side are one run, dilated ones a run each. */
        const int32_t step = shape->x.dilation == 1 ? x.end - x.begin : 1;
        const int16_t *values = row->values + (uint32_t)ox * out_channels;
        for (uint32_t o = 0; o < out_channels; o++)
        {
            const int32_t u = tml_aligned(values[o], row->shift);
            if (u == 0)
            {
                continue; /* half of them, behind a ReLU */
            }
            const int8_t *w = weights + o * taps + (uint32_t)ky * tap_row;
            for (int32_t kx = x.begin; kx < x.end; kx += step)
            {
                const int32_t ix = x.origin + kx * shape->x.dilation;
                tml_add_scaled(sums + (uint32_t)ix * channels, w + (uint32_t)kx * channels, (uint32_t)step * channels,
                               u);
            }
            for (int32_t kx = x.begin; learnt != NULL && kx < x.end; kx++)
            {
                const uint32_t tap = (o * (uint32_t)shape->y.filter + (uint32_t)ky) * (uint32_t)shape->x.filter + (uint32_t)kx;
                const int32_t ix = x.origin + kx * shape->x.dilation;
                tml_add_learnt(sums + (uint32_t)ix * channels, w + (uint32_t)kx * channels, learnt, tap, u);
            }
        }
    }
}
