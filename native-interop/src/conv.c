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
    output += row_begin * (uint32_t)shape->output_width * out_channels;
    for (uint32_t oy = row_begin; oy < row_end; oy++)
    {
        const tml_span y = tml_span_at(&shape->y, (int32_t)oy);
        for (int32_t ox = 0; ox < shape->output_width; ox++)
        {
            const tml_span x = tml_span_at(&shape->x, ox);
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
                *output++ = tml_requantize_channel(q, o, sum);
            }
        }
    }
}
