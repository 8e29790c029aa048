/* SPDX-License-Identifier: MIT */

/*
 * A filter of any height over one channel, for Xtensa with MAC16. Each row of the filter is a run of 2 W - 1 weights, in W words as
 * those of the line: an output at an even column multiplies like halves, one at an odd column the second half of each word of the
 * line with the first of the weights' and the first half of the next with the second, so that both read whole words.
 *
 * A row of the filter takes 2 W + 1 instructions: 2 W - 1 products, of which all but the last two operands are loaded on the way, one
 * load and one to get to the next line. An output takes 11 more: set the sum, loop, lead the weights back, read the sum, multiply,
 * shift, clamp, store, step, and on average two branches (with a stride of 2 three; by sign 4 more). An output row takes 13.
 */

#include "mac16.h"
#include "offset.h"

#if TML_MAC16_ASSEMBLY

/* What the assembly reads, at these offsets. */
typedef struct frame
{
    const uint32_t *stream;
    const uint32_t *line; /* a word before the first of the next row's window: loads step first */
    uint32_t step;        /* from there to that of the next output row */
    int8_t *output;
    uint32_t output_step;
    const int8_t *end; /* of the first output row */
    uint32_t output_row;
    uint32_t gap;         /* from the end of an output row to the next */
    const int8_t *last;   /* end of the last output row */
    uint32_t lead;        /* from the end of a run to the next line's */
    uint32_t back;        /* from the last run to the first of the next output */
    uint32_t weights;     /* bytes */
    uint32_t filter_rows; /* but the last */
    uint32_t is_strided;
} frame;

TML_OFFSET(frame, stream, 0);
TML_OFFSET(frame, line, 4);
TML_OFFSET(frame, step, 8);
TML_OFFSET(frame, output, 12);
TML_OFFSET(frame, output_step, 16);
TML_OFFSET(frame, end, 20);
TML_OFFSET(frame, output_row, 24);
TML_OFFSET(frame, gap, 28);
TML_OFFSET(frame, last, 32);
TML_OFFSET(frame, lead, 36);
TML_OFFSET(frame, back, 40);
TML_OFFSET(frame, weights, 44);
TML_OFFSET(frame, filter_rows, 48);
TML_OFFSET(frame, is_strided, 52);

static frame frame_of(const tml_mac16_plane *plane)
{
    const uint32_t run = 4u * plane->run_words;
    const uint32_t row = plane->outputs * plane->output_step;
    const uint32_t window = (plane->filter_rows - 1u) * 4u * plane->pitch + run;
    const int8_t *const end = plane->output + row;
    const frame f = {plane->stream,
                     plane->lines - 1,
                     4u * plane->step,
                     plane->output,
                     plane->output_step,
                     end,
                     plane->output_row,
                     plane->output_row - row,
                     end + (plane->rows - 1u) * plane->output_row,
                     4u * plane->pitch - run,
                     plane->stride == 1 ? 0u - window : 4u - window,
                     plane->filter_rows * run,
                     plane->filter_rows - 1u,
                     plane->stride == 2};
    return f;
}

/*
 * a2 frame, a3 weights, a4 initial sum, a5 multiplier, a6 sum, a7 output, a8 its step, a9 lead, a10 bytes of weights, a11 rows of the
 * filter but the last, a12 end of the outputs, a13 line; a14 back and a15 whether the stride is 2, or the addends by sign. m0 m1 line,
 * m2 m3 weights.
 */
#define ENTER(skip, rest)                                                                                              \
    "l32i a3, a2, 0\n"                                                                                                 \
    "l32i a4, a3, 0\n"                                                                                                 \
    "l32i a5, a3, 4\n"                                                                                                 \
    "l32i a6, a3, 8\n"                                                                                                 \
    "ssr a6\n" rest                                                                                                    \
    "addi a3, a3, " skip "\n"                                                                                          \
    "l32i a7, a2, 12\n"                                                                                                \
    "l32i a8, a2, 16\n"                                                                                                \
    "l32i a12, a2, 20\n"                                                                                               \
    "l32i a9, a2, 36\n"                                                                                                \
    "l32i a10, a2, 44\n"                                                                                               \
    "l32i a11, a2, 48\n" LOAD(2, 3)

/* Two words of the line and of the weights at an even and at an odd column, in the roles of a run's first and second words. */
#define EVEN_0 MUL_LOAD(LL, 1, 13, 0, 2) MUL_LOAD(HH, 3, 3, 0, 2) SETTLE
#define EVEN_1 MUL_LOAD(LL, 0, 13, 1, 3) MUL_LOAD(HH, 2, 3, 1, 3) SETTLE
#define ODD_0  MUL_LOAD(HL, 1, 13, 0, 2) SETTLE MUL_LOAD(LH, 3, 3, 1, 2) SETTLE
#define ODD_1  MUL_LOAD(HL, 0, 13, 1, 3) SETTLE MUL_LOAD(LH, 2, 3, 0, 3) SETTLE

/* The last weight, then the first words of the next run; a product reads its operands before its load writes. */
#define EVEN_LAST_0 MUL_LOAD(LL, 0, 13, 0, 2) LOAD(2, 3)
#define EVEN_LAST_1 MUL_LOAD(LL, 0, 13, 1, 3) LOAD(2, 3)
#define ODD_LAST_0  MUL_LOAD(HL, 0, 13, 0, 2) LOAD(2, 3)
#define ODD_LAST_1  MUL_LOAD(HL, 0, 13, 1, 3) LOAD(2, 3)

/* A run of W words; move: to the word before those that are loaded at its end. */
#define RUN_1(at, move) move at##_LAST_0
#define RUN_2(at, move) at##_0 move at##_LAST_1
#define RUN_3(at, move) at##_0 at##_1 move at##_LAST_0
#define RUN_4(at, move) at##_0 at##_1 at##_0 move at##_LAST_1
#define RUN_5(at, move) at##_0 at##_1 at##_0 at##_1 move at##_LAST_0

#define NEXT_LINE "add a13, a13, a9\n"
#define OUTPUT(run, at, back, requantize)                                                                              \
    SET_SUM(4)                                                                                                         \
    LOOP(11, run(at, NEXT_LINE))                                                                                       \
    run(at, back "sub a3, a3, a10\n") GET_SUM(6) requantize CLAMP_TO_INT8(6, 6)                                        \
    "s8i a6, a7, 0\n"                                                                                                  \
    "add a7, a7, a8\n"

/* The next odd output is a word further than the even one before it. */
#define ROWS(run, back, if_strided, requantize)                                                                        \
    "1:\n"                                                                                                             \
    "l32i a13, a2, 4\n" LOAD(0, 13)                                                                                    \
    "2:\n" OUTPUT(run, EVEN, back, requantize)                                                                         \
    "bne a7, a12, 4f\n"                                                                                                \
    "3:\n"                                                                                                             \
    "l32i a6, a2, 32\n"                                                                                                \
    "beq a7, a6, 6f\n"                                                                                                 \
    "l32i a13, a2, 4\n"                                                                                                \
    "l32i a6, a2, 8\n"                                                                                                 \
    "add a13, a13, a6\n"                                                                                               \
    "s32i a13, a2, 4\n"                                                                                                \
    "l32i a6, a2, 28\n"                                                                                                \
    "add a7, a7, a6\n"                                                                                                 \
    "l32i a6, a2, 24\n"                                                                                                \
    "add a12, a12, a6\n"                                                                                               \
    "j 1b\n"                                                                                                           \
    "4:\n" if_strided OUTPUT(run, ODD, back "addi a13, a13, 4\n", requantize)                                          \
    "beq a7, a12, 5f\n"                                                                                                \
    "j 2b\n"                                                                                                           \
    "5: j 3b\n"                                                                                                        \
    "6:\n"

#define SHIFTED_LOADS                                                                                                  \
    "l32i a14, a2, 40\n"                                                                                               \
    "l32i a15, a2, 52\n"
#define SHIFTED_BACK       "add a13, a13, a14\n"
#define SHIFTED_IF_STRIDED "bnez a15, 2b\n"
#define SHIFTED            MULTIPLY_HIGH "sra a6, a6\n"

#define SIGNED_LOADS                                                                                                   \
    "l32i a14, a3, 12\n"                                                                                               \
    "l32i a15, a3, 16\n"
#define SIGNED_BACK                                                                                                    \
    "l32i a6, a2, 40\n"                                                                                                \
    "add a13, a13, a6\n"
#define SIGNED_IF_STRIDED                                                                                              \
    "l32i a6, a2, 52\n"                                                                                                \
    "bnez a6, 2b\n"
#define SIGNED                                                                                                         \
    "bgez a6, 7f\n"                                                                                                    \
    "add a6, a6, a15\n"                                                                                                \
    "7: add a6, a6, a14\n" SHIFTED

#define RUN(body)                                                                                                      \
    __asm__ volatile(body                                                                                              \
                     : "+r"(a2)                                                                                        \
                     :                                                                                                 \
                     : "memory", "acc", "a0", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11", "a12", "a13",     \
                       "a14", "a15")

#define RUN_SHIFTED(run) RUN(ENTER("8", SHIFTED_LOADS) ROWS(run, SHIFTED_BACK, SHIFTED_IF_STRIDED, SHIFTED))
#define RUN_SIGNED(run)  RUN(ENTER("16", SIGNED_LOADS) ROWS(run, SIGNED_BACK, SIGNED_IF_STRIDED, SIGNED))

#define RUN_BY_WORDS(words, run)                                                                                       \
    switch (words)                                                                                                     \
    {                                                                                                                  \
    case 1:                                                                                                            \
        run(RUN_1);                                                                                                    \
        break;                                                                                                         \
    case 2:                                                                                                            \
        run(RUN_2);                                                                                                    \
        break;                                                                                                         \
    case 3:                                                                                                            \
        run(RUN_3);                                                                                                    \
        break;                                                                                                         \
    case 4:                                                                                                            \
        run(RUN_4);                                                                                                    \
        break;                                                                                                         \
    default:                                                                                                           \
        run(RUN_5);                                                                                                    \
        break;                                                                                                         \
    }

void tml_mac16_runs_shifted(const tml_mac16_plane *plane)
{
    frame f = frame_of(plane);
    register frame *a2 __asm__("a2") = &f;
    RUN_BY_WORDS(plane->run_words, RUN_SHIFTED)
}

void tml_mac16_runs_signed(const tml_mac16_plane *plane)
{
    frame f = frame_of(plane);
    register frame *a2 __asm__("a2") = &f;
    RUN_BY_WORDS(plane->run_words, RUN_SIGNED)
}

#else
typedef int tml_mac16_runs_is_portable;
#endif
