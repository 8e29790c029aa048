/* SPDX-License-Identifier: MIT */
#ifndef TINYML_DSP_FILTERS_H
#define TINYML_DSP_FILTERS_H

/*
 * Four filters of the portable layout over four inputs, for ARMv7E-M: SXTAB16 takes the zero point off while it unpacks, and
 * what then is at most 255 in magnitude is multiplied by SMLAD. 23 instructions for 16 multiply-accumulates: five loads, two
 * SXTAB16, eight SXTB16, eight SMLAD.
 */

#include "dsp_instructions.h"

/* It leaves the compiler one register: too few where it does not optimise. */
#if TML_DSP_LANES && (!TML_DSP_ASSEMBLY || defined(__OPTIMIZE__))
#define TML_DSP_FILTERS 1
#else
#define TML_DSP_FILTERS 0
#endif

/* Adds to four sums, those of the filters at w, w + next, v, v + next, and goes four inputs and taps on. */
#if TML_DSP_FILTERS && TML_DSP_ASSEMBLY

#define TML_DSP_FILTER(load, sum)                                                                                      \
    "ldr.w %[bytes], " load "\n"                                                                                       \
    "sxtb16.w %[halves], %[bytes]\n"                                                                                   \
    "smlad " sum ", %[halves], %[even], " sum "\n"                                                                     \
    "sxtb16.w %[halves], %[bytes], ror #8\n"                                                                           \
    "smlad " sum ", %[halves], %[odd], " sum "\n"

static inline void tml_dsp_add_four(const int8_t **x, int32_t zero, const int8_t **w, const int8_t **v, uint32_t next,
                                    uint32_t *sums)
{
    const uint32_t minus_zero = tml_dsp_both_halves(-zero);
    uint32_t even;
    uint32_t odd;
    uint32_t bytes;
    uint32_t halves;
    __asm__("ldr.w %[bytes], [%[x]], #4\n"
            "sxtab16 %[even], %[minus_zero], %[bytes]\n"
            "sxtab16 %[odd], %[minus_zero], %[bytes], ror #8\n"
            TML_DSP_FILTER("[%[w], %[next]]", "%[b]")
            TML_DSP_FILTER("[%[w]], #4", "%[a]")
            TML_DSP_FILTER("[%[v], %[next]]", "%[d]")
            TML_DSP_FILTER("[%[v]], #4", "%[c]")
            : [x] "+r"(*x), [w] "+r"(*w), [v] "+r"(*v), [a] "+r"(sums[0]), [b] "+r"(sums[1]), [c] "+r"(sums[2]),
              [d] "+r"(sums[3]), [even] "=&r"(even), [odd] "=&r"(odd), [bytes] "=&r"(bytes), [halves] "=&r"(halves)
            : [next] "r"(next), [minus_zero] "r"(minus_zero)
            : "memory");
}

#elif TML_DSP_FILTERS

static inline uint32_t tml_dsp_add_filter(const int8_t *w, uint32_t even, uint32_t odd, uint32_t sum)
{
    const uint32_t bytes = tml_dsp_bytes(w);
    return tml_dsp_multiply_add(tml_dsp_high_bytes(bytes), odd,
                                tml_dsp_multiply_add(tml_dsp_low_bytes(bytes), even, sum));
}

static inline void tml_dsp_add_four(const int8_t **x, int32_t zero, const int8_t **w, const int8_t **v, uint32_t next,
                                    uint32_t *sums)
{
    const uint32_t minus_zero = tml_dsp_both_halves(-zero);
    const uint32_t even = tml_dsp_add_low_bytes(minus_zero, tml_dsp_bytes(*x));
    const uint32_t odd = tml_dsp_add_high_bytes(minus_zero, tml_dsp_bytes(*x));
    sums[0] = tml_dsp_add_filter(*w, even, odd, sums[0]);
    sums[1] = tml_dsp_add_filter(*w + next, even, odd, sums[1]);
    sums[2] = tml_dsp_add_filter(*v, even, odd, sums[2]);
    sums[3] = tml_dsp_add_filter(*v + next, even, odd, sums[3]);
    *x += 4;
    *w += 4;
    *v += 4;
}

#endif

#endif
