/* SPDX-License-Identifier: MIT */
#ifndef TINYML_MAC16_H
#define TINYML_MAC16_H

/*
 * The profile xtensa-mac16: kernels for the cores of ESP32 and ESP32-S3, which multiply two int16, add the product to an
 * accumulator and load the next two int16 in one instruction. On such a core they are assembly, elsewhere plain C that gives
 * the same bits for any stream of constants, sums wrapping at 32 bits. SPEC.md, "xtensa-mac16", defines the streams.
 *
 * Inputs are widened to uint8 in int16: x + 128, whose widening takes no sign. The compiler takes 128 times the weights' sum
 * off the bias.
 */

#include <stdint.h>
#include "mac16_instructions.h"

/* Kernels, as an operator names them. */
enum
{
    TML_MAC16_MATRIX = 1,            /* CONV_2D and FULLY_CONNECTED that multiply and saturate */
    TML_MAC16_MATRIX_SHIFTED = 2,    /* with a shift between them */
    TML_MAC16_MATRIX_SIGNED = 3,     /* and an addend that depends on the sign of the sum */
    TML_MAC16_DEPTHWISE = 4,         /* DEPTHWISE_CONV_2D of 3x3, as the first */
    TML_MAC16_DEPTHWISE_SHIFTED = 5, /* as the second */
    TML_MAC16_TABLE_SUM = 6,         /* ADD and SUB of two tensors of one shape */
    TML_MAC16_RUNS_SHIFTED = 7,      /* DEPTHWISE_CONV_2D of any filter, as the second */
    TML_MAC16_RUNS_SIGNED = 8        /* as the third */
};

/* Words in the stream of a filter before its weights, for each of these. */
#define TML_MAC16_FACTORS         2u
#define TML_MAC16_SHIFTED_FACTORS 3u
#define TML_MAC16_SIGNED_FACTORS  5u

/* Filters one after another over the windows of some pixels, which lie `step` bytes apart in the strip. */
typedef struct tml_mac16_block
{
    const uint32_t *stream;
    const uint32_t *strip;
    uint32_t groups;  /* of four taps, at least 1 */
    uint32_t filters; /* at least 1 */
    uint32_t pixels;  /* at least 1 */
    uint32_t step;
    int8_t *output;
    uint32_t stride; /* bytes between two pixels of the output */
} tml_mac16_block;

void tml_mac16_run_block(const tml_mac16_block *block);
void tml_mac16_run_block_shifted(const tml_mac16_block *block);
void tml_mac16_run_block_signed(const tml_mac16_block *block);

/* Words in the stream of a channel of 3x3: initial sum, multiplier, shift, five of weights in the order of the filter and a 0. */
#define TML_MAC16_CHANNEL_WORDS 8u

/* Most words of a row of a filter. */
#define TML_MAC16_MOST_RUN 5u

/*
 * Rows of the output of one channel of a depthwise convolution. A line is a row of the input as int16, two columns a word, from the
 * first that a window reads on; 3x3 filters with a stride of 1 and an odd number of outputs do not use its first element.
 */
typedef struct tml_mac16_plane
{
    const uint32_t *stream;
    const uint32_t *lines;
    uint32_t pitch;   /* words from a line to the next */
    uint32_t step;    /* words from the first line of an output row to that of the next */
    uint32_t rows;    /* of the output, at least 1 */
    uint32_t outputs; /* of a row, at least 1 */
    uint32_t stride;  /* columns between two outputs, 1 or 2 */
    int8_t *output;
    uint32_t output_step; /* bytes between two outputs */
    uint32_t output_row;  /* bytes between two rows */
    uint32_t filter_rows;
    uint32_t run_words; /* of a row of the filter, which has one weight less than they have room for */
} tml_mac16_plane;

/* Filters of 3x3. */
void tml_mac16_3x3(const tml_mac16_plane *plane);
void tml_mac16_3x3_shifted(const tml_mac16_plane *plane);

/* Any filters, row by row. */
void tml_mac16_runs_shifted(const tml_mac16_plane *plane);
void tml_mac16_runs_signed(const tml_mac16_plane *plane);

#endif
