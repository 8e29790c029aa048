/* SPDX-License-Identifier: MIT */
#include "gradient.h"

/* One tap of the filter, of a layer with as many channels out as in. */
static inline void add_tap(int32_t *sums, const int16_t *values, int32_t shift, const int8_t *w, uint32_t channels)
{
    const int32_t half = shift == 0 ? 0 : 1 << (shift - 1); /* as tml_aligned */
    for (; channels >= 4; channels -= 4, sums += 4, values += 4, w += 4)
    {
        sums[0] += ((values[0] + half) >> shift) * w[0];
        sums[1] += ((values[1] + half) >> shift) * w[1];
        sums[2] += ((values[2] + half) >> shift) * w[2];
        sums[3] += ((values[3] + half) >> shift) * w[3];
    }
    for (; channels != 0; channels--)
    {
        *sums++ += ((*values++ + half) >> shift) * *w++;
    }
}

void tml_depthwise_conv_gradient(const tml_gradient_row *row, const int8_t *weights, const tml_window_shape *shape,
                                 int32_t y, int32_t *sums)
{
    const int32_t ky = tml_tap_between(&shape->y, y, row->y);
    if (ky < 0)
    {
        return;
    }
    const uint32_t channels = (uint32_t)shape->channels;
    const uint32_t multiplier = (uint32_t)shape->output_channels / channels;
    for (int32_t ox = 0; ox < shape->output_width; ox++)
    {
        const tml_span x = tml_span_at(&shape->x, ox);
        for (int32_t kx = x.begin; kx < x.end; kx++)
        {
            const int16_t *u = row->values + (uint32_t)(ox * shape->output_channels);
            const int8_t *w = weights + (uint32_t)((ky * shape->x.filter + kx) * shape->output_channels);
            int32_t *sum = sums + (uint32_t)((x.origin + kx * shape->x.dilation) * shape->channels);
            if (multiplier == 1)
            {
                add_tap(sum, u, row->shift, w, channels);
                continue;
            }
            for (uint32_t c = 0; c < channels; c++)
            {
                for (uint32_t k = 0; k < multiplier; k++)
                {
                    sum[c] += tml_aligned(*u++, row->shift) * *w++;
                }
            }
        }
    }
}
