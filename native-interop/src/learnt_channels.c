/* SPDX-License-Identifier: MIT */

/*
 * Convolution and dense layer with learnt weights of some input channels. The sum with the factory's weights and what
 * the learnt ones change each fit 32 bits, and so does their total, which is the sum with the new weights.
 */

#include "kernels.h"

void tml_conv_learnt(const int8_t *input, int32_t input_zero, const int8_t *weights, const tml_channels *learnt,
                     const int32_t *bias, const tml_requantization *q, const tml_window_shape *shape,
                     uint32_t row_begin, uint32_t row_end, int8_t *output)
{
    const uint32_t channels = (uint32_t)shape->channels;
    const uint32_t out_channels = (uint32_t)shape->output_channels;
    const uint32_t taps = (uint32_t)(shape->y.filter * shape->x.filter);
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
            for (uint32_t o = 0; o < out_channels; o++)
            {
                int32_t sum = bias[o];
                int32_t change = 0;
                for (int32_t ky = y.begin; ky < y.end; ky++)
                {
                    const int32_t iy = y.origin + ky * shape->y.dilation;
                    for (int32_t kx = x.begin; kx < x.end; kx++)
                    {
                        const int32_t ix = x.origin + kx * shape->x.dilation;
                        const uint32_t tap = o * taps + (uint32_t)(ky * shape->x.filter + kx);
                        const int8_t *pixel = input + (uint32_t)(iy * shape->x.input + ix) * channels;
                        sum += tml_dot(pixel, input_zero, weights + tap * channels, channels);
                        change += tml_learnt_change(pixel, input_zero, weights + tap * channels, learnt, tap);
                    }
                }
                out[o] = tml_requantize_channel(q, o, sum + change);
            }
        }
    }
}

void tml_fully_connected_learnt(const int8_t *input, int32_t input_zero, uint32_t depth, const int8_t *weights,
                                const tml_channels *learnt, const int32_t *bias, const tml_requantization *q,
                                uint32_t row_begin, uint32_t row_end, int8_t *output)
{
    for (uint32_t o = row_begin; o < row_end; o++)
    {
        const int8_t *w = weights + o * depth;
        const int32_t sum = bias[o] + tml_dot(input, input_zero, w, depth);
        output[o] = tml_requantize_channel(q, o, sum + tml_learnt_change(input, input_zero, w, learnt, o));
    }
}
