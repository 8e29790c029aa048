/* SPDX-License-Identifier: MIT */
#ifndef TINYML_KERNELS_H
#define TINYML_KERNELS_H

/*
 * The kernels: free functions on plain pointers, one per file. Each computes the output rows [row_begin, row_end) and
 * needs nothing from another row, so a run can stop between any two. Ranges are those that tml_check proves; sums fit
 * 32 bits.
 *
 * Those with a tml_window_shape, but for tml_transpose_conv, compute pixel by pixel in the shape's order and write all
 * channels of a pixel before they read for the next: so far as tml_check proves it, output may overlap input.
 */

#include <stdint.h>
#include "requantize.h"
#include "window.h"

/* input, weights[output_channels][filter y][filter x][channels] and bias[output_channels] to output. */
void tml_conv(const int8_t *input, int32_t input_zero, const int8_t *weights, const int32_t *bias,
              const tml_requantization *q, const tml_window_shape *shape, uint32_t row_begin, uint32_t row_end,
              int8_t *output);

/* Learnt weights of some input channels: numbers[count], ascending, weights[output_channels][filter y][filter x][count]. */
typedef struct tml_channels
{
    const int8_t *weights;
    const uint16_t *numbers;
    uint32_t count;
} tml_channels;

/* tml_conv where those stand for the same channels of weights. */
void tml_conv_learnt(const int8_t *input, int32_t input_zero, const int8_t *weights, const tml_channels *learnt,
                     const int32_t *bias, const tml_requantization *q, const tml_window_shape *shape,
                     uint32_t row_begin, uint32_t row_end, int8_t *output);

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

/* The same with learnt weights of some inputs. */
void tml_fully_connected_learnt(const int8_t *input, int32_t input_zero, uint32_t depth, const int8_t *weights,
                                const tml_channels *learnt, const int32_t *bias, const tml_requantization *q,
                                uint32_t row_begin, uint32_t row_end, int8_t *output);

/* Pools: padding does not count, output_channels = channels. With a 1x1 filter and stride 1, output may be input. */
void tml_average_pool(const int8_t *input, int32_t low, int32_t high, const tml_window_shape *shape, uint32_t row_begin,
                      uint32_t row_end, int8_t *output);
void tml_max_pool(const int8_t *input, int32_t low, int32_t high, const tml_window_shape *shape, uint32_t row_begin,
                  uint32_t row_end, int8_t *output);

/* Elements [begin, end) of table[x + 128]; output may be input. */
void tml_lookup(const int8_t *input, const int8_t *table, uint32_t begin, uint32_t end, int8_t *output);

/* count elements of a and of b, one after another (step 1) or one repeated (step 0). */
typedef struct tml_pairs
{
    const int8_t *a;
    const int8_t *b;
    uint32_t a_step;
    uint32_t b_step;
    uint32_t count;
} tml_pairs;

/* a + sign * b, sign being 1 or -1; q has the factors of a, b and the sum. Output may be a or b where its step is 1. */
void tml_add(const tml_pairs *pairs, int32_t a_zero, int32_t b_zero, int32_t sign, const tml_requantization *q,
             int8_t *output);

/* a * b; q has one factor. Output as above. */
void tml_multiply(const tml_pairs *pairs, int32_t a_zero, int32_t b_zero, const tml_requantization *q, int8_t *output);

/* The greater and the lesser of a and b, clamped. Output as above. */
void tml_maximum(const tml_pairs *pairs, int32_t low, int32_t high, int8_t *output);
void tml_minimum(const tml_pairs *pairs, int32_t low, int32_t high, int8_t *output);

/* The shape of a tensor. */
typedef struct tml_extents
{
    uint32_t height;
    uint32_t width;
    uint32_t channels;
} tml_extents;

/* Indices [begin, end). */
typedef struct tml_range
{
    uint32_t begin;
    uint32_t end;
} tml_range;

/* The mean over each axis where the output has 1; the other ones are equal. At most 2^23 elements a mean; q: one
 * factor. */
void tml_mean(const int8_t *input, const tml_extents *from, int32_t input_zero, const tml_requantization *q,
              const tml_extents *to, uint32_t row_begin, uint32_t row_end, int8_t *output);

/* output[y, x, c] = input[steps[0] + y * steps[1] + x * steps[2] + c * steps[3]], all inside. */
void tml_strided_copy(const int8_t *input, const int32_t *steps, const tml_extents *to, uint32_t row_begin,
                      uint32_t row_end, int8_t *output);

/* Blocks [begin, end) of input, one after another there, to places that lie distance bytes apart. */
void tml_copy_blocks(const int8_t *input, uint32_t bytes, uint32_t begin, uint32_t end, uint32_t distance,
                     int8_t *output);

/* What stands before the first row, column and channel, and its value; what follows the last comes from the shapes. */
typedef struct tml_border
{
    uint32_t rows;
    uint32_t columns;
    uint32_t channels;
    int8_t value;
} tml_border;

void tml_pad(const int8_t *input, const tml_extents *from, const tml_border *border, const tml_extents *to,
             uint32_t row_begin, uint32_t row_end, int8_t *output);

/* output[y, x] = input[rows[y], columns[x]], all channels. */
void tml_resize_nearest(const int8_t *input, uint32_t input_width, const uint16_t *rows, const uint16_t *columns,
                        const tml_extents *to, uint32_t row_begin, uint32_t row_end, int8_t *output);

/*
 * Each input spreads weights[output_channels][filter y][filter x][channels] over the output, `before` rows and columns
 * of which are cut away; any output size, dilation 1.
 */
void tml_transpose_conv(const int8_t *input, int32_t input_zero, const int8_t *weights, const int32_t *bias,
                        const tml_requantization *q, const tml_window_shape *shape, uint32_t row_begin,
                        uint32_t row_end, int8_t *output);

/* Positions [begin, end) of input[positions][channels], channels at most 4095; multiplier and shift: scale in Q5.26. */
void tml_softmax(const int8_t *input, uint32_t channels, int32_t multiplier, int32_t shift, uint32_t begin,
                 uint32_t end, int8_t *output);

/* sum of (x[i] - zero) * w[i], n terms; four a turn, as the loop costs as much as a term */
static inline int32_t tml_dot(const int8_t *x, int32_t zero, const int8_t *w, uint32_t n)
{
    int32_t sum = 0;
    if (zero == 0)
    {
        for (; n >= 4; n -= 4, x += 4, w += 4)
        {
            sum += x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + x[3] * w[3];
        }
    }
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

/* sums[i] += u * w[i], n of them */
static inline void tml_add_scaled(int32_t *sums, const int8_t *w, uint32_t n, int32_t u)
{
    for (; n >= 4; n -= 4, sums += 4, w += 4)
    {
        sums[0] += u * w[0];
        sums[1] += u * w[1];
        sums[2] += u * w[2];
        sums[3] += u * w[3];
    }
    for (; n != 0; n--)
    {
        *sums++ += u * *w++;
    }
}

#endif
