/* SPDX-License-Identifier: MIT */
#include "kernels.h"

/* Output channels that are summed side by side, so that a tap's weights are read in order. */
enum
{
    BLOCK = 16
};

void tml_depthwise_conv(const int8_t *input, int32_t input_zero, const int8_t *weights, const int32_t *bias,
                        const tml_requantization *q, const tml_window_shape *shape, uint32_t row_begin,
                        uint32_t row_end, int8_t *output)
{
    const uint32_t channels = (uint32_t)shape->channels;
    const uint32_t out_channels = (uint32_t)shape->output_channels;
    const uint32_t width = (uint32_t)shape->output_width;
    const uint32_t multiplier = out_channels / channels;
    for (uint32_t base = 0; base < out_channels; base += BLOCK)
    {
        const uint32_t block = out_channels - base < BLOCK ? out_channels - base : BLOCK;
        uint16_t source[BLOCK];
        for (uint32_t i = 0; i < block; i++)
        {
            source[i] = (uint16_t)((base + i) / multiplier);
        }
        for (uint32_t oy = row_begin; oy < row_end; oy++)
        {
            const tml_span y = tml_span_at(&shape->y, (int32_t)oy);
            for (uint32_t ox = 0; ox < width; ox++)
            {
                const tml_span x = tml_span_at(&shape->x, (int32_t)ox);
                int32_t sum[BLOCK];
                for (uint32_t i = 0; i < block; i++)
                {
                    sum[i] = bias[base + i];
                }
                for (int32_t ky = y.begin; ky < y.end; ky++)
                {
                    const int32_t row = (y.origin + ky * shape->y.dilation) * shape->x.input;
                    for (int32_t kx = x.begin; kx < x.end; kx++)
                    {
                        const int32_t pixel = row + x.origin + kx * shape->x.dilation;
                        const int8_t *in = input + (uint32_t)pixel * channels;
                        const int8_t *w = weights + (uint32_t)(ky * shape->x.filter + kx) * out_channels + base;
                        for (uint32_t i = 0; i < block; i++)
                        {
                            sum[i] += (in[source[i]] - input_zero) * w[i];
                        }
                    }
                }
                int8_t *out = output + (oy * width + ox) * out_channels + base;
                for (uint32_t i = 0; i < block; i++)
                {
                    out[i] = tml_requantize_channel(q, base + i, sum[i]);
                }
            }
        }
    }
}
