/* SPDX-License-Identifier: MIT */
#ifndef TINYML_DSP_INSTRUCTIONS_H
#define TINYML_DSP_INSTRUCTIONS_H

/* Instructions of ARMv7E-M for C: elsewhere plain C with the same bits. */

#include <stdint.h>
#include <string.h>

#if defined(__ARM_FEATURE_DSP) && defined(__thumb2__)
#define TML_DSP_ASSEMBLY 1
#else
#define TML_DSP_ASSEMBLY 0
#endif

/*
 * Whether kernels of the portable layout take four bytes at a time. A test defines it as 1 elsewhere, to run the same C with the
 * plain instructions below.
 */
#ifndef TML_DSP_LANES
#define TML_DSP_LANES TML_DSP_ASSEMBLY
#endif

/* Four bytes of any alignment. */
static inline uint32_t tml_dsp_bytes(const int8_t *from)
{
    uint32_t bytes;
    memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

/* A number of 16 bits in both halfwords. */
static inline uint32_t tml_dsp_both_halves(int32_t x)
{
    return ((uint32_t)x & 0xFFFFu) * 0x10001u;
}

#if TML_DSP_ASSEMBLY

/* SXTB16: bytes 0 and 2, signed, as halfwords; and bytes 1 and 3. */
static inline uint32_t tml_dsp_low_bytes(uint32_t bytes)
{
    uint32_t halves;
    __asm__("sxtb16 %0, %1" : "=r"(halves) : "r"(bytes));
    return halves;
}

static inline uint32_t tml_dsp_high_bytes(uint32_t bytes)
{
    uint32_t halves;
    __asm__("sxtb16 %0, %1, ror #8" : "=r"(halves) : "r"(bytes));
    return halves;
}

/* SXTAB16: the same, added to the halfwords of sums. */
static inline uint32_t tml_dsp_add_low_bytes(uint32_t sums, uint32_t bytes)
{
    uint32_t halves;
    __asm__("sxtab16 %0, %1, %2" : "=r"(halves) : "r"(sums), "r"(bytes));
    return halves;
}

static inline uint32_t tml_dsp_add_high_bytes(uint32_t sums, uint32_t bytes)
{
    uint32_t halves;
    __asm__("sxtab16 %0, %1, %2, ror #8" : "=r"(halves) : "r"(sums), "r"(bytes));
    return halves;
}

/* SMLABB: the product of the low halfwords added to a sum, which wraps; SMLATT: of the high ones. */
static inline int32_t tml_dsp_multiply_add_low(uint32_t a, uint32_t b, int32_t sum)
{
    __asm__("smlabb %0, %1, %2, %0" : "+r"(sum) : "r"(a), "r"(b));
    return sum;
}

static inline int32_t tml_dsp_multiply_add_high(uint32_t a, uint32_t b, int32_t sum)
{
    __asm__("smlatt %0, %1, %2, %0" : "+r"(sum) : "r"(a), "r"(b));
    return sum;
}

/* SSUB8 and SEL: of four pairs of signed bytes the greater ones; and the lesser. */
static inline uint32_t tml_dsp_greater_bytes(uint32_t a, uint32_t b)
{
    uint32_t difference;
    __asm__("ssub8 %1, %2, %0\n\tsel %0, %2, %0" : "+r"(a), "=&r"(difference) : "r"(b));
    return a;
}

static inline uint32_t tml_dsp_lesser_bytes(uint32_t a, uint32_t b)
{
    uint32_t difference;
    __asm__("ssub8 %1, %2, %0\n\tsel %0, %0, %2" : "+r"(a), "=&r"(difference) : "r"(b));
    return a;
}

/* SMMLAR: the high word of a * b, rounded, plus c; wraps. */
static inline int32_t tml_dsp_multiply_high_add(uint32_t a, uint32_t b, uint32_t c)
{
    int32_t sum;
    __asm__("smmlar %0, %1, %2, %3" : "=r"(sum) : "r"(a), "r"(b), "r"(c));
    return sum;
}

/* SSAT to 8 bits. */
static inline int8_t tml_dsp_saturate(int32_t x)
{
    int32_t y;
    __asm__("ssat %0, #8, %1" : "=r"(y) : "r"(x));
    return (int8_t)y;
}

#else

static inline uint32_t tml_dsp_low_bytes(uint32_t bytes)
{
    return ((uint32_t)(int8_t)bytes & 0xFFFFu) | (uint32_t)(int8_t)(bytes >> 16) << 16;
}

static inline uint32_t tml_dsp_high_bytes(uint32_t bytes)
{
    return tml_dsp_low_bytes(bytes >> 8);
}

static inline uint32_t tml_dsp_add_low_bytes(uint32_t sums, uint32_t bytes)
{
    const uint32_t halves = tml_dsp_low_bytes(bytes);
    return ((sums + halves) & 0xFFFFu) | ((sums & 0xFFFF0000u) + (halves & 0xFFFF0000u));
}

static inline uint32_t tml_dsp_add_high_bytes(uint32_t sums, uint32_t bytes)
{
    return tml_dsp_add_low_bytes(sums, bytes >> 8);
}

static inline int32_t tml_dsp_multiply_high_add(uint32_t a, uint32_t b, uint32_t c)
{
    const int64_t product = (int64_t)(int32_t)a * (int32_t)b + 0x80000000LL;
    return (int32_t)((uint32_t)(product >> 32) + c);
}

static inline int8_t tml_dsp_saturate(int32_t x)
{
    return (int8_t)(x < INT8_MIN ? INT8_MIN : x > INT8_MAX ? INT8_MAX : x);
}

static inline int32_t tml_dsp_half(uint32_t word, uint32_t index)
{
    return (int16_t)(word >> (16u * index));
}

static inline int32_t tml_dsp_multiply_add_low(uint32_t a, uint32_t b, int32_t sum)
{
    return (int32_t)((uint32_t)sum + (uint32_t)(tml_dsp_half(a, 0) * tml_dsp_half(b, 0)));
}

static inline int32_t tml_dsp_multiply_add_high(uint32_t a, uint32_t b, int32_t sum)
{
    return (int32_t)((uint32_t)sum + (uint32_t)(tml_dsp_half(a, 1) * tml_dsp_half(b, 1)));
}

/* SMLAD: the sum wraps. */
static inline uint32_t tml_dsp_multiply_add(uint32_t a, uint32_t b, uint32_t sum)
{
    return sum + (uint32_t)(tml_dsp_half(a, 0) * tml_dsp_half(b, 0)) +
           (uint32_t)(tml_dsp_half(a, 1) * tml_dsp_half(b, 1));
}

#endif

/* The end of double rounding, of twice a sum: (high + addend + sign) >> shift, saturated; shift is at most 31. */
static inline int8_t tml_dsp_round_twice(uint32_t twice, uint32_t multiplier, uint32_t addend, uint32_t shift)
{
    const uint32_t sign = (uint32_t)((int32_t)twice >> 31);
    return tml_dsp_saturate(tml_dsp_multiply_high_add(twice, multiplier, addend + sign) >> shift);
}

#endif
