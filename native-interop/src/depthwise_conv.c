/* SPDX-License-Identifier: MIT */
#include "kernels.h"

/* Output channels that are summed side by side, so that a tap's weights are read in order. */
enum
{
    BLOCK = 16
};

/* The taps of one pixel that lie inside the image. */
typedef struct taps
{
    const tml_window_shape *shape;
    tml_span y;
    tml_span x;
} taps;

/* Adds the taps of the output channels [base, base + count) to their sums; channel base + i reads source[i]. */
static void add_taps(const taps *t, const int8_t *input, int32_t input_zero, const int8_t *weights,
                     const uint16_t *source, uint32_t base, uint32_t count, int32_t *sum)
{
    const tml_window_shape *shape = t->shape;
    for (int32_t ky = t->y.begin; ky < t->y.end; ky++)
    {
        const int32_t row = (t->y.origin + ky * shape->y.dilation) * shape->x.input;
        for (int32_t kx = t->x.begin; kx < t->x.end; kx++)
        {
            const int32_t pixel = row + t->x.origin + kx * shape->x.dilation;
            const int8_t *in = input + (uint32_t)(pixel * shape->channels);
            const int8_t *w = weights + (uint32_t)((ky * shape->x.filter + kx) * shape->output_channels) + base;
            for (uint32_t i = 0; i < count; i++)
            {
                sum[i] += (in[source[i]] - input_zero) * w[i];
            }
        }
    }
}

void tml_depthwise_conv(const int8_t *input, int32_t input_zero, const int8_t *weights, const int32_t *bias,
                        const tml_requantization *q, const tml_window_shape *shape, uint32_t row_begin,
                        uint32_t row_end, int8_t *output)
{
    const uint32_t out_channels = (uint32_t)shape->output_channels;
    const uint32_t multiplier = out_channels / (uint32_t)shape->channels;
    const int32_t width = shape->output_width;
    for (int32_t i = 0; i < (int32_t)(row_end - row_begin); i++)
    {
        const int32_t oy = tml_in_order(shape, (int32_t)row_begin, (int32_t)row_end, i);
        for (int32_t k = 0; k < width; k++)
        {
            const int32_t ox = tml_in_order(shape, 0, width, k);
            const taps t = {shape, tml_span_at(&shape->y, oy), tml_span_at(&shape->x, ox)};
            int8_t *out = output + (uint32_t)(oy * width + ox) * out_channels;
            uint32_t channel = 0; /* base / multiplier and what is left of it, without a division */
            uint32_t part = 0;
            for (uint32_t base = 0; base < out_channels; base += BLOCK)
            {
                const uint32_t count = out_channels - base < BLOCK ? out_channels - base : BLOCK;
                uint16_t source[BLOCK];
                int32_t sum[BLOCK];
                for (uint32_t c = 0; c < count; c++)
                {
                    source[c] = (uint16_t)channel;
                    sum[c] = bias[base + c];
                    if (++part == multiplier)
                    {
                        part = 0;
                        channel++;
                    }
                }
                add_taps(&t, input, input_zero, weights, source, base, count, sum);
                for (uint32_t c = 0; c < count; c++)
                {
                    out[base + c] = tml_requantize_channel(q, base + c, sum[c]);
                }
            }
        }
    }
}
