/* SPDX-License-Identifier: MIT */
#include "gradient.h"

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
