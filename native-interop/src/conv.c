/* SPDX-License-Identifier: MIT */
#include "kernels.h"

void tml_conv(const int8_t *input, int32_t input_zero, const int8_t *weights, const int32_t *bias,
              const tml_requantization *q, const tml_window_shape *shape, uint32_t row_begin, uint32_t row_end,
              int8_t *output)
{
    const uint32_t channels = (uint32_t)shape->channels;
    const uint32_t out_channels = (uint32_t)shape->output_channels;
    const uint32_t tap_row = (uint32_t)shape->x.filter * channels;
    const uint32_t taps = (uint32_t)shape->y.filter * tap_row;
    const int32_t width = shape->output_width;
    for (int32_t i = 0; i < (int32_t)(row_end - row_begin); i++)
    {
        const int32_t oy = tml_in_order(shape, (int32_t)row_begin, (int32_t)row_end, i);
        const tml_span y = tml_span_at(&shape->y, oy);
        for (int32_t k = 0; k < width; k++)
        {
            const int32_t ox = tml_in_order(shape, 0, width, k);
            const tml_span x = tml_span_at(&shape->x, ox);
            int8_t *out = output + (uint32_t)(oy * width + ox) * out_channels;
            /* Taps side by side are one run of the input and of the weights; dilated ones are a run each. */
            const int32_t step = shape->x.dilation == 1 ? x.end - x.begin : 1;
            const uint32_t run = (uint32_t)step * channels;
            for (uint32_t o = 0; o < out_channels; o++)
            {
                int32_t sum = bias[o];
                for (int32_t ky = y.begin; ky < y.end; ky++)
                {
                    const int32_t iy = y.origin + ky * shape->y.dilation;
                    const int8_t *row = input + (uint32_t)(iy * shape->x.input) * channels;
                    const int8_t *w = weights + o * taps + (uint32_t)ky * tap_row;
                    for (int32_t kx = x.begin; kx < x.end; kx += step)
                    {
                        const int32_t ix = x.origin + kx * shape->x.dilation;
                        sum += tml_dot(row + (uint32_t)ix * channels, input_zero, w + (uint32_t)kx * channels, run);
                    }
                }
                out[o] = tml_requantize_channel(q, o, sum);
            }
        }
    }
}
