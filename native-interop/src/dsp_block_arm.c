/* SPDX-License-Identifier: MIT */

/*
 * Blocks of two filters over one pixel or four, for ARMv7E-M. Filters are two in a halfword, w = 256 * second + first: SMLAD
 * with w sums 256 * second + first, SXTB16 leaves first alone, and the difference is 256 times the second sum. So one unpacking
 * serves four weights of one byte each.
 *
 * Four pixels: per word of weights (two taps of two filters) and 16 multiply-accumulates 12 instructions: a load of weights,
 * two of columns, eight SMLAD, one SXTB16. Per pair of filters 4 at its begin, 35 at its end (63 with double rounding),
 * 3 for each 16 words.
 * One pixel: per group of 8 taps and 16 multiply-accumulates 14: two loads, eight SMLAD, four SXTB16.
 *
 * Sums stay in registers, all else lies in a frame. The loops are unrolled 16 words at a time and entered where the rest of
 * the division by 16 is left. The first word of a pair adds to the initial sums, which so need not be copied.
 */

#include "dsp.h"
#include "offset.h"

#if TML_DSP_ASSEMBLY

TML_OFFSET(tml_dsp_block, stream, 0);
TML_OFFSET(tml_dsp_block, columns, 4);
TML_OFFSET(tml_dsp_block, words, 8);
TML_OFFSET(tml_dsp_block, pairs, 12);
TML_OFFSET(tml_dsp_block, output, 16);
TML_OFFSET(tml_dsp_block, stride, 20);

/*
 * r0 stream, r1 columns, r2 r3 columns of two pixels, r4 weights of both filters, r5 of the first, r6-r9 sums of the first,
 * r10 r11 r12 lr of both. `a` and `t`: what the sums of pixel 0 to 2 start from, a3 and t3 their own.
 */
#define WORD_4(a0, a1, a2, t0, t1, t2)                                                                                 \
    "ldr.w r4, [r0], #4\n"                                                                                             \
    "ldrd r2, r3, [r1], #8\n"                                                                                          \
    "smlad r10, r4, r2, " t0 "\n"                                                                                      \
    "smlad r11, r4, r3, " t1 "\n"                                                                                      \
    "sxtb16.w r5, r4\n"                                                                                                \
    "smlad r6, r5, r2, " a0 "\n"                                                                                       \
    "smlad r7, r5, r3, " a1 "\n"                                                                                       \
    "ldrd r2, r3, [r1], #8\n"                                                                                          \
    "smlad r12, r4, r2, " t2 "\n"                                                                                      \
    "smlad lr, r4, r3, lr\n"                                                                                           \
    "smlad r8, r5, r2, " a2 "\n"                                                                                       \
    "smlad r9, r5, r3, r9\n"

#define FIRST_4 WORD_4("r9", "r9", "r9", "lr", "lr", "lr")
#define NEXT_4  WORD_4("r6", "r7", "r8", "r10", "r11", "r12")

/* Frame: 0 end of columns, 4 columns, 8 entry of the loop, 12 output, 16 stride, 20 three times that, 24 end of output. */
#define ENTER_4                                                                                                        \
    "push {r4-r11, lr}\n"                                                                                              \
    "sub sp, #28\n"                                                                                                    \
    "ldrd r1, r2, [r0, #4]\n"                                                                                          \
    "add r3, r1, r2, lsl #4\n" /* 16 bytes of columns a word */                                                        \
    "strd r3, r1, [sp]\n"                                                                                              \
    "subs r2, #1\n"                                                                                                    \
    "and r3, r2, #15\n"                                                                                                \
    "it ne\n"                                                                                                          \
    "cmpne r3, #0\n"                                                                                                   \
    "ite eq\n"                                                                                                         \
    "moveq r4, #16\n"                                                                                                  \
    "movne r4, r3\n"                                                                                                   \
    "cmp r2, #0\n"                                                                                                     \
    "it eq\n"                                                                                                          \
    "moveq r4, #0\n"                                                                                                   \
    "mov r5, #48\n" /* bytes of code a word */                                                                         \
    "adr.w r6, 3f + 1\n"                                                                                               \
    "mls r4, r4, r5, r6\n"                                                                                             \
    "ldrd r5, r6, [r0, #12]\n" /* pairs, output */                                                                     \
    "ldr r7, [r0, #20]\n"                                                                                              \
    "add r8, r7, r7, lsl #1\n"                                                                                         \
    "add r9, r6, r5, lsl #1\n"                                                                                         \
    "strd r4, r6, [sp, #8]\n"                                                                                          \
    "strd r7, r8, [sp, #16]\n"                                                                                         \
    "str r9, [sp, #24]\n"                                                                                              \
    "ldr r0, [r0]\n"

#define SUMS_4                                                                                                         \
    "1:\n"                                                                                                             \
    "ldr r1, [sp, #4]\n"                                                                                               \
    "ldrd r9, lr, [r0], #8\n" FIRST_4                                                                                  \
    "ldr r2, [sp, #8]\n"                                                                                               \
    "bx r2\n"                                                                                                          \
    ".p2align 2\n"                                                                                                     \
    "2:\n"                                                                                                             \
    ".rept 16\n" NEXT_4 ".endr\n"                                                                                      \
    "3:\n"                                                                                                             \
    "ldr r2, [sp]\n"                                                                                                   \
    "cmp r1, r2\n"                                                                                                     \
    "bne.w 2b\n"                                                                                                       \
    "sub r10, r10, r6\n"                                                                                               \
    "sub r11, r11, r7\n"                                                                                               \
    "sub r12, r12, r8\n"                                                                                               \
    "sub lr, lr, r9\n"

#define STORE_4                                                                                                        \
    "ldr r2, [sp, #12]\n"                                                                                              \
    "ldrd r3, r4, [sp, #16]\n"                                                                                         \
    "strb r7, [r2, r3]\n"                                                                                              \
    "strb r8, [r2, r3, lsl #1]\n"                                                                                      \
    "strb r9, [r2, r4]\n"                                                                                              \
    "strb r6, [r2], #1\n"                                                                                              \
    "strb r11, [r2, r3]\n"                                                                                             \
    "strb r12, [r2, r3, lsl #1]\n"                                                                                     \
    "strb lr, [r2, r4]\n"                                                                                              \
    "strb r10, [r2], #1\n"                                                                                             \
    "str r2, [sp, #12]\n"                                                                                              \
    "ldr r3, [sp, #24]\n"                                                                                              \
    "cmp r2, r3\n"                                                                                                     \
    "bne.w 1b\n"                                                                                                       \
    "add sp, #28\n"                                                                                                    \
    "pop {r4-r11, pc}\n"

#define FAST(first, second)                                                                                            \
    "smmlar " first ", " first ", r2, r3\n"                                                                            \
    "smmlar " second ", " second ", r4, r5\n"                                                                          \
    "ssat " first ", #8, " first ", asr #4\n"                                                                          \
    "ssat " second ", #8, " second ", asr #12\n"

#define EXACT(sum, twice)                                                                                              \
    twice                                                                                                              \
    "smmlar r5, r5, r2, r3\n"                                                                                          \
    "add r5, r5, " sum ", asr #31\n"                                                                                   \
    "asr r5, r5, r4\n"                                                                                                 \
    "ssat " sum ", #8, r5\n"
#define EXACT_FIRST(sum)  EXACT(sum, "lsl r5, " sum ", #1\n")
#define EXACT_SECOND(sum) EXACT(sum, "asr r5, " sum ", #7\n")

__attribute__((naked, noinline)) void tml_dsp_block_4(const tml_dsp_block *block)
{
    (void)block;
    __asm__(ENTER_4 SUMS_4
            "ldmia r0!, {r2-r5}\n"
            FAST("r6", "r10") FAST("r7", "r11") FAST("r8", "r12") FAST("r9", "lr")
            STORE_4);
}

__attribute__((naked, noinline)) void tml_dsp_block_4_exact(const tml_dsp_block *block)
{
    (void)block;
    __asm__(ENTER_4 SUMS_4
            "ldmia r0!, {r2-r4}\n"
            EXACT_FIRST("r6") EXACT_FIRST("r7") EXACT_FIRST("r8") EXACT_FIRST("r9")
            "ldmia r0!, {r2-r4}\n"
            EXACT_SECOND("r10") EXACT_SECOND("r11") EXACT_SECOND("r12") EXACT_SECOND("lr")
            STORE_4);
}

/* r0 stream, r1 columns, r2-r5 weights, r6-r9 columns, r10 sum of the first filter, r11 of both, lr end of columns. */
#define WORD_1(weights, column)                                                                                        \
    "smlad r11, " weights ", " column ", r11\n"                                                                        \
    "sxtb16.w " weights ", " weights "\n"                                                                              \
    "smlad r10, " weights ", " column ", r10\n"
#define GROUP_1                                                                                                        \
    "ldmia.w r0!, {r2-r5}\n"                                                                                           \
    "ldmia.w r1!, {r6-r9}\n" WORD_1("r2", "r6") WORD_1("r3", "r7") WORD_1("r4", "r8") WORD_1("r5", "r9")

/* Frame: 0 columns, 4 entry of the loop, 8 output, 12 end of output. */
#define ENTER_1                                                                                                        \
    "push {r4-r11, lr}\n"                                                                                              \
    "sub sp, #20\n"                                                                                                    \
    "ldrd r1, r2, [r0, #4]\n"                                                                                          \
    "add lr, r1, r2, lsl #2\n" /* 4 bytes of columns a word */                                                         \
    "lsr r2, r2, #2\n"                                                                                                 \
    "ands r4, r2, #3\n"                                                                                                \
    "it eq\n"                                                                                                          \
    "moveq r4, #4\n"                                                                                                   \
    "mov r5, #56\n" /* bytes of code a group */                                                                        \
    "adr.w r6, 3f + 1\n"                                                                                               \
    "mls r4, r4, r5, r6\n"                                                                                             \
    "strd r1, r4, [sp]\n"                                                                                              \
    "ldrd r5, r6, [r0, #12]\n" /* pairs, output */                                                                     \
    "add r12, r6, r5, lsl #1\n"                                                                                        \
    "strd r6, r12, [sp, #8]\n"                                                                                         \
    "ldr r0, [r0]\n"

#define SUMS_1                                                                                                         \
    "1:\n"                                                                                                             \
    "ldrd r1, r2, [sp]\n"                                                                                              \
    "ldrd r10, r11, [r0], #8\n"                                                                                        \
    "bx r2\n"                                                                                                          \
    ".p2align 2\n"                                                                                                     \
    "2:\n"                                                                                                             \
    ".rept 4\n" GROUP_1 ".endr\n"                                                                                      \
    "3:\n"                                                                                                             \
    "cmp r1, lr\n"                                                                                                     \
    "bne.w 2b\n"                                                                                                       \
    "sub r11, r11, r10\n"

#define STORE_1                                                                                                        \
    "ldrd r2, r3, [sp, #8]\n"                                                                                          \
    "strb r10, [r2], #1\n"                                                                                             \
    "strb r11, [r2], #1\n"                                                                                             \
    "str r2, [sp, #8]\n"                                                                                               \
    "cmp r2, r3\n"                                                                                                     \
    "bne.w 1b\n"                                                                                                       \
    "add sp, #20\n"                                                                                                    \
    "pop {r4-r11, pc}\n"

__attribute__((naked, noinline)) void tml_dsp_block_1(const tml_dsp_block *block)
{
    (void)block;
    __asm__(ENTER_1 SUMS_1 "ldmia r0!, {r2-r5}\n" FAST("r10", "r11") STORE_1);
}

__attribute__((naked, noinline)) void tml_dsp_block_1_exact(const tml_dsp_block *block)
{
    (void)block;
    __asm__(ENTER_1 SUMS_1
            "ldmia r0!, {r2-r4}\n" EXACT_FIRST("r10")
            "ldmia r0!, {r2-r4}\n" EXACT_SECOND("r11") STORE_1);
}

TML_OFFSET(tml_dsp_columns, step, 16);
TML_OFFSET(tml_dsp_columns, columns, 32);
TML_OFFSET(tml_dsp_columns, rows, 36);
TML_OFFSET(tml_dsp_columns, run, 40);

/*
 * Four pixels: 15 instructions for 16 taps; per row of the filter 20, and what four taps leave. r0-r3 sources, r4 columns, r12 where
 * they end; loads r5-r8, words r5-r11 and lr. Frame: 0 the record, 4 rows left.
 */
__attribute__((naked, noinline)) void tml_dsp_gather_4(const tml_dsp_columns *columns)
{
    (void)columns;
    __asm__("push {r0, r1, r4-r11, lr}\n"
            "ldrd r4, r5, [r0, #32]\n"
            "str r5, [sp, #4]\n"
            "ldm r0, {r0-r3}\n"
            "1:\n"
            "ldr r5, [sp]\n"
            "ldr r6, [r5, #40]\n"
            "lsrs r6, r6, #2\n"
            "add r12, r4, r6, lsl #5\n"
            "beq 3f\n"
            "2:\n"
            "ldr r5, [r0], #4\n"
            "ldr r6, [r1], #4\n"
            "ldr r7, [r2], #4\n"
            "ldr r8, [r3], #4\n"
            "sxtb16 r9, r5, ror #8\n"
            "sxtb16 r10, r6, ror #8\n"
            "sxtb16 r11, r7, ror #8\n"
            "sxtb16 lr, r8, ror #8\n"
            "sxtb16 r5, r5\n"
            "sxtb16 r6, r6\n"
            "sxtb16 r7, r7\n"
            "sxtb16 r8, r8\n"
            "stmia r4!, {r5-r11, lr}\n"
            "cmp r4, r12\n"
            "bne 2b\n"
            "3:\n"
            "ldr r12, [sp]\n"
            "ldr r11, [r12, #40]\n"
            "lsls r11, r11, #31\n" /* carry: two taps are left; sign: one */
            "bcc 4f\n"
            "ldrsb r9, [r0, #1]\n"
            "ldrsb r10, [r1, #1]\n"
            "ldrsb r11, [r2, #1]\n"
            "ldrsb lr, [r3, #1]\n"
            "ldrsb r5, [r0], #2\n"
            "ldrsb r6, [r1], #2\n"
            "ldrsb r7, [r2], #2\n"
            "ldrsb r8, [r3], #2\n"
            "pkhbt r5, r5, r9, lsl #16\n"
            "pkhbt r6, r6, r10, lsl #16\n"
            "pkhbt r7, r7, r11, lsl #16\n"
            "pkhbt r8, r8, lr, lsl #16\n"
            "stmia r4!, {r5-r8}\n"
            "4:\n"
            "bpl 5f\n"
            "ldrsb r5, [r0], #1\n"
            "ldrsb r6, [r1], #1\n"
            "ldrsb r7, [r2], #1\n"
            "ldrsb r8, [r3], #1\n"
            "stmia r4!, {r5-r8}\n"
            "5:\n"
            "add r12, r12, #16\n"
            "ldm r12, {r5-r8}\n"
            "add r0, r0, r5\n"
            "add r1, r1, r6\n"
            "add r2, r2, r7\n"
            "add r3, r3, r8\n"
            "ldr r5, [sp, #4]\n"
            "subs r5, r5, #1\n"
            "str r5, [sp, #4]\n"
            "bne.w 1b\n"
            "pop {r0, r1, r4-r11, pc}\n");
}

#else
typedef int tml_dsp_block_is_portable;
#endif
