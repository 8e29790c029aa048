/* SPDX-License-Identifier: MIT */
#ifndef TINYML_KERNELS_H
#define TINYML_KERNELS_H

/*
 * The kernels: free functions on plain pointers, one per file. Each computes the output rows [row_begin, row_end) and
 * needs nothing from another row, so a run can stop between any two. Ranges are those that tml_check proves; sums fit
 * 32 bits.
 */

#include <stdint.h>
#include "requantize.h"
#include "window.h"

/* input, weights[output_channels][filter y][filter x][channels] and bias[output_channels] to output. */
void tml_conv(const int8_t *input, int32_t input_zero, const int8_t *weights, const int32_t *bias,
              const tml_requantization *q, const tml_window_shape *shape, uint32_t row_begin, uint32_t row_end,
              int8_t *output);

/*
 * weights[filter y][filter x][output_channels]; output_channels is a multiple of channels, output channel o reads
 * channel o / (output_channels / channels). With a 1x1 filter, stride 1 and equal channels, output may be input.
 */
void tml_depthwise_conv(const int8_t *input, int32_t input_zero, const int8_t *weights, const int32_t *bias,
                        const tml_requantization *q, const tml_window_shape *shape, uint32_t row_begin,
                        uint32_t row_end, int8_t *output);

/* input[depth], weights[units][depth], bias[units] to output[units]; a row is a unit. */
void tml_fully_connected(const int8_t *input, int32_t input_zero, uint32_t depth, const int8_t *weights,
                         const int32_t *bias, const tml_requantization *q, uint32_t row_begin, uint32_t row_end,
                         int8_t *output);

/* Pools: padding does not count, output_channels = channels. With a 1x1 filter and stride 1, output may be input. */
void tml_average_pool(const int8_t *input, int32_t low, int32_t high, const tml_window_shape *shape, uint32_t row_begin,
                      uint32_t row_end, int8_t *output);
void tml_max_pool(const int8_t *input, int32_t low, int32_t high, const tml_window_shape *shape, uint32_t row_begin,
                  uint32_t row_end, int8_t *output);

/* Elements [begin, end) of a + b; q has the factors of a, b and the sum. Output may be a or b. */
void tml_add(const int8_t *a, int32_t a_zero, const int8_t *b, int32_t b_zero, const tml_requantization *q,
             uint32_t begin, uint32_t end, int8_t *output);

/* Positions [begin, end) of input[positions][channels], channels at most 4095; multiplier and shift: scale in Q5.26. */
void tml_softmax(const int8_t *input, uint32_t channels, int32_t multiplier, int32_t shift, uint32_t begin,
                 uint32_t end, int8_t *output);

/* sum of (x[i] - zero) * w[i], n terms; four a turn, as the loop costs as much as a term */
static inline int32_t tml_dot(const int8_t *x, int32_t zero, const int8_t *w, uint32_t n)
{
    int32_t sum = 0;
    for (; n >= 4; n -= 4, x += 4, w += 4)
    {
        sum += (x[0] - zero) * w[0] + (x[1] - zero) * w[1] + (x[2] - zero) * w[2] + (x[3] - zero) * w[3];
    }
    for (; n != 0; n--)
    {
        sum += (*x++ - zero) * *w++;
    }
    return sum;
}

#endif
