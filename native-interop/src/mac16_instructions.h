/* SPDX-License-Identifier: MIT */
#ifndef TINYML_MAC16_INSTRUCTIONS_H
#define TINYML_MAC16_INSTRUCTIONS_H

/*
 * Instructions of Xtensa's options MAC16, loops, CLAMPS and MUL32_HIGH: for assembly, as text; for C elsewhere, with the same
 * bits. Registers are numbers. m0 to m3 hold two int16 each, ACC sums 40 bits, of which ACCLO is the lower 32; loads step by
 * a word and then read there.
 *
 * An assembler for a core without these options, as Debian's, does not know the mnemonics, so that what runs in an emulator
 * is made of bytes. A firmware, whose compiler knows its core, has the mnemonics.
 */

#include <stdint.h>

#include "tinyml/tinyml.h"

/* Without optimisation the compiler keeps registers for itself that the assembly takes. */
#if defined(__XTENSA__) && defined(__OPTIMIZE__) && (TML_PROFILES & 4u) != 0
#define TML_MAC16_ASSEMBLY 1
#else
#define TML_MAC16_ASSEMBLY 0
#endif

#if TML_MAC16_ASSEMBLY

#ifdef TML_XTENSA_HAS_MAC16

#define TML_LL "ll"
#define TML_HL "hl"
#define TML_LH "lh"
#define TML_HH "hh"

#define LOAD(w, s)                     "ldinc m" #w ", a" #s "\n"
#define MUL_LOAD(half, w, s, x, y)     "mula.dd." TML_##half ".ldinc m" #w ", a" #s ", m" #x ", m" #y "\n"
#define MUL_A_LOAD(half, w, s, x, t)   "mula.da." TML_##half ".ldinc m" #w ", a" #s ", m" #x ", a" #t "\n"
#define MUL_A_BACK(half, w, s, x, t)   "mula.da." TML_##half ".lddec m" #w ", a" #s ", m" #x ", a" #t "\n"
#define MUL_A(half, x, t)              "mula.da." TML_##half " m" #x ", a" #t "\n"
#define MUL_OF_A(half, s, y)           "mula.ad." TML_##half " a" #s ", m" #y "\n"
#define SET_SUM(t)                     "wsr.acclo a" #t "\n"
#define GET_SUM(t)                     "rsr.acclo a" #t "\n"
#define CLAMP_TO_INT8(r, s)            "clamps a" #r ", a" #s ", 7\n"
#define LOOP(s, body)                  "loopnez a" #s ", 9f\n" body "9:\n"
/* a6 = high word of a6 * a5. */
#define MULTIPLY_HIGH                  "mulsh a6, a6, a5\n"
#define SETTLE                         ""

#else

#define TML_LL "0"
#define TML_HL "1"
#define TML_LH "2"
#define TML_HH "3"

#define LOAD(w, s)                   ".byte 4, " #w "<<4|" #s ", 0x80\n"
#define MUL_LOAD(half, w, s, x, y)   ".byte (" #y "-2)<<6|4, (" #x "<<2|" #w ")<<4|" #s ", 8|" TML_##half "\n"
#define MUL_A_LOAD(half, w, s, x, t) ".byte " #t "<<4|4, (" #x "<<2|" #w ")<<4|" #s ", 0x48|" TML_##half "\n"
#define MUL_A_BACK(half, w, s, x, t) ".byte " #t "<<4|4, (" #x "<<2|" #w ")<<4|" #s ", 0x58|" TML_##half "\n"
#define MUL_A(half, x, t)            ".byte " #t "<<4|4, " #x "<<6, 0x68|" TML_##half "\n"
#define MUL_OF_A(half, s, y)         ".byte (" #y "-2)<<6|4, " #s ", 0x38|" TML_##half "\n"
#define SET_SUM(t)                   ".byte " #t "<<4, 16, 0x13\n"
#define GET_SUM(t)                   ".byte " #t "<<4, 16, 0x03\n"
#define CLAMP_TO_INT8(r, s)          ".byte 0, " #r "<<4|" #s ", 0x33\n"
#define LOOP(s, body)                ".byte 0x76, 0x90|" #s ", 9f-8f-1\n8:\n" body "9:\n"
/* There is no such core in an emulator: a function that keeps all registers but a6 and a0. */
#define MULTIPLY_HIGH ".begin no-longcalls\ncall0 tml_multiply_high\n.end no-longcalls\n"
/*
 * Between a load and a product that read the same register before: QEMU 7.2 has two copies of m0 to m3, which meet where a
 * block of its translation ends, as it does at a call. It is not an instruction, and not counted.
 */
#define SETTLE ".begin no-longcalls\ncall0 tml_settle\n.end no-longcalls\n"

#endif

static inline int8_t tml_mac16_clamp(int32_t x)
{
    register int32_t a6 __asm__("a6") = x;
    __asm__(CLAMP_TO_INT8(6, 6) : "+r"(a6));
    return (int8_t)a6;
}

#else

/* The high word of a * b. */
static inline int32_t tml_mac16_multiply_high(uint32_t a, uint32_t b)
{
    return (int32_t)(((int64_t)(int32_t)a * (int32_t)b) >> 32);
}

static inline int8_t tml_mac16_clamp(int32_t x)
{
    return (int8_t)(x < INT8_MIN ? INT8_MIN : x > INT8_MAX ? INT8_MAX : x);
}

static inline int32_t tml_mac16_half(uint32_t word, uint32_t index)
{
    return (int16_t)(word >> (16u * index));
}

/* The products of both halves; the sum wraps. */
static inline uint32_t tml_mac16_multiply_add(uint32_t a, uint32_t b, uint32_t sum)
{
    return sum + (uint32_t)(tml_mac16_half(a, 0) * tml_mac16_half(b, 0)) +
           (uint32_t)(tml_mac16_half(a, 1) * tml_mac16_half(b, 1));
}

#endif

#endif
