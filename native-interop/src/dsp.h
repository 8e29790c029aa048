/* SPDX-License-Identifier: MIT */
#ifndef TINYML_DSP_H
#define TINYML_DSP_H

/*
 * The profile cortex-m-dsp: kernels for ARMv7E-M, which multiplies two pairs of 16-bit numbers and adds both products in
 * one instruction (SMLAD). On such a core they are assembly, elsewhere plain C that gives the same bits for any stream of
 * constants, sums wrapping at 32 bits. SPEC.md, "cortex-m-dsp", defines the streams.
 */

#include <stdint.h>
#include "dsp_instructions.h"

/* Kernels, as an operator names them. */
enum
{
    TML_DSP_MATRIX = 1,       /* CONV_2D and FULLY_CONNECTED, requantisation in two instructions */
    TML_DSP_MATRIX_EXACT = 2, /* the same with double rounding */
    TML_DSP_DEPTHWISE = 3,    /* DEPTHWISE_CONV_2D, 3x3 */
    TML_DSP_ADD = 4,          /* ADD and SUB of two tensors of one shape */
    TML_DSP_DEPTHWISE_EXACT = 5
};

/* Taps are handled in groups of so many; the rest of the last group has weights of 0. */
#define TML_DSP_TAPS 8u

/* Words in a stream of two filters beside their weights: initial sums, factors. */
#define TML_DSP_INITS         2u
#define TML_DSP_FACTORS       4u
#define TML_DSP_EXACT_FACTORS 6u

/* Two filters after another over the columns of one pixel or four, which lie `stride` bytes apart in the output. */
typedef struct tml_dsp_block
{
    const uint32_t *stream;
    const uint32_t *columns;
    uint32_t groups; /* of taps, at least 1 */
    uint32_t pairs;  /* of filters, at least 1 */
    int8_t *output;
    uint32_t stride;
} tml_dsp_block;

void tml_dsp_block_4(const tml_dsp_block *block);
void tml_dsp_block_4_exact(const tml_dsp_block *block);
void tml_dsp_block_1(const tml_dsp_block *block);
void tml_dsp_block_1_exact(const tml_dsp_block *block);

/*
 * int8 to columns: of each four taps k0 to k3 two words (k0, k2) and (k1, k3); of four pixels each word four times, a
 * pixel after another. count is a multiple of 4. Returns the end of what was written.
 */
uint32_t *tml_dsp_widen_4(const int8_t *const source[4], uint32_t count, uint32_t *columns);
uint32_t *tml_dsp_widen_1(const int8_t *source, uint32_t count, uint32_t *columns);

/* One channel of a 3x3 depthwise convolution: rows of int16, two columns a word, the first at column -padding. */
typedef struct tml_dsp_plane
{
    const uint32_t *stream; /* words (w0, w1), (w1, w2) of three filter rows, initial sum, factor, addend, shift */
    const uint32_t *rows;
    uint32_t words;     /* of a row */
    uint32_t row_count; /* of the output */
    uint32_t outputs;   /* of a row */
    int8_t *output;
    uint32_t stride; /* bytes between two outputs */
    uint32_t shift;  /* of double rounding, at most 31 */
} tml_dsp_plane;

/* With a stride of 1 and of 2. */
void tml_dsp_plane_1(const tml_dsp_plane *plane);
void tml_dsp_plane_2(const tml_dsp_plane *plane);

/* The same for sums that are twice as large, with double rounding. */
void tml_dsp_plane_1_exact(const tml_dsp_plane *plane);
void tml_dsp_plane_2_exact(const tml_dsp_plane *plane);

#endif
