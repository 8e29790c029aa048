/* SPDX-License-Identifier: MIT */
#include "fixed_point.h"
#include "kernels.h"

/* Integer bits of the scaled differences and of the sum of exponentials. */
enum
{
    DIFFERENCE_BITS = 5,
    SUM_BITS = 12
};

/* exp of a difference that is not below the least one that Q5.26 holds */
static int32_t exp_of(int32_t difference, int32_t multiplier, int32_t shift)
{
    return tml_exp_q5_26(tml_requantize(difference, multiplier, shift));
}

void tml_softmax(const int8_t *input, uint32_t channels, int32_t multiplier, int32_t shift, uint32_t begin,
                 uint32_t end, int8_t *output)
{
    const int32_t least = -((((1 << DIFFERENCE_BITS) - 1) << (31 - DIFFERENCE_BITS)) >> shift);
    for (uint32_t position = begin; position < end; position++)
    {
        const int8_t *x = input + position * channels;
        int8_t *y = output + position * channels;
        int32_t greatest = INT8_MIN;
        for (uint32_t c = 0; c < channels; c++)
        {
            greatest = x[c] > greatest ? x[c] : greatest;
        }
        int32_t sum = 0; /* Q12.19 */
        for (uint32_t c = 0; c < channels; c++)
        {
            if (x[c] - greatest >= least)
            {
                sum += tml_rounding_divide_by_pot(exp_of(x[c] - greatest, multiplier, shift), SUM_BITS);
            }
        }
        /* sum = (1 + fraction) * 2^(SUM_BITS - zeros) */
        const int32_t zeros = tml_leading_zeros((uint32_t)sum);
        const int32_t fraction = (int32_t)(((uint32_t)sum << zeros) - 0x80000000u);
        const int32_t reciprocal = tml_one_over_one_plus_q0_31(fraction);
        const int32_t down = SUM_BITS - zeros + 31 - 8;
        for (uint32_t c = 0; c < channels; c++)
        {
            int32_t value = 0;
            /* Beyond 31 bits nothing is left, where TensorFlow Lite is undefined: above 511 nearly equal channels. */
            if (x[c] - greatest >= least && down <= 31)
            {
                const int32_t e = exp_of(x[c] - greatest, multiplier, shift);
                value = tml_rounding_divide_by_pot(tml_saturating_rounding_doubling_high_mul(reciprocal, e), down);
            }
            y[c] = tml_to_int8(value, INT8_MIN, INT8_MIN, INT8_MAX);
        }
    }
}
