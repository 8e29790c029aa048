/* SPDX-License-Identifier: MIT */
#ifndef TINYML_DSP_PORTABLE_H
#define TINYML_DSP_PORTABLE_H

/* What instructions of ARMv7E-M compute, where there are none. */

#include <stdint.h>

static inline int32_t tml_dsp_half(uint32_t word, uint32_t index)
{
    return (int16_t)(word >> (16u * index));
}

/* SMLAD: the sum wraps. */
static inline uint32_t tml_dsp_multiply_add(uint32_t a, uint32_t b, uint32_t sum)
{
    return sum + (uint32_t)(tml_dsp_half(a, 0) * tml_dsp_half(b, 0)) +
           (uint32_t)(tml_dsp_half(a, 1) * tml_dsp_half(b, 1));
}

/* SMMLAR */
static inline int32_t tml_dsp_multiply_high_add(uint32_t a, uint32_t b, uint32_t c)
{
    const int64_t product = (int64_t)(int32_t)a * (int32_t)b + 0x80000000LL;
    return (int32_t)((uint32_t)(product >> 32) + c);
}

/* SSAT to 8 bits */
static inline int8_t tml_dsp_saturate(int32_t x)
{
    return (int8_t)(x < INT8_MIN ? INT8_MIN : x > INT8_MAX ? INT8_MAX : x);
}

#endif
