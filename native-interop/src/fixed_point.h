/* SPDX-License-Identifier: MIT */
#ifndef TINYML_FIXED_POINT_H
#define TINYML_FIXED_POINT_H

/* Functions of reals in fixed point; Qm.n has m integer and n fractional bits beside the sign. Exact on every target.
 */

#include <stdint.h>

/* exp(x): x is Q5.26 and at most 0, the result Q0.31; exp(0) is 2^31-1. The same bits as TensorFlow Lite's. */
int32_t tml_exp_q5_26(int32_t x);

/* 1 / (1 + x): x is Q0.31 in [0, 1), the result Q0.31. The same bits as TensorFlow Lite's. */
int32_t tml_one_over_one_plus_q0_31(int32_t x);

/* ln(x): x is Q32.31, at least 2^31 (one) and below 2^62; the result Q5.26, exact to about 2^-24. */
int32_t tml_ln_q32_31(uint64_t x);

/* log2(x) for x >= 1, Q6.9: within one LSB. */
int32_t tml_log2_q6_9(uint64_t x);

/* floor(sqrt(x)) */
uint32_t tml_square_root(uint32_t x);

/* Leading zero bits of x; x is not 0. */
static inline int32_t tml_leading_zeros(uint32_t x)
{
    int32_t zeros = 0;
    while ((x & 0x80000000u) == 0)
    {
        x <<= 1;
        zeros++;
    }
    return zeros;
}

#endif
