/* SPDX-License-Identifier: MIT */
#include "kernels.h"

/*
 * Each output gathers from the inputs whose filter reaches it. Along one axis that is every stride-th tap: the first
 * one, then as many as lie in the filter and read an input.
 */
typedef struct tap_range
{
    int32_t first; /* tap */
    int32_t count;
    int32_t input; /* what the first tap reads; the next one reads the input before */
} tap_range;

static tap_range taps_at(const tml_axis *axis, int32_t output)
{
    const int32_t at = output + axis->before;
    const int32_t past = at / axis->stride - (axis->input - 1); /* inputs beyond the last that tap `phase` would read */
    tap_range range;
    range.first = at % axis->stride + (past > 0 ? past * axis->stride : 0);
    range.input = past > 0 ? axis->input - 1 : at / axis->stride;
    range.count = range.first < axis->filter ? (axis->filter - 1 - range.first) / axis->stride + 1 : 0;
    if (range.count > range.input + 1)
    {
        range.count = range.input + 1;
    }
    return range;
}

void tml_transpose_conv(const int8_t *input, int32_t input_zero, const int8_t *weights, const int32_t *bias,
                        const tml_requantization *q, const tml_window_shape *shape, uint32_t row_begin,
                        uint32_t row_end, int8_t *output)
{
    const uint32_t channels = (uint32_t)shape->channels;
    const uint32_t out_channels = (uint32_t)shape->output_channels;
    const uint32_t tap_row = (uint32_t)shape->x.filter * channels;
    const uint32_t taps = (uint32_t)shape->y.filter * tap_row;
    output += row_begin * (uint32_t)shape->output_width * out_channels;
    for (uint32_t oy = row_begin; oy < row_end; oy++)
    {
        const tap_range y = taps_at(&shape->y, (int32_t)oy);
        for (int32_t ox = 0; ox < shape->output_width; ox++)
        {
            const tap_range x = taps_at(&shape->x, ox);
            for (uint32_t o = 0; o < out_channels; o++)
            {
                int32_t sum = bias[o];
                for (int32_t i = 0; i < y.count; i++)
                {
                    const int32_t row = (y.input - i) * shape->x.input;
                    const int8_t *w = weights + o * taps + (uint32_t)(y.first + i * shape->y.stride) * tap_row;
                    for (int32_t k = 0; k < x.count; k++)
                    {
                        const uint32_t pixel = (uint32_t)(row + x.input - k);
                        const uint32_t tap = (uint32_t)(x.first + k * shape->x.stride);
                        sum += tml_dot(input + pixel * channels, input_zero, w + tap * channels, channels);
                    }
                }
                *output++ = tml_requantize_channel(q, o, sum);
            }
        }
    }
}
