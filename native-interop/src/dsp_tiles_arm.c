/* SPDX-License-Identifier: MIT */

/*
 * Tiles of 4x4 inputs, for ARMv7E-M; dsp_winograd.h tells what lies where.
 *
 * Inputs: of four channels and four tiles 10 columns of 23 instructions, transformed along the column, and 2 halves of 4 tiles of 34,
 * transformed along the row: 530. Sums: per word of inputs (two channels of a tile, two filters) and 16 multiply-accumulates of
 * tiles, which stand for 36 of the convolution, 11 instructions: a load of weights, two of inputs, eight SMLAD; per column of four
 * places 54 to add along it and to go on. They are pushed: the stack holds 256 bytes of them. Outputs: 62 for each filter and two tiles (86
 * with double rounding).
 */

#include "dsp.h"
#include "dsp_winograd.h"
#include "offset.h"

#if TML_DSP_ASSEMBLY

/* r0 source, r1 bytes of a row, r2 channels, r3 to; a column's four rows become r4-r7 (channels 0, 2) and r8-r11 (1, 3). */
#define COLUMN_OF_INPUTS                                                                                               \
    "ldr r4, [r0]\n"                                                                                                   \
    "ldr r12, [r0, r1]\n"                                                                                              \
    "ldr r6, [r0, r1, lsl #1]\n"                                                                                       \
    "add lr, r0, r1\n"                                                                                                 \
    "ldr r7, [lr, r1, lsl #1]\n"                                                                                       \
    "add r0, r0, r2\n"                                                                                                 \
    "sxtb16 r8, r4, ror #8\n"                                                                                          \
    "sxtb16 lr, r12, ror #8\n"                                                                                         \
    "sxtb16 r10, r6, ror #8\n"                                                                                         \
    "sxtb16 r11, r7, ror #8\n"                                                                                         \
    "sxtb16 r4, r4\n"                                                                                                  \
    "sxtb16 r12, r12\n"                                                                                                \
    "sxtb16 r6, r6\n"                                                                                                  \
    "sxtb16 r7, r7\n"                                                                                                  \
    "ssub16 r4, r4, r6\n"                                                                                              \
    "sadd16 r5, r12, r6\n"                                                                                             \
    "ssub16 r6, r6, r12\n"                                                                                             \
    "ssub16 r7, r12, r7\n"                                                                                             \
    "ssub16 r8, r8, r10\n"                                                                                             \
    "sadd16 r9, lr, r10\n"                                                                                             \
    "ssub16 r10, r10, lr\n"                                                                                            \
    "ssub16 r11, lr, r11\n"                                                                                            \
    "stmia r3!, {r4-r7}\n"                                                                                             \
    "strd r8, r9, [r3, #144]\n"                                                                                        \
    "strd r10, r11, [r3, #152]\n"

/* The word of a tile in a place, which has number `rank` of its column's. */
#define PLACE(rank, j, tile) "[r0, #(4 * ((" #j " + 3) % 4) + " #rank ") * 132 + 4 * " #tile "]\n"

/* One column of a row of tiles: of row i the number in register v. */
#define STORE_COLUMN(v0, v1, v2, v3, j, tile)                                                                          \
    "str " v0 ", " PLACE(2, j, tile)                                                                                   \
    "str " v1 ", " PLACE(0, j, tile)                                                                                   \
    "str " v2 ", " PLACE(1, j, tile)                                                                                   \
    "str " v3 ", " PLACE(3, j, tile)
#define FOUR(what, to0, to1, to2, to3, a0, a1, a2, a3, b0, b1, b2, b3)                                                 \
    what " " to0 ", " a0 ", " b0 "\n"                                                                                  \
    what " " to1 ", " a1 ", " b1 "\n"                                                                                  \
    what " " to2 ", " a2 ", " b2 "\n"                                                                                  \
    what " " to3 ", " a3 ", " b3 "\n"

/* A tile whose first two columns are in a and b; leaves the next tile's in c and a. */
#define TILE_OF(a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, tile)                                                  \
    "ldmia r1!, {" c0 "," c1 "," c2 "," c3 "}\n"                                                                       \
    FOUR("ssub16", a0, a1, a2, a3, a0, a1, a2, a3, c0, c1, c2, c3) STORE_COLUMN(a0, a1, a2, a3, 0, tile)               \
    FOUR("sadd16", a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3) STORE_COLUMN(a0, a1, a2, a3, 1, tile)               \
    FOUR("ssub16", a0, a1, a2, a3, c0, c1, c2, c3, b0, b1, b2, b3) STORE_COLUMN(a0, a1, a2, a3, 2, tile)               \
    "ldmia r1!, {" a0 "," a1 "," a2 "," a3 "}\n"                                                                       \
    FOUR("ssub16", b0, b1, b2, b3, b0, b1, b2, b3, a0, a1, a2, a3) STORE_COLUMN(b0, b1, b2, b3, 3, tile)
#define TILE(a, b, c, tile) TILE_OF(a, b, c, tile)
#define A4 "r2", "r3", "r4", "r5"
#define B4 "r6", "r7", "r8", "r9"
#define C4 "r10", "r11", "r12", "lr"

/* Frame: 320 bytes of columns, first those of the channels 0 and 2; to. */
__attribute__((naked, noinline)) void tml_dsp_tile_inputs(const int8_t *source, uint32_t row, uint32_t channels,
                                                          uint32_t *to)
{
    (void)source;
    (void)row;
    (void)channels;
    (void)to;
    __asm__("push {r3-r11, lr}\n"
            "sub sp, #320\n"
            "mov r3, sp\n"
            "1:\n" COLUMN_OF_INPUTS
            "add lr, sp, #160\n"
            "cmp r3, lr\n"
            "bne.w 1b\n"
            "ldr r0, [sp, #320]\n"
            "mov r1, sp\n"
            "2:\n"
            "ldmia r1!, {r2-r9}\n" TILE(A4, B4, C4, 0) TILE(C4, A4, B4, 1) TILE(B4, C4, A4, 2) TILE(A4, B4, C4, 3)
            "add r0, #16\n" /* the words of the channels 1 and 3 */
            "add lr, sp, #320\n"
            "cmp r1, lr\n"
            "bne.w 2b\n"
            "add sp, #324\n"
            "pop {r4-r11, pc}\n");
}

TML_OFFSET(tml_dsp_tiles, stream, 0);
TML_OFFSET(tml_dsp_tiles, inputs, 4);
TML_OFFSET(tml_dsp_tiles, first, 8);
TML_OFFSET(tml_dsp_tiles, pairs, 12);
TML_OFFSET(tml_dsp_tiles, output, 16);
TML_OFFSET(tml_dsp_tiles, pixel, 20);
TML_OFFSET(tml_dsp_tiles, row, 24);
TML_OFFSET(tml_dsp_tiles, is_exact, 28);

/*
 * Two channels of a place: r0 stream, r1 inputs, r2 r3 weights, r4 r5 inputs of two tiles, r6-r9 sums of the first filter, r10 r11
 * r12 lr of the second one. `with`: SMUAD with nothing behind it begins sums, SMLAD adds to what is named.
 */
#define WORD(with, a0, a1, a2, a3, b0, b1, b2, b3)                                                                     \
    "ldrd r2, r3, [r0], #8\n"                                                                                          \
    "ldrd r4, r5, [r1], #8\n" with " r6, r2, r4" a0 "\n" with " r7, r2, r5" a1 "\n" with " r10, r3, r4" b0 "\n" with   \
    " r11, r3, r5" b1 "\n"                                                                                             \
    "ldrd r4, r5, [r1], #8\n" with " r8, r2, r4" a2 "\n" with " r9, r2, r5" a3 "\n" with " r12, r3, r4" b2 "\n" with   \
    " lr, r3, r5" b3 "\n"
#define FIRST  WORD("smuad", "", "", "", "", "", "", "", "")
#define NEXT   WORD("smlad", ", r6", ", r7", ", r8", ", r9", ", r10", ", r11", ", r12", ", lr")

/*
 * Frame: 0 inputs, 4 whether the first part is half, by its sign, 8 output, 12 end of output, 16 pixel, 20 row, 24 how outputs are
 * requantised, 28 bytes of a filter's factors, 32 bytes from the first sums to those of the filter and the two tiles under way.
 */
#define ENTER                                                                                                          \
    "push {r4-r11, lr}\n"                                                                                              \
    "sub sp, #36\n"                                                                                                    \
    "ldm r0, {r0-r7}\n" /* stream, inputs, first, pairs, output, pixel, row, exact */                                  \
    "adr.w r9, 20f + 1\n"                                                                                              \
    "mov r10, #8\n"                                                                                                    \
    "adr.w r11, 21f + 1\n"                                                                                             \
    "cmp r7, #0\n"                                                                                                     \
    "itt ne\n"                                                                                                         \
    "movne r9, r11\n"                                                                                                  \
    "movne r10, #12\n"                                                                                                 \
    "sub r2, #16\n"                                                                                                    \
    "add r11, r4, r3, lsl #1\n"                                                                                        \
    "strd r1, r2, [sp]\n"                                                                                              \
    "strd r4, r11, [sp, #8]\n"                                                                                         \
    "strd r5, r6, [sp, #16]\n"                                                                                         \
    "strd r9, r10, [sp, #24]\n"                                                                                        \
    "mov r1, #0\n"                                                                                                     \
    "str r1, [sp, #32]\n"

/* Of m in r and n in sum: m - n in r, m + n in sum. */
#define DIFFERENCE(r, sum)                                                                                             \
    "sub " r ", " r ", " sum "\n"                                                                                      \
    "add " sum ", " r ", " sum ", lsl #1\n"

/*
 * The places of a column. A part begins at 2, at 3 if it begins a sum, a half one at 6, by way of 5 if it begins a sum; 8 begins
 * it with r9 and lr. r2 tells what has ended, the sign whether a half follows. Of the rows 1 and 2 sum and difference are
 * needed: the sum stays in the registers and row 0 is added; the difference waits on the stack for row 3.
 */
#define SUMS                                                                                                           \
    "1:\n"                                                                                                             \
    "ldr r1, [sp]\n"                                                                                                   \
    "ldrd r9, lr, [r0], #8\n"                                                                                          \
    "ldr r2, [sp, #4]\n"                                                                                               \
    "cmp r2, #0\n"                                                                                                     \
    "8:\n"                                                                                                             \
    "mov r6, r9\n"                                                                                                     \
    "mov r7, r9\n"                                                                                                     \
    "mov r8, r9\n"                                                                                                     \
    "mov r10, lr\n"                                                                                                    \
    "mov r11, lr\n"                                                                                                    \
    "mov r12, lr\n"                                                                                                    \
    "bpl.w 2f\n"                                                                                                       \
    "b.w 6f\n"                                                                                                         \
    ".p2align 2\n"                                                                                                     \
    "3:\n" FIRST                                                                                                       \
    "b.w 4f\n"                                                                                                         \
    "2:\n" NEXT                                                                                                        \
    "4:\n" NEXT NEXT NEXT                                                                                              \
    "6:\n" NEXT NEXT NEXT NEXT                                                                                         \
    "ldr r2, [r1]\n"                                                                                                   \
    "add r1, r1, r2, asr #8\n"                                                                                         \
    "lsls r3, r2, #31\n"                                                                                               \
    "ubfx r2, r2, #1, #3\n"                                                                                            \
    "tbb [pc, r2]\n"                                                                                                   \
    "7: .byte (12f - 7b) / 2, (13f - 7b) / 2, (14f - 7b) / 2, (15f - 7b) / 2, (16f - 7b) / 2, (17f - 7b) / 2\n"        \
    "13:\n" /* row 1 */                                                                                                \
    "push {r6-r12, lr}\n"                                                                                              \
    "bpl.w 3b\n"                                                                                                       \
    "5:\n"                                                                                                             \
    "mov r9, #0\n"                                                                                                     \
    "mov lr, #0\n"                                                                                                     \
    "b.w 8b\n"                                                                                                         \
    "14:\n" /* row 2 */                                                                                                \
    "ldm sp, {r2-r5}\n"                                                                                                \
    DIFFERENCE("r2", "r6") DIFFERENCE("r3", "r7") DIFFERENCE("r4", "r8") DIFFERENCE("r5", "r9")                        \
    "stm sp, {r2-r5}\n"                                                                                                \
    "ldrd r2, r3, [sp, #16]\n"                                                                                         \
    "ldrd r4, r5, [sp, #24]\n"                                                                                         \
    DIFFERENCE("r2", "r10") DIFFERENCE("r3", "r11") DIFFERENCE("r4", "r12") DIFFERENCE("r5", "lr")                     \
    "strd r2, r3, [sp, #16]\n"                                                                                         \
    "strd r4, r5, [sp, #24]\n"                                                                                         \
    "b.w 12f\n"                                                                                                        \
    "15:\n" /* row 0 */                                                                                                \
    "push {r6-r12, lr}\n"                                                                                              \
    "add r2, sp, #32\n"                                                                                                \
    "ldm r2, {r6-r12, lr}\n"                                                                                           \
    "12:\n" /* another part */                                                                                         \
    "bpl.w 2b\n"                                                                                                       \
    "b.w 6b\n"                                                                                                         \
    "16:\n" /* row 3 */                                                                                                \
    "add r2, sp, #32\n"                                                                                                \
    "stm r2, {r6-r12, lr}\n"                                                                                           \
    "bpl.w 3b\n"                                                                                                       \
    "b.w 5b\n"                                                                                                         \
    "17:\n"                                                                                                            \
    "add r2, sp, #32\n"                                                                                                \
    "stm r2, {r6-r12, lr}\n"

/* The frame lies behind the sums. */
#define FRAME(at) "[sp, #256 + " #at "]\n"

/* The sums of column j, of row 0 or 1, of the two tiles and the filter under way. */
#define SUM(row, j) "[r1, #(3 - (" #j " + 3) % 4) * 64 + 32 * " #row "]\n"

/* A row of outputs of two tiles, a and b: columns 0 and 1 of each. */
#define ROW(row, y0a, y0b, y1a, y1b, xa, xb)                                                                           \
    "ldrd " y1a ", " y1b ", " SUM(row, 1)                                                                              \
    "ldrd " xa ", " xb ", " SUM(row, 2)                                                                                \
    "add " y0a ", " y1a ", " xa "\n"                                                                                   \
    "add " y0b ", " y1b ", " xb "\n"                                                                                   \
    "sub " y1a ", " y1a ", " xa "\n"                                                                                   \
    "sub " y1b ", " y1b ", " xb "\n"                                                                                   \
    "ldrd " xa ", " xb ", " SUM(row, 0)                                                                                \
    "add " y0a ", " y0a ", " xa "\n"                                                                                   \
    "add " y0b ", " y0b ", " xb "\n"                                                                                   \
    "ldrd " xa ", " xb ", " SUM(row, 3)                                                                                \
    "sub " y1a ", " y1a ", " xa "\n"                                                                                   \
    "sub " y1b ", " y1b ", " xb "\n"

/* Outputs of a: r6 r2 and r10 r4; of b: r7 r3 and r11 r5. */
#define OF_ALL(form) form("r6") form("r2") form("r10") form("r4") form("r7") form("r3") form("r11") form("r5")

/* r12 factor, lr addend, r8 shift. */
#define FAST(y)                                                                                                        \
    "smmlar " y ", " y ", r12, lr\n"                                                                                   \
    "ssat " y ", #8, " y ", asr #6\n"
#define EXACT(y)                                                                                                       \
    "asr r9, " y ", #1\n"                                                                                              \
    "smmlar r9, r9, r12, lr\n"                                                                                         \
    "add r9, r9, " y ", asr #31\n"                                                                                     \
    "asr r9, r9, r8\n"                                                                                                 \
    "ssat " y ", #8, r9\n"

__attribute__((naked, noinline)) void tml_dsp_run_tiles(const tml_dsp_tiles *tiles)
{
    (void)tiles;
    __asm__(ENTER SUMS
            "18:\n"
            "ldr r1, " FRAME(32)
            "add r1, sp, r1\n"
            ROW(0, "r6", "r7", "r2", "r3", "r8", "r9")
            ROW(1, "r10", "r11", "r4", "r5", "r8", "r9")
            "ldr pc, " FRAME(24)
            "20:\n"
            "ldrd r12, lr, [r0]\n" OF_ALL(FAST)
            "b.w 22f\n"
            "21:\n"
            "ldrd r12, lr, [r0]\n"
            "ldr r8, [r0, #8]\n" OF_ALL(EXACT)
            "22:\n"
            "ldr lr, " FRAME(8)
            "ldrd r8, r9, " FRAME(16)
            "strb r6, [lr]\n"
            "strb r2, [lr, r8]\n"
            "strb r7, [lr, r8, lsl #1]\n"
            "add r6, lr, r8\n"
            "strb r3, [r6, r8, lsl #1]\n"
            "add r6, r6, r9\n"
            "strb r4, [r6]\n"
            "strb r5, [r6, r8, lsl #1]\n"
            "add r9, lr, r9\n"
            "strb r10, [r9]\n"
            "strb r11, [r9, r8, lsl #1]\n"
            "ldr r1, " FRAME(32)
            "tst r1, #8\n"
            "ittte ne\n" /* the next filter's first two tiles, or this one's others */
            "ldrne r3, " FRAME(28)
            "addne r0, r0, r3\n"
            "subne lr, lr, r8, lsl #2\n"
            "addeq lr, lr, r8, lsl #2\n"
            "it ne\n"
            "addne lr, #1\n"
            "str lr, " FRAME(8)
            "add r1, #8\n"
            "ands r1, #31\n"
            "str r1, " FRAME(32)
            "bne.w 18b\n"
            "add sp, #256\n"
            "ldrd r1, r2, [sp, #8]\n"
            "cmp r1, r2\n"
            "bne.w 1b\n"
            "add sp, #36\n"
            "pop {r4-r11, pc}\n");
}

#else
typedef int tml_dsp_tiles_are_portable;
#endif
