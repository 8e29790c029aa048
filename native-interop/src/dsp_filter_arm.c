/* SPDX-License-Identifier: MIT */

/*
 * A depthwise filter over a strip for ARMv7E-M. The sums of a strip's row stay in registers while the filter's rows pass over them, word
 * after word: a load of weights, one of the plane, and an instruction for each sum; the words that neighbours share move on by names. So
 * a filter row of 5 taps takes 27 instructions over 6 outputs, 30 multiply-accumulates, one of 7 taps 35 over 42. To a row of 6
 * outputs come 3 to begin, three an output to requantise and store (six with double rounding), and 13 for factors, addresses and
 * loop. Code for each number of words, and the end for each number of outputs, is found by a table once a strip.
 */

#include "dsp_filter.h"
#include "dsp_instructions.h"
#include "offset.h"

#if TML_DSP_ASSEMBLY

TML_OFFSET(tml_dsp_filter, stream, 0);
TML_OFFSET(tml_dsp_filter, plane, 4);
TML_OFFSET(tml_dsp_filter, output, 8);
TML_OFFSET(tml_dsp_filter, pixel, 12);
TML_OFFSET(tml_dsp_filter, row, 16);
TML_OFFSET(tml_dsp_filter, rows, 20);
TML_OFFSET(tml_dsp_filter, step, 24);
TML_OFFSET(tml_dsp_filter, kept, 28);
TML_OFFSET(tml_dsp_filter, filter_rows, 32);
TML_OFFSET(tml_dsp_filter, words, 36);
TML_OFFSET(tml_dsp_filter, at_once, 40);
TML_OFFSET(tml_dsp_filter, outputs, 44);
TML_OFFSET(tml_dsp_filter, is_exact, 48);

/* A word of the plane by the weights of an even and an odd output. */
#define PAIR(even, odd, word)                                                                                          \
    "smlad " even ", r8, " word ", " even "\n"                                                                         \
    "smlad " odd ", r9, " word ", " odd "\n"

#define WEIGHTS   "ldrd r8, r9, [r1], #8\n"
#define WORD(to)  "ldr " to ", [r0], #4\n"

/* The next word of each output, the last of which is loaded. */
#define SIX(a, b, c)  WEIGHTS WORD(c) PAIR("r2", "r3", a) PAIR("r4", "r5", b) PAIR("r6", "r7", c)
#define FOUR(a, b)    WEIGHTS WORD(b) PAIR("r2", "r3", a) PAIR("r4", "r5", b)
#define APART(a, b, c, d)                                                                                              \
    "ldr r8, [r1], #4\n" WORD(d)                                                                                       \
    "smlad r2, r8, " a ", r2\n"                                                                                        \
    "smlad r3, r8, " b ", r3\n"                                                                                        \
    "smlad r4, r8, " c ", r4\n"                                                                                        \
    "smlad r5, r8, " d ", r5\n"

#define SIX_1 "ldrd r10, r11, [r0], #8\n" SIX("r10", "r11", "r12")
#define SIX_2 SIX_1 SIX("r11", "r12", "r10")
#define SIX_3 SIX_2 SIX("r12", "r10", "r11")
#define SIX_4 SIX_3 SIX("r10", "r11", "r12")
#define SIX_5 SIX_4 SIX("r11", "r12", "r10")

#define FOUR_1 WORD("r10") FOUR("r10", "r11")
#define FOUR_2 FOUR_1 FOUR("r11", "r10")
#define FOUR_3 FOUR_2 FOUR("r10", "r11")
#define FOUR_4 FOUR_3 FOUR("r11", "r10")
#define FOUR_5 FOUR_4 FOUR("r10", "r11")

#define APART_1 "ldmia.w r0!, {r10-r12}\n" APART("r10", "r11", "r12", "r9")
#define APART_2 APART_1 APART("r11", "r12", "r9", "r10")
#define APART_3 APART_2 APART("r12", "r9", "r10", "r11")
#define APART_4 APART_3 APART("r9", "r10", "r11", "r12")
#define APART_5 APART_4 APART("r10", "r11", "r12", "r9")

/* The filter's rows. */
#define ROWS(label, row)                                                                                               \
    label ":\n" row                                                                                                    \
    "subs lr, lr, #1\n"                                                                                                \
    "bne " label "b\n"                                                                                                 \
    "b.w 2b\n"

#define FAST(label, sum, at)                                                                                           \
    label ":\n"                                                                                                        \
    "smmlar " sum ", " sum ", r8, r9\n"                                                                                \
    "ssat " sum ", #8, " sum "\n"                                                                                      \
    "strb " sum ", " at "\n"

/* Double rounding of sums that are twice as large: the sign goes into the addend. */
#define EXACT(label, sum, at)                                                                                          \
    label ":\n"                                                                                                        \
    "add lr, r9, " sum ", asr #31\n"                                                                                   \
    "smmlar " sum ", " sum ", r8, lr\n"                                                                                \
    "ldr lr, [sp, #52]\n"                                                                                              \
    "asr " sum ", " sum ", lr\n"                                                                                       \
    "ssat " sum ", #8, " sum "\n"                                                                                      \
    "strb " sum ", " at "\n"

/* The end of so many outputs and all before them. */
#define OUTPUTS(store, l6, l5, l4, l3, l2, l1)                                                                         \
    store(l6, "r7", "[r1, r12]")                                                                                       \
    store(l5, "r6", "[r1, r10, lsl #2]")                                                                               \
    store(l4, "r5", "[r1, r11]")                                                                                       \
    store(l3, "r4", "[r1, r10, lsl #1]")                                                                               \
    store(l2, "r3", "[r1, r10]")                                                                                       \
    store(l1, "r2", "[r1]")

/* Where code lies, from the table on; the lowest bit says that it is Thumb. */
#define ENTRY(label) ".hword " label "f - 4b + 1\n"

/*
 * r0 plane, r1 weights, then output, r2-r7 sums, r8 r9 weights, then factors, r10-r12 words, then bytes, lr filter rows left. Frame: 0 the initial
 * sum six times, 24 weights, 28 filter rows, 32 code of a row, 36 of the end; 40 factor, 44 addend, 48 output, 52 shift; 56
 * pixel, 60 three of it, 64 five; 68 row, 72 kept, 76 where the strip ends.
 */
__attribute__((naked, noinline)) void tml_dsp_run_filter(const tml_dsp_filter *filter)
{
    (void)filter;
    __asm__("push {r4-r11, lr}\n"
            "sub sp, #84\n"
            "ldmia.w r0!, {r1-r8}\n" /* stream, plane, output, pixel, row, rows, step, kept */
            "ldmia.w r0, {r9-r12, lr}\n" /* filter_rows, words, at_once, outputs, is_exact */
            "mla r6, r6, r7, r2\n"
            "strd r5, r8, [sp, #68]\n"
            "str r6, [sp, #76]\n"
            "add r5, r4, r4, lsl #1\n"
            "add r6, r4, r4, lsl #2\n"
            "strd r4, r5, [sp, #56]\n"
            "str r6, [sp, #64]\n"
            "add r11, r11, r11, lsl #2\n"
            "add r10, r10, r11\n"
            "add lr, lr, lr, lsl #1\n"
            "add r12, r12, lr, lsl #1\n"
            "adr r0, 4f\n"
            "add r10, r0, r10, lsl #1\n"
            "ldrh r4, [r10, #-2]\n"
            "add r4, r4, r0\n"
            "add r12, r0, r12, lsl #1\n"
            "ldrh r5, [r12, #28]\n"
            "add r5, r5, r0\n"
            "strd r4, r5, [sp, #32]\n"
            "mov r0, r2\n"
            "ldmia.w r1!, {r4-r7}\n" /* initial sum, factor, addend, shift */
            "strd r1, r9, [sp, #24]\n"
            "and r7, r7, #31\n"
            "strd r5, r6, [sp, #40]\n"
            "strd r3, r7, [sp, #48]\n"
            "strd r4, r4, [sp]\n"
            "strd r4, r4, [sp, #8]\n"
            "strd r4, r4, [sp, #16]\n"
            "1:\n" /* a row */
            "ldmia.w sp, {r2-r7}\n"
            "ldrd r1, lr, [sp, #24]\n"
            "ldr pc, [sp, #32]\n"
            "2:\n"
            "ldrd r8, r9, [sp, #40]\n"
            "ldr r1, [sp, #48]\n"
            "ldrd r10, r11, [sp, #56]\n"
            "ldr r12, [sp, #64]\n"
            "ldr pc, [sp, #36]\n"
            "3:\n"
            "ldrd r8, r9, [sp, #68]\n"
            "ldr r2, [sp, #76]\n"
            "add r1, r1, r8\n"
            "str r1, [sp, #48]\n"
            "sub r0, r0, r9\n"
            "cmp r0, r2\n"
            "bne 1b\n"
            "add sp, #84\n"
            "pop {r4-r11, pc}\n"
            ".balign 4\n"
            "4:\n"
            ENTRY("10") ENTRY("11") ENTRY("12") ENTRY("13") ENTRY("14")
            ENTRY("15") ENTRY("16") ENTRY("17") ENTRY("18") ENTRY("19")
            ENTRY("20") ENTRY("21") ENTRY("22") ENTRY("23") ENTRY("24")
            ENTRY("30") ENTRY("31") ENTRY("32") ENTRY("33") ENTRY("34") ENTRY("35")
            ENTRY("40") ENTRY("41") ENTRY("42") ENTRY("43") ENTRY("44") ENTRY("45")
            OUTPUTS(FAST, "35", "34", "33", "32", "31", "30") "b.w 3b\n"
            OUTPUTS(EXACT, "45", "44", "43", "42", "41", "40") "b.w 3b\n"
            ROWS("10", SIX_1) ROWS("11", SIX_2) ROWS("12", SIX_3) ROWS("13", SIX_4) ROWS("14", SIX_5)
            ROWS("15", FOUR_1) ROWS("16", FOUR_2) ROWS("17", FOUR_3) ROWS("18", FOUR_4) ROWS("19", FOUR_5)
            ROWS("20", APART_1) ROWS("21", APART_2) ROWS("22", APART_3) ROWS("23", APART_4) ROWS("24", APART_5));
}

#else
typedef int tml_dsp_filter_is_portable;
#endif
