/* SPDX-License-Identifier: MIT */

/*
 * A 3x3 filter over one channel, for Xtensa with MAC16. The weights stay in five registers; lines 0 and 2 go through m0 and m1, whose
 * products load the next words, line 1 through m2 and m3, whose products cannot.
 *
 * With a stride of 1 two outputs share the words A = (x0, x1) and B = (x2, x3) of a line; the second goes through the lines from
 * the last to the first, so that what the first has loaded is used again. Per two outputs 32: 18 products, two to move line 1
 * on, per output to set and read the sum, multiply, clamp, store and step. With a stride of 2, per output 18: 9 products, three to
 * move on and the same six. A shift is one more an output. A row takes 19 to begin (an odd one 6 more, and 16 for its first output), a
 * call about 45.
 */

#include "mac16.h"
#include "offset.h"

#if TML_MAC16_ASSEMBLY

/* What the assembly reads, at these offsets. */
typedef struct frame
{
    const uint32_t *stream;
    const uint32_t *line; /* a word before the first of the next row's window: loads step first */
    uint32_t pitch;       /* to the line below */
    uint32_t step;        /* from there to that of the next output row */
    int8_t *output;
    uint32_t output_step;
    uint32_t loops;     /* two outputs with a stride of 1, else one */
    uint32_t is_odd;    /* an output before them */
    uint32_t gap;       /* from the end of an output row to the next */
    const int8_t *last; /* end of the last output row */
} frame;

TML_OFFSET(frame, stream, 0);
TML_OFFSET(frame, line, 4);
TML_OFFSET(frame, pitch, 8);
TML_OFFSET(frame, step, 12);
TML_OFFSET(frame, output, 16);
TML_OFFSET(frame, output_step, 20);
TML_OFFSET(frame, loops, 24);
TML_OFFSET(frame, is_odd, 28);
TML_OFFSET(frame, gap, 32);
TML_OFFSET(frame, last, 36);

static frame frame_of(const tml_mac16_plane *plane)
{
    const uint32_t row = plane->outputs * plane->output_step;
    const frame f = {plane->stream,
                     plane->lines - 1,
                     4u * plane->pitch,
                     4u * plane->step,
                     plane->output,
                     plane->output_step,
                     plane->stride == 1 ? plane->outputs / 2u : plane->outputs,
                     plane->stride == 1 ? plane->outputs % 2u : 0,
                     plane->output_row - row,
                     plane->output + (plane->rows - 1u) * plane->output_row + row};
    return f;
}

/*
 * a2 frame; a3 a4 a9 lines 0 to 2, a5 multiplier, a6 sum, a7 output, a8 its step, a15 initial sum; a10 (w00, w01), a11 (w02, w10),
 * a12 (w11, w12), a13 (w20, w21), a14 (w22, 0).
 */
#define ENTER(shift)                                                                                                   \
    "l32i a6, a2, 0\n"                                                                                                 \
    "l32i a7, a2, 16\n"                                                                                                \
    "l32i a8, a2, 20\n"                                                                                                \
    "l32i a15, a6, 0\n"                                                                                                \
    "l32i a5, a6, 4\n" shift                                                                                           \
    "l32i a10, a6, 12\n"                                                                                               \
    "l32i a11, a6, 16\n"                                                                                               \
    "l32i a12, a6, 20\n"                                                                                               \
    "l32i a13, a6, 24\n"                                                                                               \
    "l32i a14, a6, 28\n"

#define LOAD_SHIFT                                                                                                     \
    "l32i a10, a6, 8\n"                                                                                                \
    "ssr a10\n"
#define SHIFT "sra a6, a6\n"

#define STORE(shift)                                                                                                   \
    GET_SUM(6) MULTIPLY_HIGH shift CLAMP_TO_INT8(6, 6)                                                                 \
    "s8i a6, a7, 0\n"                                                                                                  \
    "add a7, a7, a8\n"

/* An output from A on, but for the last two products: a product never loads what it reads. */
#define FROM_A                                                                                                         \
    SET_SUM(15)                                                                                                        \
    MUL_A_LOAD(LL, 1, 3, 0, 10)                                                                                        \
    MUL_A_LOAD(HH, 3, 4, 0, 10)                                                                                        \
    MUL_A_LOAD(LL, 0, 9, 1, 11)                                                                                        \
    MUL_OF_A(HL, 11, 2)                                                                                                \
    MUL_OF_A(LH, 12, 2)                                                                                                \
    MUL_OF_A(HL, 12, 3)                                                                                                \
    SETTLE                                                                                                             \
    MUL_A_LOAD(LL, 1, 9, 0, 13)

/*
 * Begin: m0 and m2 have A of row 0 and 1, row 2 stands before A.
 * End: m0 and m1 have A and B of row 2, m2 and m3 of row 1.
 */
#define EVEN                                                                                                           \
    FROM_A                                                                                                             \
    MUL_A(HH, 0, 13)                                                                                                   \
    MUL_A(LL, 1, 14)

/* From there to the begin one word later. */
#define ODD                                                                                                            \
    SET_SUM(15)                                                                                                        \
    MUL_A(HL, 0, 13)                                                                                                   \
    MUL_A_BACK(LH, 0, 9, 1, 13)                                                                                        \
    MUL_A_BACK(HL, 0, 3, 1, 14)                                                                                        \
    MUL_OF_A(HH, 11, 2)                                                                                                \
    MUL_OF_A(LL, 12, 3)                                                                                                \
    MUL_OF_A(HH, 12, 3)                                                                                                \
    SETTLE                                                                                                             \
    MUL_A_LOAD(HL, 1, 3, 0, 10)                                                                                        \
    MUL_A_BACK(LH, 0, 3, 1, 10)                                                                                        \
    MUL_A_LOAD(HL, 0, 3, 1, 11)                                                                                        \
    "addi a4, a4, -4\n" LOAD(2, 4)

/* The next output begins with B, so that every line goes back by one word. */
#define BY_TWO                                                                                                         \
    FROM_A                                                                                                             \
    MUL_A_BACK(HH, 2, 3, 0, 13)                                                                                        \
    MUL_A_LOAD(LL, 0, 3, 1, 14)                                                                                        \
    "addi a4, a4, -4\n" LOAD(2, 4)                                                                                     \
    "addi a9, a9, -4\n"

/* An odd row begins with the second of two outputs. */
#define ROWS(first, loop)                                                                                              \
    "1:\n"                                                                                                             \
    "l32i a3, a2, 4\n"                                                                                                 \
    "l32i a6, a2, 8\n"                                                                                                 \
    "l32i a9, a2, 12\n"                                                                                                \
    "add a4, a3, a6\n"                                                                                                 \
    "add a9, a3, a9\n"                                                                                                 \
    "s32i a9, a2, 4\n"                                                                                                 \
    "add a9, a4, a6\n" LOAD(0, 3) LOAD(2, 4) first                                                                     \
    "l32i a6, a2, 24\n" LOOP(6, loop)                                                                                  \
    "l32i a6, a2, 36\n"                                                                                                \
    "beq a7, a6, 3f\n"                                                                                                 \
    "l32i a6, a2, 32\n"                                                                                                \
    "add a7, a7, a6\n"                                                                                                 \
    "j 1b\n"                                                                                                           \
    "3:\n"

#define STRIDE_1(set_shift, shift)                                                                                     \
    ENTER(set_shift)                                                                                                   \
    ROWS("l32i a6, a2, 28\n"                                                                                           \
         "beqz a6, 2f\n" LOAD(1, 3) LOAD(0, 9) LOAD(1, 9) LOAD(3, 4) ODD STORE(shift) "2:\n",                          \
         EVEN STORE(shift) ODD STORE(shift))

#define STRIDE_2(set_shift, shift) ENTER(set_shift) ROWS("", BY_TWO STORE(shift))

#define RUN(body)                                                                                                      \
    __asm__ volatile(body                                                                                              \
                     : "+r"(a2)                                                                                        \
                     :                                                                                                 \
                     : "memory", "acc", "a0", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11", "a12", "a13",     \
                       "a14", "a15")

void tml_mac16_3x3(const tml_mac16_plane *plane)
{
    frame f = frame_of(plane);
    register frame *a2 __asm__("a2") = &f;
    if (plane->stride == 1)
    {
        RUN(STRIDE_1("", ""));
    }
    else
    {
        RUN(STRIDE_2("", ""));
    }
}

void tml_mac16_3x3_shifted(const tml_mac16_plane *plane)
{
    frame f = frame_of(plane);
    register frame *a2 __asm__("a2") = &f;
    if (plane->stride == 1)
    {
        RUN(STRIDE_1(LOAD_SHIFT, SHIFT));
    }
    else
    {
        RUN(STRIDE_2(LOAD_SHIFT, SHIFT));
    }
}

#else
typedef int tml_mac16_3x3_is_portable;
#endif
