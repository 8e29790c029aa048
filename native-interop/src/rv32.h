/* SPDX-License-Identifier: MIT */
#ifndef TINYML_RV32_H
#define TINYML_RV32_H

/*
 * The profile rv32: kernels for RV32IMC (ESP32-C3, C6, H2), which has no multiply-accumulate and no 16-bit lanes, but a
 * 32-bit multiplication in one instruction. Two int16 lanes share it: (a + 2^16 * b) * w is a * w + 2^16 * (b * w), and as long
 * as the lower lane stays an int16 both can be told apart. SPEC.md, "rv32", defines the streams. The kernels that gcc makes too
 * long are assembly; elsewhere plain C gives the same bits for any stream of constants, sums wrapping at 32 bits.
 */

#include <stdint.h>
#include "requantize.h"

#if defined(__riscv) && __riscv_xlen == 32 && defined(__riscv_mul)
#define TML_RV32_ASSEMBLY 1
#else
#define TML_RV32_ASSEMBLY 0
#endif

/* Kernels, as an operator names them; of those with weights the even ones requantise by two segments, the odd ones by one. */
enum
{
    TML_RV32_CONV = 1, /* CONV_2D, and DEPTHWISE_CONV_2D of one channel */
    TML_RV32_CONV_2 = 2,
    TML_RV32_DENSE = 3,
    TML_RV32_DENSE_2 = 4,
    TML_RV32_DEPTHWISE = 5,
    TML_RV32_DEPTHWISE_2 = 6,
    TML_RV32_TABLE_SUM = 7 /* ADD and SUB of two tensors of one shape */
};

/* From sums to int8. */
typedef struct tml_rv32_output
{
    int32_t low; /* where a sum lies below the segments */
    int32_t high;
    uint32_t factors; /* words of a channel: TML_RV32_FACTORS, or twice as many with two segments */
    uint32_t shift;   /* at most 31 */
} tml_rv32_output;

#define TML_RV32_FACTORS 4u

static inline uint32_t tml_rv32_scale(uint32_t sum, uint32_t multiplier, uint32_t addend, uint32_t shift)
{
    const uint32_t high = (uint32_t)(((int64_t)(int32_t)sum * multiplier) >> 32);
    return (uint32_t)((int32_t)(high + addend) >> shift);
}

/*
 * A channel's factors: least sum and end of the upper segment, multiplier, addend; least sum of the lower segment, what is
 * added to its sums, multiplier, addend. In a segment y = (high(sum * multiplier) + addend) >> shift, of which 8 bits count.
 */
static inline uint32_t tml_rv32_requantize_below(uint32_t sum, const uint32_t *factors, const tml_rv32_output *output)
{
    if (output->factors == TML_RV32_FACTORS || (int32_t)sum < (int32_t)factors[4])
    {
        return (uint32_t)output->low;
    }
    return tml_rv32_scale(sum + factors[5], factors[6], factors[7], output->shift);
}

static inline uint32_t tml_rv32_requantize(uint32_t sum, const uint32_t *factors, const tml_rv32_output *output)
{
    if ((int32_t)sum < (int32_t)factors[0])
    {
        return tml_rv32_requantize_below(sum, factors, output);
    }
    return (int32_t)sum >= (int32_t)factors[1] ? (uint32_t)output->high
                                               : tml_rv32_scale(sum, factors[2], factors[3], output->shift);
}

/* Filters of a block of the convolution, pixels, and taps that are handled at once; the rest has weights of 0. */
#define TML_RV32_FILTERS 4u
#define TML_RV32_PIXELS  4u
#define TML_RV32_TAPS    4u

/* Four filters after another over four pixels. */
typedef struct tml_rv32_block
{
    const uint32_t *stream; /* four initial sums, a word of four weights for each tap, four times factors */
    const uint32_t *columns; /* for each tap the pixels (0, 1) and (2, 3), the second in the upper lane */
    uint32_t taps;           /* a multiple of TML_RV32_TAPS, not 0 */
    uint32_t quads;          /* of filters, not 0 */
    int8_t *pixels[TML_RV32_PIXELS]; /* outputs */
    tml_rv32_output output;
} tml_rv32_block;

/* Stream, quads and pixels have no defined value afterwards. */
void tml_rv32_run_block(tml_rv32_block *block);

/* The same stream over one pixel, whose taps lie side by side; all its output channels. */
void tml_rv32_run_pixel(const uint32_t *stream, const int8_t *window, uint32_t taps, const tml_rv32_output *output,
                        int8_t *y, uint32_t channels);

/* A channel of a 3x3 depthwise convolution over its plane, the rows that its windows reach. */
typedef struct tml_rv32_plane
{
    const uint32_t *stream; /* of the channel */
    const int8_t *plane;
    int32_t width; /* of the plane */
    int8_t *output;
    int32_t pixel;   /* bytes from an output to that on its right */
    int32_t row;     /* bytes from an output to that below */
    int32_t columns; /* of the output, at least 1 */
    int32_t rows;    /* at least 1 */
    tml_rv32_output results;
    int32_t stride; /* bytes of the plane from an output to that on its right: 1 or 2 */
} tml_rv32_plane;

/* With a stride of 1 and of 2 from an output to that below. */
void tml_rv32_run_plane_1(const tml_rv32_plane *plane);
void tml_rv32_run_plane_2(const tml_rv32_plane *plane);

/* Outputs of a strip, and those behind the last one of a row that strips may reach. */
#define TML_RV32_STRIP  7u
#define TML_RV32_BEYOND 2u

/*
 * Outputs side by side of a channel of a depthwise convolution of any filter, in all rows. The plane's stream begins with the weights,
 * line by line, whole words; columns are at most TML_RV32_STRIP, and inputs are read as if they were three, five or seven.
 */
typedef struct tml_rv32_strip
{
    tml_rv32_plane plane;
    int32_t taps; /* of a line of the filter: 3, 5 or 7 */
    int32_t lines;
    int32_t pitch; /* bytes of the plane from a line to the next */
    int32_t down;  /* bytes of the plane from an output to that below */
} tml_rv32_strip;

void tml_rv32_run_strip(const tml_rv32_strip *strip);

/* Units of a block of the dense layer; two of them share a word of weights. */
#define TML_RV32_UNITS 16u

/* Words of such a block beside its weights and factors: one that tells how often lanes are told apart, initial sums. */
#define TML_RV32_DENSE_INITS (1u + TML_RV32_UNITS)

/* Sixteen units over all inputs. */
typedef struct tml_rv32_dense
{
    const uint32_t *stream;
    const int8_t *input;
    uint32_t taps; /* a multiple of TML_RV32_TAPS, not 0 */
    uint32_t *sums; /* out: TML_RV32_UNITS */
} tml_rv32_dense;

/* Returns the end of the weights. */
const uint32_t *tml_rv32_run_dense_block(const tml_rv32_dense *dense);

#endif
