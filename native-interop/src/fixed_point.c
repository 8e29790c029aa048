/* SPDX-License-Identifier: MIT */
#include "fixed_point.h"
#include "requantize.h"

/*
 * The product of Qa and Qb, rounded, is Q(a+b): one name for it keeps the formulas below readable. Only bits of a
 * result count here, not its accuracy: the steps and constants are those of TensorFlow Lite's softmax.
 */
static int32_t mul(int32_t a, int32_t b)
{
    return tml_saturating_rounding_doubling_high_mul(a, b);
}

/* exp(x) for x in [-1/4, 0), Q0.31: four terms of the series around -1/8. */
static int32_t exp_small(int32_t a)
{
    const int32_t exp_minus_eighth = 1895147668;
    const int32_t third = 715827883;
    const int32_t x = a + (1 << 28);
    const int32_t x2 = mul(x, x);
    const int32_t x3 = mul(x2, x);
    const int32_t x4 = mul(x2, x2);
    const int32_t upper = mul(tml_rounding_divide_by_pot(x4, 2) + x3, third) + x2;
    return exp_minus_eighth + mul(exp_minus_eighth, x + tml_rounding_divide_by_pot(upper, 1));
}

int32_t tml_exp_q5_26(int32_t x)
{
    /* exp(-2^k) for k = -2 to 4, Q0.31 */
    static const int32_t factors[7] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
    const int32_t quarter = 1 << 24;
    if (x == 0)
    {
        return INT32_MAX;
    }
    /* x = rest - quarters / 4 with rest in [-1/4, 0) */
    const int32_t rest = (int32_t)((uint32_t)x & (uint32_t)(quarter - 1)) - quarter;
    const uint32_t quarters = (uint32_t)(rest - x) >> 24;
    int32_t result = exp_small(rest * (1 << 5));
    for (uint32_t k = 0; k < 7; k++)
    {
        if (quarters >> k & 1u)
        {
            result = mul(result, factors[k]);
        }
    }
    return result;
}

int32_t tml_one_over_one_plus_q0_31(int32_t x)
{
    const int32_t one_q2 = 1 << 29;
    const int32_t half = (int32_t)(((int64_t)x + INT32_MAX + 1) / 2); /* (1 + x) / 2, Q0.31 */
    int32_t y = 1515870810 + mul(half, -1010580540); /* 48/17 - 32/17 half, Q2.29: Newton's first guess */
    for (int i = 0; i < 3; i++)
    {
        const int32_t error = one_q2 - mul(half, y);
        y += tml_saturate32((int64_t)mul(y, error) * 4); /* Q4.27 to Q2.29 */
    }
    return tml_saturate32((int64_t)y * 2); /* 1 / half is twice the result: Q2.29 halved is Q1.30, then Q0.31 */
}

int32_t tml_ln_q32_31(uint64_t x)
{
    int32_t exponent = 0;
    while (x >= (uint64_t)1 << 32)
    {
        x = (x >> 1) | (x & 1u);
        exponent++;
    }
    /* x is now in [1, 2), Q1.31: each squaring gives one more bit of its binary logarithm. */
    uint32_t log2 = 0;
    for (int bit = 0; bit < 26; bit++)
    {
        x = (x * x) >> 31;
        log2 <<= 1;
        if (x >= (uint64_t)1 << 32)
        {
            x >>= 1;
            log2 |= 1u;
        }
    }
    const int64_t ln2 = 1488522236; /* Q0.31 */
    return (int32_t)((((int64_t)exponent * (1 << 26) + log2) * ln2 + ((int64_t)1 << 30)) >> 31);
}

int32_t tml_log2_q6_9(uint64_t x)
{
    /* log2(1 + i / 32), Q1.15; a straight line between two is off by less than 2^-12. */
    static const uint16_t log2_of[33] = {0,     1455,  2866,  4236,  5568,  6863,  8124,  9352,  10549, 11716, 12855,
                                         13968, 15055, 16117, 17156, 18173, 19168, 20143, 21098, 22034, 22952, 23852,
                                         24736, 25604, 26455, 27292, 28114, 28922, 29717, 30498, 31267, 32024, 32768};
    const uint32_t high = (uint32_t)(x >> 32);
    const int32_t zeros = high != 0 ? tml_leading_zeros(high) : 32 + tml_leading_zeros((uint32_t)x);
    const uint32_t mantissa = (uint32_t)((x << zeros) >> 32); /* 1.0 is 2^31 */
    const uint32_t i = mantissa >> 26 & 31u;
    const uint32_t rest = mantissa >> 11 & 0x7FFFu;
    const uint32_t fraction = log2_of[i] + ((uint32_t)(log2_of[i + 1u] - log2_of[i]) * rest >> 15);
    return (63 - zeros) * (1 << 9) + (int32_t)((fraction + 32u) >> 6);
}

uint32_t tml_square_root(uint32_t x)
{
    uint32_t root = 0; /* a bit a turn */
    for (uint32_t bit = 1u << 30; bit != 0; bit >>= 2)
    {
        if (x >= root + bit)
        {
            x -= root + bit;
            root = (root >> 1) + bit;
        }
        else
        {
            root >>= 1;
        }
    }
    return root;
}
