/* SPDX-License-Identifier: MIT */

/*
 * Filters over a strip, for Xtensa with MAC16. One instruction multiplies, adds and loads one of the next operands, so four
 * taps take four instructions. Per output 10 more: set the sum, loop, two to lead both pointers back, read the sum, multiply,
 * clamp, store, two for the next pixel (11 with a shift, 13 or 14 with signs). Per filter and block of pixels 16 (18, 20).
 */

#include "mac16.h"
#include "offset.h"

#if TML_MAC16_ASSEMBLY

/* What the assembly reads beside the block's own fields, at these offsets. */
typedef struct frame
{
    const uint32_t *stream;
    const uint32_t *strip; /* a word before it: loads step first */
    uint32_t span;         /* bytes of the output from the first pixel to behind the last */
    int8_t *output;
    int8_t *output_end; /* of the first pixel */
    uint32_t stride;
    uint32_t weights; /* bytes of a filter's */
    uint32_t lead;    /* from the end of a window to the begin of the next */
    uint32_t groups;  /* before the last */
} frame;

TML_OFFSET(frame, stream, 0);
TML_OFFSET(frame, strip, 4);
TML_OFFSET(frame, span, 8);
TML_OFFSET(frame, output, 12);
TML_OFFSET(frame, output_end, 16);
TML_OFFSET(frame, stride, 20);
TML_OFFSET(frame, weights, 24);
TML_OFFSET(frame, lead, 28);
TML_OFFSET(frame, groups, 32);

static frame frame_of(const tml_mac16_block *block)
{
    const frame f = {block->stream,
                     block->strip - 1,
                     block->pixels * block->stride,
                     block->output,
                     block->output + block->filters,
                     block->stride,
                     8u * block->groups,
                     block->step - 8u * block->groups,
                     block->groups - 1u};
    return f;
}

/*
 * a2 frame, a3 weights, a4 initial sum, a5 multiplier, a6 sum, a7 output, a8 stride, a9 lead, a10 bytes of weights, a11
 * groups, a12 end of the pixels, a13 strip, a14 a15 addends of signed sums. m0 m1 strip, m2 m3 weights.
 */
#define ENTER                                                                                                          \
    "l32i a3, a2, 0\n"                                                                                                 \
    "l32i a7, a2, 12\n"                                                                                                \
    "l32i a8, a2, 20\n"                                                                                                \
    "l32i a10, a2, 24\n"                                                                                               \
    "l32i a9, a2, 28\n"                                                                                                \
    "l32i a11, a2, 32\n"

/* factors: loads of what the epilogue takes; skip: bytes to the word before the weights. */
#define FILTER(factors, skip)                                                                                          \
    "1:\n"                                                                                                             \
    "l32i a4, a3, 0\n"                                                                                                 \
    "l32i a5, a3, 4\n" factors                                                                                         \
    "addi a3, a3, " skip "\n"                                                                                          \
    "l32i a13, a2, 4\n"                                                                                                \
    "l32i a6, a2, 8\n"                                                                                                 \
    "add a12, a7, a6\n" LOAD(0, 13) LOAD(2, 3)

/* Two words of each: the second half loads what the next group or, led back, the next pixel begins with. */
#define FIRST_HALF  MUL_LOAD(LL, 1, 13, 0, 2) MUL_LOAD(HH, 3, 3, 0, 2)
#define SECOND_HALF MUL_LOAD(LL, 0, 13, 1, 3) MUL_LOAD(HH, 2, 3, 1, 3)

#define PIXELS(add, shift)                                                                                                    \
    "2:\n" SET_SUM(4) LOOP(11, FIRST_HALF SECOND_HALF) FIRST_HALF                                            \
    "add a13, a13, a9\n"                                                                                               \
    "sub a3, a3, a10\n" SECOND_HALF GET_SUM(6) add MULTIPLY_HIGH shift CLAMP_TO_INT8(6, 6)                                   \
    "s8i a6, a7, 0\n"                                                                                                  \
    "add a7, a7, a8\n"                                                                                                 \
    "bne a7, a12, 2b\n"

#define NEXT_FILTER                                                                                                    \
    "l32i a6, a2, 8\n"                                                                                                 \
    "add a3, a3, a10\n"                                                                                                \
    "sub a7, a7, a6\n"                                                                                                 \
    "l32i a6, a2, 16\n"                                                                                                \
    "addi a7, a7, 1\n"                                                                                                 \
    "bne a7, a6, 1b\n"

#define LOAD_SHIFT                                                                                                     \
    "l32i a6, a3, 8\n"                                                                                                 \
    "ssr a6\n"
#define LOAD_ADDENDS                                                                                                   \
    "l32i a14, a3, 12\n"                                                                                               \
    "l32i a15, a3, 16\n"
#define SHIFT "sra a6, a6\n"

#define ADD_BY_SIGN                                                                                                    \
    "bgez a6, 3f\n"                                                                                                    \
    "add a6, a6, a15\n"                                                                                                \
    "3: add a6, a6, a14\n"

#define CLOBBERED                                                                                                      \
    "memory", "acc", "a0", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11", "a12", "a13", "a14", "a15"

#define RUN(factors, skip, add, shift)                                                                                 \
    const frame f = frame_of(block);                                                                                   \
    register const frame *a2 __asm__("a2") = &f;                                                                       \
    __asm__ volatile(ENTER FILTER(factors, skip) PIXELS(add, shift) NEXT_FILTER : "+r"(a2) : : CLOBBERED)

void tml_mac16_run_block(const tml_mac16_block *block)
{
    RUN("", "4", "", "");
}

void tml_mac16_run_block_shifted(const tml_mac16_block *block)
{
    RUN(LOAD_SHIFT, "8", "", SHIFT);
}

void tml_mac16_run_block_signed(const tml_mac16_block *block)
{
    RUN(LOAD_SHIFT LOAD_ADDENDS, "16", ADD_BY_SIGN, SHIFT);
}

#else
typedef int tml_mac16_block_is_portable;
#endif
