/* SPDX-License-Identifier: MIT */
#ifndef TINYML_DSP_FILTERS_H
#define TINYML_DSP_FILTERS_H

/*
 * Four filters over four inputs, in the portable layout, for ARMv7E-M: SXTAB16 takes the zero point off while it unpacks. 23
 * instructions for 16 multiply-accumulates: five loads, two SXTAB16, eight SXTB16, eight SMLAD.
 */

#include "dsp_instructions.h"

/* It takes all registers but one: without optimisation the compiler keeps more for itself. */
#if TML_DSP_ASSEMBLY && defined(__OPTIMIZE__)
#define TML_DSP_FILTERS 1
#else
#define TML_DSP_FILTERS 0
#endif

#if TML_DSP_FILTERS

#define TML_DSP_FILTER(load, sum)                                                                                      \
    "ldr.w %[bytes], " load "\n"                                                                                       \
    "sxtb16.w %[halves], %[bytes]\n"                                                                                   \
    "smlad " sum ", %[halves], %[even], " sum "\n"                                                                     \
    "sxtb16.w %[halves], %[bytes], ror #8\n"                                                                           \
    "smlad " sum ", %[halves], %[odd], " sum "\n"

/* Goes four inputs and taps on. The filters at w and v lie `next` bytes before another. */
static inline void tml_dsp_add_four(const int8_t **x, int32_t zero, const int8_t **w, const int8_t **v, uint32_t next, uint32_t *sums)
{
    const uint32_t minus_zero = ((uint32_t)-zero & 0xFFFFu) * 0x10001u;
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

#endif

#endif
