/* SPDX-License-Identifier: MIT */

/*
 * Planes, and a 3x3 filter over them, for ARMv7E-M. Two pixels of four channels become a word of each plane in 13 instructions:
 * two loads, an addition, two PKH, four SXTB16, four stores; ten a row.
 *
 * The sums of a strip's row stay in registers, and a filter row goes over
 * all of them at once. With a stride of 1 two outputs share each pair of words:
 *
 *   words (x0, x1), (x2, x3)     even: (w0, w1) . (x0, x1) + w2 x2     odd: w0 x1 + (w1, w2) . (x2, x3)
 *
 * Per row of 6 outputs and 54 multiply-accumulates 69 instructions: for each filter row a load of weights, one of words and
 * twelve for the sums; a load of the initial sum, one of the factors, twelve to requantise (four an output with double
 * rounding), six stores, and eight for addresses and loop. A stride of 2 takes two sums an output and filter row as well, and
 * three loads more.
 */

#include "dsp.h"
#include "offset.h"

#if TML_DSP_ASSEMBLY

TML_OFFSET(tml_dsp_fill, from, 0);
TML_OFFSET(tml_dsp_fill, pixel, 4);
TML_OFFSET(tml_dsp_fill, to, 8);
TML_OFFSET(tml_dsp_fill, plane, 12);
TML_OFFSET(tml_dsp_fill, rows, 16);
TML_OFFSET(tml_dsp_fill, skip, 20);
TML_OFFSET(tml_dsp_fill, before, 24);
TML_OFFSET(tml_dsp_fill, pairs, 28);
TML_OFFSET(tml_dsp_fill, odd, 32);
TML_OFFSET(tml_dsp_fill, behind, 36);
TML_OFFSET(tml_dsp_fill, outside, 40);

/* Two pixels as bytes in r7 and r8; r2-r5 planes, r9 r10 words. */
#define WIDEN_TWO(left, right)                                                                                         \
    "pkhbt r9, " left ", " right ", lsl #16\n"                                                                         \
    "pkhtb r8, " right ", " left ", asr #16\n"                                                                         \
    "sxtb16 r7, r9\n"                                                                                                  \
    "sxtb16 r9, r9, ror #8\n"                                                                                          \
    "sxtb16 r10, r8\n"                                                                                                 \
    "sxtb16 r8, r8, ror #8\n"                                                                                          \
    "str r7, [r2], #4\n"                                                                                               \
    "str r9, [r3], #4\n"                                                                                               \
    "str r10, [r4], #4\n"                                                                                              \
    "str r8, [r5], #4\n"

#define STORE_EACH(word)                                                                                               \
    "str " word ", [r2], #4\n"                                                                                         \
    "str " word ", [r3], #4\n"                                                                                         \
    "str " word ", [r4], #4\n"                                                                                         \
    "str " word ", [r5], #4\n"

/* r0 image, r1 pixel, r2-r5 planes, r6 the block, r11 entry of the pairs, r12 rows left, lr outside. */
__attribute__((naked, noinline)) void tml_dsp_fill_strip(const tml_dsp_fill *fill)
{
    (void)fill;
    __asm__("push {r4-r11, lr}\n"
            "mov r6, r0\n"
            "ldm r0, {r0-r2, r5, r12}\n"
            "add r3, r2, r5\n"
            "add r4, r3, r5\n"
            "add r5, r4, r5\n"
            "ldr lr, [r6, #40]\n"
            "ldr r7, [r6, #28]\n"
            "mov r8, #50\n" /* bytes of code a pair */
            "adr.w r11, 3f + 1\n"
            "mls r11, r7, r8, r11\n"
            "1:\n"
            "ldr r7, [r6, #24]\n"
            "cbz r7, 2f\n"
            "sxtb16 r8, lr\n"
            "7:\n"
            "subs r7, r7, #2\n"
            "blo 8f\n"
            STORE_EACH("r8")
            "bne 7b\n"
            "b 2f\n"
            "8:\n"
            "ldr r8, [r0]\n"
            "add r0, r0, r1\n" WIDEN_TWO("lr", "r8")
            "2:\n"
            "bx r11\n"
            ".rept 8\n"
            "ldr.w r8, [r0, r1]\n"
            "ldr.n r7, [r0]\n"
            "add.w r0, r0, r1, lsl #1\n" WIDEN_TWO("r7", "r8")
            ".endr\n"
            "3:\n"
            "ldr r7, [r6, #32]\n"
            "cbz r7, 4f\n"
            "ldr r7, [r0]\n"
            "add r0, r0, r1\n" WIDEN_TWO("r7", "lr")
            "4:\n"
            "ldr r7, [r6, #36]\n"
            "sxtb16 r8, lr\n"
            "5:\n"
            "cbz r7, 6f\n"
            STORE_EACH("r8")
            "sub r7, r7, #1\n"
            "b 5b\n"
            "6:\n"
            "ldr r7, [r6, #20]\n"
            "add r0, r0, r7\n"
            "subs r12, r12, #1\n"
            "bne.w 1b\n"
            "pop {r4-r11, pc}\n");
}

TML_OFFSET(tml_dsp_strips, stream, 0);
TML_OFFSET(tml_dsp_strips, planes, 4);
TML_OFFSET(tml_dsp_strips, channels, 8);
TML_OFFSET(tml_dsp_strips, rows, 12);
TML_OFFSET(tml_dsp_strips, output, 16);
TML_OFFSET(tml_dsp_strips, pixel, 20);
TML_OFFSET(tml_dsp_strips, row, 24);
TML_OFFSET(tml_dsp_strips, last, 28);
TML_OFFSET(tml_dsp_strips, step, 32);
TML_OFFSET(tml_dsp_strips, kept, 36);

/*
 * r0 planes, r1 output, r2-r7 sums, r8 r9 weights, r10-r12 lr words. Frame: 0 row, 4 where this strip's rows end, 8 kept; 12 six
 * words of weights, 36 initial sum, 40 factor, 44 addend, 48 shift; 52 pixel, 56 three of it, 60 five; 64 bytes of a strip's rows; 68
 * the strip's output, 72 the last one's; 76 from a strip to the next; 80 channels left, 84 stream, 88 the channel's output.
 */
#define ENTER(outputs)                                                                                                 \
    "push {r4-r11, lr}\n"                                                                                              \
    "sub sp, #92\n"                                                                                                    \
    "ldrd r12, r1, [r0]\n"      /* stream, planes */                                                                   \
    "ldrd r2, r3, [r0, #8]\n"   /* channels, rows */                                                                   \
    "ldrd r4, r5, [r0, #16]\n"  /* output, pixel */                                                                    \
    "ldrd r6, r7, [r0, #24]\n"  /* row, last */                                                                        \
    "ldrd r8, r10, [r0, #32]\n" /* step, kept */                                                                       \
    "mov r0, r1\n"                                                                                                     \
    "mul r3, r3, r8\n"                                                                                                 \
    "add r8, r5, r5, lsl #1\n"                                                                                         \
    "add r9, r5, r5, lsl #2\n"                                                                                         \
    "str r6, [sp]\n"                                                                                                   \
    "str r10, [sp, #8]\n"                                                                                              \
    "strd r5, r8, [sp, #52]\n"                                                                                         \
    "strd r9, r3, [sp, #60]\n"                                                                                         \
    "mov r8, #" outputs "\n"                                                                                           \
    "mul r8, r8, r5\n"                                                                                                 \
    "add r7, r7, r4\n"                                                                                                 \
    "strd r7, r8, [sp, #72]\n"                                                                                         \
    "strd r2, r12, [sp, #80]\n"                                                                                        \
    "str r4, [sp, #88]\n"                                                                                              \
    "1:\n" /* a channel */                                                                                             \
    "ldmia.w r12!, {r2-r11}\n"                                                                                         \
    "add r1, sp, #12\n"                                                                                                \
    "stmia.w r1, {r2-r11}\n"                                                                                           \
    "str r12, [sp, #84]\n"                                                                                             \
    "ldr r1, [sp, #88]\n"                                                                                              \
    "2:\n" /* a strip */                                                                                               \
    "str r1, [sp, #68]\n"                                                                                              \
    "ldr r2, [sp, #64]\n"                                                                                              \
    "add r2, r2, r0\n"                                                                                                 \
    "str r2, [sp, #4]\n"                                                                                               \
    "3:\n" /* a row */

#define LEAVE                                                                                                          \
    "ldmia.w sp, {r8-r10}\n" /* row, end, kept */                                                                      \
    "sub r0, r0, r10\n"                                                                                                \
    "add r1, r1, r8\n"                                                                                                 \
    "cmp r0, r9\n"                                                                                                     \
    "bne.w 3b\n"                                                                                                       \
    "add r0, r0, r10\n"                                                                                                \
    "ldrd r2, r3, [sp, #68]\n" /* this strip, the last */                                                              \
    "ldr r4, [sp, #76]\n"                                                                                              \
    "add r1, r2, r4\n"                                                                                                 \
    "cmp r1, r3\n"                                                                                                     \
    "it hi\n"                                                                                                          \
    "movhi r1, r3\n"                                                                                                   \
    "cmp r2, r3\n"                                                                                                     \
    "bne.w 2b\n"                                                                                                       \
    "add r3, r3, #1\n"                                                                                                 \
    "str r3, [sp, #72]\n"                                                                                              \
    "ldrd r2, r12, [sp, #80]\n"                                                                                        \
    "ldr r3, [sp, #88]\n"                                                                                              \
    "add r3, r3, #1\n"                                                                                                 \
    "str r3, [sp, #88]\n"                                                                                              \
    "subs r2, r2, #1\n"                                                                                                \
    "str r2, [sp, #80]\n"                                                                                              \
    "bne.w 1b\n"                                                                                                       \
    "add sp, #92\n"                                                                                                    \
    "pop {r4-r11, pc}\n"

/* What a sum adds to: itself, or in the first filter row the initial sum, which is in the last sum's register. */
#define OWN(sum)   sum
#define FIRST_3(sum) "r4"
#define FIRST_4(sum) "r5"
#define FIRST_5(sum) "r6"
#define FIRST_6(sum) "r7"

#define TWO(even, odd, x, y, to)                                                                                       \
    "smlad " even ", r8, " x ", " to(even) "\n"                                                                        \
    "smlabt " odd ", r8, " x ", " to(odd) "\n"                                                                         \
    "smlatb " even ", r9, " y ", " even "\n"                                                                           \
    "smlad " odd ", r9, " y ", " odd "\n"

#define ONE(sum, x, y, to)                                                                                             \
    "smlad " sum ", r8, " x ", " to(sum) "\n"                                                                          \
    "smlatb " sum ", r9, " y ", " sum "\n"

#define WEIGHTS(at) "ldrd r8, r9, [sp, #" at "]\n"
#define WORDS_3     "ldmia.w r0!, {r10-r12}\n"
#define WORDS_4     "ldmia.w r0!, {r10-r12, lr}\n"

/* A filter row, with a stride of 1 and of 2. */
#define ROW_1_3(at, to) WEIGHTS(at) WORDS_3 TWO("r2", "r3", "r10", "r11", to) ONE("r4", "r11", "r12", to)
#define ROW_1_4(at, to) WEIGHTS(at) WORDS_3 TWO("r2", "r3", "r10", "r11", to) TWO("r4", "r5", "r11", "r12", to)
#define ROW_1_5(at, to)                                                                                                \
    WEIGHTS(at) WORDS_4 TWO("r2", "r3", "r10", "r11", to) TWO("r4", "r5", "r11", "r12", to) ONE("r6", "r12", "lr", to)
#define ROW_1_6(at, to)                                                                                                \
    WEIGHTS(at) WORDS_4 TWO("r2", "r3", "r10", "r11", to) TWO("r4", "r5", "r11", "r12", to)                            \
        TWO("r6", "r7", "r12", "lr", to)

#define ROW_2_3(at, to)                                                                                                \
    WEIGHTS(at) WORDS_4 ONE("r2", "r10", "r11", to) ONE("r3", "r11", "r12", to) ONE("r4", "r12", "lr", to)
#define ROW_2_4(at, to) ROW_2_3(at, to) "ldr r10, [r0], #4\n" ONE("r5", "lr", "r10", to)
#define ROW_2_5(at, to)                                                                                                \
    ROW_2_3(at, to) "ldrd r10, r11, [r0], #8\n" ONE("r5", "lr", "r10", to) ONE("r6", "r10", "r11", to)
#define ROW_2_6(at, to)                                                                                                \
    ROW_2_3(at, to) WORDS_3 ONE("r5", "lr", "r10", to) ONE("r6", "r10", "r11", to) ONE("r7", "r11", "r12", to)

#define HIGH(sum)     "smmlar " sum ", " sum ", r8, r9\n"
#define SATURATE(sum) "ssat " sum ", #8, " sum "\n"

#define STORE_3                                                                                                        \
    HIGH("r2") HIGH("r3") HIGH("r4") SATURATE("r2") SATURATE("r3") SATURATE("r4") STORE
#define STORE                                                                                                          \
    "ldrd r10, r11, [sp, #52]\n"                                                                                       \
    "strb r2, [r1]\n"                                                                                                  \
    "strb r3, [r1, r10]\n"                                                                                             \
    "strb r4, [r1, r10, lsl #1]\n"
#define STORE_4 HIGH("r5") SATURATE("r5") STORE_3 "strb r5, [r1, r11]\n"
#define STORE_5 HIGH("r6") SATURATE("r6") STORE_4 "strb r6, [r1, r10, lsl #2]\n"
#define STORE_6 HIGH("r7") SATURATE("r7") "ldr r12, [sp, #60]\n" STORE_5 "strb r7, [r1, r12]\n"

#define STRIPS(outputs, row, to, factors)                                                                              \
    ENTER(#outputs) "ldr " to() ", [sp, #36]\n" row("12", to) row("20", OWN) row("28", OWN) factors LEAVE

#define FAST(store) "ldrd r8, r9, [sp, #40]\n" store

/* Double rounding of sums that are twice as large: the sign goes into the addend. */
#define ROUND_TWICE(sum)                                                                                               \
    "add r10, r9, " sum ", asr #31\n"                                                                                  \
    "smmlar " sum ", " sum ", r8, r10\n"                                                                               \
    "asr " sum ", " sum ", r12\n" SATURATE(sum)
#define EXACT                                                                                                          \
    "ldrd r8, r9, [sp, #40]\n"                                                                                         \
    "ldr r12, [sp, #48]\n"                                                                                             \
    "and r12, r12, #31\n" ROUND_TWICE("r2") ROUND_TWICE("r3") ROUND_TWICE("r4") STORE

#define FUNCTION(name, code)                                                                                           \
    __attribute__((naked, noinline)) static void name(const tml_dsp_strips *strips)                                    \
    {                                                                                                                  \
        (void)strips;                                                                                                  \
        __asm__(code);                                                                                                 \
    }

FUNCTION(strips_1_3, STRIPS(3, ROW_1_3, FIRST_3, FAST(STORE_3)))
FUNCTION(strips_1_4, STRIPS(4, ROW_1_4, FIRST_4, FAST(STORE_4)))
FUNCTION(strips_1_5, STRIPS(5, ROW_1_5, FIRST_5, FAST(STORE_5)))
FUNCTION(strips_1_6, STRIPS(6, ROW_1_6, FIRST_6, FAST(STORE_6)))
FUNCTION(strips_2_3, STRIPS(3, ROW_2_3, FIRST_3, FAST(STORE_3)))
FUNCTION(strips_2_4, STRIPS(4, ROW_2_4, FIRST_4, FAST(STORE_4)))
FUNCTION(strips_2_5, STRIPS(5, ROW_2_5, FIRST_5, FAST(STORE_5)))
FUNCTION(strips_2_6, STRIPS(6, ROW_2_6, FIRST_6, FAST(STORE_6)))
FUNCTION(exact_1, STRIPS(3, ROW_1_3, FIRST_3, EXACT))
FUNCTION(exact_2, STRIPS(3, ROW_2_3, FIRST_3, EXACT))

void tml_dsp_run_strips(const tml_dsp_strips *strips, uint32_t width, uint32_t stride)
{
    switch (4u * (stride - 1u) + width - TML_DSP_STRIP_LEAST)
    {
    case 0:
        strips_1_3(strips);
        break;
    case 1:
        strips_1_4(strips);
        break;
    case 2:
        strips_1_5(strips);
        break;
    case 3:
        strips_1_6(strips);
        break;
    case 4:
        strips_2_3(strips);
        break;
    case 5:
        strips_2_4(strips);
        break;
    case 6:
        strips_2_5(strips);
        break;
    default:
        strips_2_6(strips);
        break;
    }
}

void tml_dsp_run_strips_exact(const tml_dsp_strips *strips, uint32_t stride)
{
    stride == 1 ? exact_1(strips) : exact_2(strips);
}

#else
typedef int tml_dsp_strips_are_portable;
#endif
