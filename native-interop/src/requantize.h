/* SPDX-License-Identifier: MIT */
#ifndef TINYML_REQUANTIZE_H
#define TINYML_REQUANTIZE_H

/*
 * Fixed-point scaling, and the only place where an int32 sum becomes another scale. A factor is a multiplier m, 0 or
 * 2^30 to 2^31-1, and a shift s, -31 to 30: it stands for m * 2^(s-31).
 */

#include <stdint.h>

static inline int32_t tml_saturate32(int64_t x)
{
    return x > INT32_MAX ? INT32_MAX : x < INT32_MIN ? INT32_MIN : (int32_t)x;
}

/* x / 2^n, halves away from zero; n is 0 to 31. Right shifts of negative numbers are arithmetic on every target. */
static inline int32_t tml_rounding_divide_by_pot(int32_t x, int32_t n)
{
    uint32_t mask = ((uint32_t)1 << n) - 1u;
    uint32_t past_half = (mask >> 1) + (x < 0 ? 1u : 0u);
    return (x >> n) + (((uint32_t)x & mask) > past_half ? 1 : 0);
}

/* a * b / 2^31, halves towards plus infinity; not of INT32_MIN squared, the one product that does not fit. */
static inline int32_t tml_rounding_doubling_high_mul(int32_t a, int32_t b)
{
    return (int32_t)(((int64_t)a * b + ((int64_t)1 << 30)) >> 31);
}

/* The same of any two, saturating. */
static inline int32_t tml_saturating_rounding_doubling_high_mul(int32_t a, int32_t b)
{
    if (a == INT32_MIN && b == INT32_MIN)
    {
        return INT32_MAX;
    }
    return tml_rounding_doubling_high_mul(a, b);
}

/* x * 2^shift, saturated; shift is 0 to 30. */
static inline int32_t tml_saturating_shift(int32_t x, int32_t shift)
{
    const int32_t y = (int32_t)((uint32_t)x << shift);
    return y >> shift == x ? y : x < 0 ? INT32_MIN : INT32_MAX;
}

/* TensorFlow Lite's double rounding; the left shift saturates where TensorFlow Lite leaves it undefined. */
static inline int32_t tml_requantize(int32_t x, int32_t multiplier, int32_t shift)
{
    if (shift >= 0)
    {
        return tml_rounding_doubling_high_mul(tml_saturating_shift(x, shift), multiplier);
    }
    const int32_t high = tml_rounding_doubling_high_mul(x, multiplier);
    return (((high + (high >> 31)) >> (-shift - 1)) + 1) >> 1; /* halves away from zero */
}

/* requantised + zero_point, clamped to [low, high], without a sum that could overflow. */
static inline int8_t tml_to_int8(int32_t requantized, int32_t zero_point, int32_t low, int32_t high)
{
    int32_t least = low - zero_point;
    int32_t greatest = high - zero_point;
    int32_t y = requantized < least ? least : requantized > greatest ? greatest : requantized;
    return (int8_t)(y + zero_point);
}

/* n / d rounded to the nearest, halves away from zero; d > 0, |n| + d / 2 fits. */
static inline int32_t tml_rounding_divide(int32_t n, int32_t d)
{
    return (n + (n >= 0 ? d / 2 : -(d / 2))) / d;
}

/* How the int32 sums of an operator become int8: one factor per output channel. */
typedef struct tml_requantization
{
    const int32_t *multipliers;
    const int8_t *shifts;
    int32_t zero_point; /* -128 to 127 */
    int32_t low;        /* least and greatest output */
    int32_t high;
} tml_requantization;

static inline int8_t tml_requantize_channel(const tml_requantization *q, uint32_t channel, int32_t sum)
{
    return tml_to_int8(tml_requantize(sum, q->multipliers[channel], q->shifts[channel]), q->zero_point, q->low,
                       q->high);
}

#endif
