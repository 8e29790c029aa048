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
    TML_MAC16_DEPTHWISE = 4,         /* DEPTHWISE_CONV_2D, 3x3, as the first */
    TML_MAC16_DEPTHWISE_SHIFTED = 5, /* as the second */
    TML_MAC16_TABLE_SUM = 6          /* ADD and SUB of two tensors of one shape */
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

/* Words in the stream of a channel: initial sum, multiplier, shift, five of weights in the order of the filter and a 0. */
#define TML_MAC16_CHANNEL_WORDS 8u

/*
 * A row of one channel of a 3x3 depthwise convolution: three rows of int16, two columns a word. With a stride of 1 and an odd
 * number of outputs the first element of each is not used.
 */
typedef struct tml_mac16_row
{
    const uint32_t *stream;
    const uint32_t *rows[3];
    uint32_t outputs;
    int8_t *output;
    uint32_t stride; /* bytes between two outputs */
} tml_mac16_row;

/* With a stride of 1 and of 2. */
void tml_mac16_row_1(const tml_mac16_row *row);
void tml_mac16_row_1_shifted(const tml_mac16_row *row);
void tml_mac16_row_2(const tml_mac16_row *row);
void tml_mac16_row_2_shifted(const tml_mac16_row *row);

#endif
