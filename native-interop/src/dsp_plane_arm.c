/* SPDX-License-Identifier: MIT */

/*
 * A 3x3 filter over a plane, for ARMv7E-M. With a stride of 1 two outputs share each pair of words:
 *
 *   words (x0, x1), (x2, x3)     even: (w0, w1) . (x0, x1) + w2 x2     odd: w0 x1 + (w1, w2) . (x2, x3)
 *
 * so a filter row takes four instructions for six multiply-accumulates. Per two outputs and 18 multiply-accumulates 27: a
 * load of the initial sums, three of words, twelve for the sums, a load of the factors, four to requantise (11 with double
 * rounding), a load of the stride, two stores, and three for address and loop. With a stride of 2, per output and 9
 * multiply-accumulates 18.
 */

#include <stddef.h>

#include "dsp.h"

#if TML_DSP_ASSEMBLY

typedef char stream_at_0[offsetof(tml_dsp_plane, stream) == 0 ? 1 : -1];
typedef char rows_at_4[offsetof(tml_dsp_plane, rows) == 4 ? 1 : -1];
typedef char words_at_8[offsetof(tml_dsp_plane, words) == 8 ? 1 : -1];
typedef char row_count_at_12[offsetof(tml_dsp_plane, row_count) == 12 ? 1 : -1];
typedef char outputs_at_16[offsetof(tml_dsp_plane, outputs) == 16 ? 1 : -1];
typedef char output_at_20[offsetof(tml_dsp_plane, output) == 20 ? 1 : -1];
typedef char stride_at_24[offsetof(tml_dsp_plane, stride) == 24 ? 1 : -1];
typedef char shift_at_28[offsetof(tml_dsp_plane, shift) == 28 ? 1 : -1];

/*
 * r0 r1 r2 three input rows, r3 output, r4-r9 weights, r10 r11 words, r12 even sum, lr odd sum. Frame: 0 factor, 4 addend, 8 and
 * 12 initial sum, 16 stride, 20 where the pairs of this row end, 24 rows left, 28 bytes from there to the next row, 32 bytes
 * between the ends of two rows, 36 shift.
 */
#define ENTER                                                                                                          \
    "push {r4-r11, lr}\n"                                                                                              \
    "sub sp, #44\n"                                                                                                    \
    "ldrd r12, lr, [r0]\n"          /* stream, rows */                                                                 \
    "ldrd r10, r11, [r0, #8]\n"     /* words, row count */                                                             \
    "ldrd r2, r3, [r0, #16]\n"      /* outputs, output */                                                              \
    "ldr r1, [r0, #24]\n"           /* stride */                                                                       \
    "str r1, [sp, #16]\n"                                                                                              \
    "str r11, [sp, #24]\n"                                                                                             \
    "lsl r10, r10, #2\n"            /* bytes of a row */                                                               \
    "ldr r4, [r12, #24]\n"          /* initial sum */                                                                  \
    "ldrd r5, r6, [r12, #28]\n"     /* factor, addend */                                                               \
    "strd r5, r6, [sp]\n"                                                                                              \
    "strd r4, r4, [sp, #8]\n"                                                                                          \
    "ldr r4, [r0, #28]\n" /* shift */                                                                                  \
    "str r4, [sp, #36]\n"

#define ENTER_ROWS                                                                                                     \
    "mov r0, lr\n"                                                                                                     \
    "add r1, r0, r10\n"                                                                                                \
    "add r2, r1, r10\n"                                                                                                \
    "ldm r12, {r4-r9}\n"

#define LEAVE                                                                                                          \
    "add sp, #44\n"                                                                                                    \
    "pop {r4-r11, pc}\n"

#define ROW_OF_TWO(row, first, last)                                                                                   \
    "ldrd r10, r11, [" row "], #4\n"                                                                                   \
    "smlad r12, " first ", r10, r12\n"                                                                                 \
    "smlabt lr, " first ", r10, lr\n"                                                                                  \
    "smlatb r12, " last ", r11, r12\n"                                                                                 \
    "smlad lr, " last ", r11, lr\n"

#define ROW_OF_ONE(row, first, last)                                                                                   \
    "ldrd r10, r11, [" row "], #4\n"                                                                                   \
    "smlad r12, " first ", r10, r12\n"                                                                                 \
    "smlatb r12, " last ", r11, r12\n"

#define FAST_TWO                                                                                                       \
    "ldrd r10, r11, [sp]\n"                                                                                            \
    "smmlar r12, r12, r10, r11\n"                                                                                      \
    "smmlar lr, lr, r10, r11\n"                                                                                        \
    "ssat r12, #8, r12\n"                                                                                              \
    "ssat lr, #8, lr\n"

#define FAST_ONE                                                                                                       \
    "ldrd r10, r11, [sp]\n"                                                                                            \
    "smmlar r12, r12, r10, r11\n"                                                                                      \
    "ssat r12, #8, r12\n"

/* Double rounding of sums that are twice as large: the sign goes into the addend. */
#define EXACT_TWO                                                                                                      \
    "ldrd r10, r11, [sp]\n"                                                                                            \
    "add r11, r11, r12, asr #31\n"                                                                                     \
    "smmlar r12, r12, r10, r11\n"                                                                                      \
    "ldr r11, [sp, #4]\n"                                                                                              \
    "add r11, r11, lr, asr #31\n"                                                                                      \
    "smmlar lr, lr, r10, r11\n"                                                                                        \
    "ldr r11, [sp, #36]\n"                                                                                             \
    "asr r12, r12, r11\n"                                                                                              \
    "asr lr, lr, r11\n"                                                                                                \
    "ssat r12, #8, r12\n"                                                                                              \
    "ssat lr, #8, lr\n"

#define EXACT_ONE                                                                                                      \
    "ldrd r10, r11, [sp]\n"                                                                                            \
    "add r11, r11, r12, asr #31\n"                                                                                     \
    "smmlar r12, r12, r10, r11\n"                                                                                      \
    "ldr r11, [sp, #36]\n"                                                                                             \
    "asr r12, r12, r11\n"                                                                                              \
    "ssat r12, #8, r12\n"

#define TWO(requantise)                                                                                                \
    "ldrd r12, lr, [sp, #8]\n" ROW_OF_TWO("r0", "r4", "r5") ROW_OF_TWO("r1", "r6", "r7") ROW_OF_TWO("r2", "r8", "r9")  \
    requantise                                                                                                         \
    "ldrd r10, r11, [sp, #16]\n"                                                                                       \
    "strb r12, [r3]\n"                                                                                                 \
    "strb lr, [r3, r10]\n"                                                                                             \
    "add r3, r3, r10, lsl #1\n"

#define ONE(requantise)                                                                                                \
    "ldr r12, [sp, #8]\n" ROW_OF_ONE("r0", "r4", "r5") ROW_OF_ONE("r1", "r6", "r7") ROW_OF_ONE("r2", "r8", "r9")       \
    requantise                                                                                                         \
    "ldrd r10, r11, [sp, #16]\n"                                                                                       \
    "strb r12, [r3]\n"                                                                                                 \
    "add r3, r3, r10\n"

/* To the next row; r11 has what ends this one. */
#define NEXT_ROW                                                                                                       \
    "ldrd r10, r12, [sp, #28]\n"                                                                                       \
    "add r0, r0, r10\n"                                                                                                \
    "add r1, r1, r10\n"                                                                                                \
    "add r2, r2, r10\n"                                                                                                \
    "ldr r10, [sp, #24]\n"                                                                                             \
    "add r11, r11, r12\n"                                                                                              \
    "str r11, [sp, #20]\n"                                                                                             \
    "subs r10, #1\n"                                                                                                   \
    "str r10, [sp, #24]\n"

#define STRIDE_1(two, one)                                                                                             \
    ENTER                                                                                                              \
    "mov r4, #4\n" /* a word is left when a row ends */                                                                \
    "strd r4, r10, [sp, #28]\n"                                                                                        \
    "asr r5, r2, #1\n"                                                                                                 \
    "add r6, lr, r5, lsl #2\n" /* where pairs end */                                                                   \
    "str r6, [sp, #20]\n"                                                                                              \
    "tst r2, #1\n" ENTER_ROWS                                                                                          \
    "bne 3f\n"                                                                                                         \
    "1:\n" TWO(two)                                                                                                    \
    "cmp r0, r11\n"                                                                                                    \
    "bne 1b\n" NEXT_ROW                                                                                                \
    "bne 1b\n"                                                                                                         \
    "b 5f\n"                                                                                                           \
    "3:\n" /* an odd number of outputs, which may be one */                                                            \
    "ldr r11, [sp, #20]\n"                                                                                             \
    "b 4f\n"                                                                                                           \
    "2:\n" TWO(two)                                                                                                    \
    "4:\n"                                                                                                             \
    "cmp r0, r11\n"                                                                                                    \
    "bne 2b\n" ONE(one) NEXT_ROW                                                                                       \
    "bne 4b\n"                                                                                                         \
    "5:\n" LEAVE

#define STRIDE_2(one)                                                                                                  \
    ENTER                                                                                                              \
    "add r4, r10, #4\n" /* a word is left, and every other row */                                                      \
    "lsl r5, r10, #1\n"                                                                                                \
    "strd r4, r5, [sp, #28]\n"                                                                                         \
    "add r6, lr, r2, lsl #2\n"                                                                                         \
    "str r6, [sp, #20]\n" ENTER_ROWS                                                                                   \
    "1:\n" ONE(one)                                                                                                    \
    "cmp r0, r11\n"                                                                                                    \
    "bne 1b\n" NEXT_ROW                                                                                                \
    "bne 1b\n" LEAVE

__attribute__((naked, noinline)) void tml_dsp_plane_1(const tml_dsp_plane *plane)
{
    (void)plane;
    __asm__(STRIDE_1(FAST_TWO, FAST_ONE));
}

__attribute__((naked, noinline)) void tml_dsp_plane_1_exact(const tml_dsp_plane *plane)
{
    (void)plane;
    __asm__(STRIDE_1(EXACT_TWO, EXACT_ONE));
}

__attribute__((naked, noinline)) void tml_dsp_plane_2(const tml_dsp_plane *plane)
{
    (void)plane;
    __asm__(STRIDE_2(FAST_ONE));
}

__attribute__((naked, noinline)) void tml_dsp_plane_2_exact(const tml_dsp_plane *plane)
{
    (void)plane;
    __asm__(STRIDE_2(EXACT_ONE));
}

#else
typedef int tml_dsp_plane_is_portable;
#endif
