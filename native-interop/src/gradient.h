/* SPDX-License-Identifier: MIT */
#ifndef TINYML_GRADIENT_H
#define TINYML_GRADIENT_H

/*
 * The transposed kernels: each adds to the sums of one row of an operator's input what one row of its output's gradient
 * gives. Sums are mantissa * weight; the mantissas of 16 bits are those of the gradient times the scale of the weights
 * of their channel. Where there are no weights, a mantissa counts TML_GRADIENT_UNIT times.
 */

#include "kernels.h"

#define TML_GRADIENT_UNIT      128
#define TML_GRADIENT_UNIT_BITS 7

/* A row of the output's gradient. */
typedef struct tml_gradient_row
{
    const int16_t *values; /* [output width][output channels] */
    int32_t shift;         /* 0 to 15: to the right, rounded, gives them the exponent of the sums */
    int32_t y;
} tml_gradient_row;

static inline int32_t tml_aligned(int32_t mantissa, int32_t shift)
{
    return shift == 0 ? mantissa : (mantissa + (1 << (shift - 1))) >> shift;
}

/* The tap of an axis by which input row y is read for an output row; negative: by none. */
static inline int32_t tml_tap_between(const tml_axis *axis, int32_t y, int32_t output)
{
    const int32_t distance = y - (output * axis->stride - axis->before);
    return distance < 0 || distance % axis->dilation != 0 || distance / axis->dilation >= axis->filter
               ? -1
               : distance / axis->dilation;
}

/* sums[input width][channels] of input row y; learnt weights, if any (null: none), stand for the factory's. */
void tml_conv_gradient(const tml_gradient_row *row, const int8_t *weights, const tml_channels *learnt,
                       const tml_window_shape *shape, int32_t y, int32_t *sums);
void tml_depthwise_conv_gradient(const tml_gradient_row *row, const int8_t *weights, const tml_window_shape *shape,
                                 int32_t y, int32_t *sums);
void tml_average_pool_gradient(const tml_gradient_row *row, const tml_window_shape *shape, int32_t y, int32_t *sums);

/* sums of a range of the inputs, of depth. */
void tml_fully_connected_gradient(const tml_gradient_row *row, const int8_t *weights, const tml_channels *learnt,
                                  uint32_t units, uint32_t depth, const tml_range *inputs, int32_t *sums);

/* sums[width][channels] of a row of a mean's input. */
void tml_mean_gradient(const tml_gradient_row *row, const tml_extents *from, const tml_extents *to, int32_t *sums);

/* What learnt weights add to the sums of a tap, whose factory's weights are w. */
static inline void tml_add_learnt(int32_t *sums, const int8_t *w, const tml_channels *learnt, uint32_t tap, int32_t u)
{
    const int8_t *weights = learnt->weights + tap * learnt->count;
    for (uint32_t k = 0; k < learnt->count; k++)
    {
        const uint32_t channel = learnt->numbers[k];
        sums[channel] += u * (weights[k] - w[channel]);
    }
}

#endif
