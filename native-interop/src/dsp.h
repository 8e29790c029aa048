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
    TML_DSP_RESCALED_SUM = 4, /* ADD and SUB of two tensors of one shape, with double rounding */
    TML_DSP_DEPTHWISE_EXACT = 5,
    TML_DSP_PIXEL = 6, /* CONV_2D, 1x1 with eight input channels */
    TML_DSP_TABLE_SUM = 7, /* the same by tables */
    TML_DSP_WINOGRAD = 8, /* CONV_2D, 3x3 with stride 1 */
    TML_DSP_WINOGRAD_EXACT = 9,
    TML_DSP_FILTER = 10, /* DEPTHWISE_CONV_2D, any filter */
    TML_DSP_FILTER_EXACT = 11
};

/* One pixel is handled in groups of so many words, two taps each. */
#define TML_DSP_GROUP 4u

/* Words in a stream of two filters beside their weights: initial sums, factors. */
#define TML_DSP_INITS         2u
#define TML_DSP_FACTORS       4u
#define TML_DSP_EXACT_FACTORS 6u

/* Two filters after another over the columns of one pixel or four, which lie `stride` bytes apart in the output. */
typedef struct tml_dsp_block
{
    const uint32_t *stream;
    const uint32_t *columns;
    uint32_t words;  /* of a column, at least 1; for one pixel a multiple of TML_DSP_GROUP */
    uint32_t pairs;  /* of filters, at least 1 */
    int8_t *output;
    uint32_t stride;
} tml_dsp_block;

void tml_dsp_block_4(const tml_dsp_block *block);
void tml_dsp_block_4_exact(const tml_dsp_block *block);
void tml_dsp_block_1(const tml_dsp_block *block);
void tml_dsp_block_1_exact(const tml_dsp_block *block);

/* Where the taps of four pixels lie: so many rows, each a run of taps. */
typedef struct tml_dsp_columns
{
    const int8_t *source[4];
    int32_t step[4]; /* bytes from the end of a row to the begin of the next */
    uint32_t *columns;
    uint32_t rows; /* at least 1 */
    uint32_t run;  /* at least 1 */
} tml_dsp_columns;

/*
 * int8 to columns: of each four taps of a row, k0 to k3, two words (k0, k2) and (k1, k3); of two that are left (k0, k1), of a last
 * one (k0, its sign). Of four pixels each word four times, a pixel after another.
 */
void tml_dsp_gather_4(const tml_dsp_columns *columns);

/* The same of one pixel; count is a multiple of 4. Returns the end of what was written. */
uint32_t *tml_dsp_widen_1(const int8_t *source, uint32_t count, uint32_t *columns);

/* Filters of eight taps over pixels that lie side by side, each pixel being in registers. */
typedef struct tml_dsp_pixels
{
    const uint32_t *stream; /* of each filter four words of weights, initial sum, factor, addend */
    const uint32_t *end;    /* of the stream; a multiple of TML_DSP_PIXEL_FILTERS filters, at least one */
    const int8_t *input;
    int8_t *output;
    uint32_t count;  /* of pixels, at least 1 */
    int32_t forward; /* 1; or -1, and the pixels lie in front of those given */
} tml_dsp_pixels;

#define TML_DSP_PIXEL_CHANNELS 8u
#define TML_DSP_PIXEL_WORDS    7u
#define TML_DSP_PIXEL_FILTERS  8u

void tml_dsp_run_pixels(const tml_dsp_pixels *pixels);

/*
 * Channels of a 3x3 depthwise convolution over a block of rows. The image is cut into strips, so many outputs wide that the
 * sums of a strip's row fit the registers. A plane is a channel's strips, one after another: rows of int16, two columns a word.
 */
typedef struct tml_dsp_strips
{
    const uint32_t *stream; /* of the first channel: TML_DSP_STRIP_WORDS words each */
    const uint32_t *planes;
    uint32_t channels; /* at least 1 */
    uint32_t rows;     /* of the output, at least 1 */
    int8_t *output;
    uint32_t pixel; /* bytes from an output to that on its right */
    uint32_t row;   /* bytes from an output to that below */
    uint32_t last;  /* bytes from the first strip's output to the last one's, which may overlap the one before */
    uint32_t step;  /* bytes of a strip's rows from those of an output to those of that below */
    uint32_t kept;  /* bytes of the rows that both share */
} tml_dsp_strips;

/* Words (w0, w1), (w1, w2) of three filter rows, initial sum, factor, addend, shift. */
#define TML_DSP_STRIP_WORDS 10u

/* A strip's outputs, and the most of them. Double rounding has strips of the least width only. */
#define TML_DSP_STRIP_LEAST 3u
#define TML_DSP_STRIP_MOST  6u

/* Words of a strip's row. */
static inline uint32_t tml_dsp_strip_row(uint32_t outputs, uint32_t stride)
{
    return stride == 1 ? outputs / 2u + (outputs & 1u) + 1u : outputs + 1u;
}

/*
 * Rows of a strip as planes of four channels, side by side in the image: of each pair of pixels a word to each plane. A row is
 * `before` pixels outside, if odd the last one paired with a pixel, `pairs` of pixels, one more with `odd`, the rest of its pair outside,
 * and `behind` pairs outside.
 */
typedef struct tml_dsp_fill
{
    const int8_t *from; /* the first pixel inside */
    uint32_t pixel;     /* bytes from a pixel to the next */
    uint32_t *to;
    uint32_t plane; /* bytes from a plane to the next */
    uint32_t rows;  /* at least 1 */
    int32_t skip;  /* bytes from the end of a row's last pixel to the next row's first one */
    uint32_t before;
    uint32_t pairs;  /* 0 to 8 */
    uint32_t odd;    /* 0 or 1 */
    uint32_t behind;
    uint32_t outside; /* four times the byte outside */
} tml_dsp_fill;

void tml_dsp_fill_strip(const tml_dsp_fill *fill);

/* width: outputs of a strip; stride: along a row, 1 or 2. */
void tml_dsp_run_strips(const tml_dsp_strips *strips, uint32_t width, uint32_t stride);

/* The same for sums that are twice as large, with double rounding. */
void tml_dsp_run_strips_exact(const tml_dsp_strips *strips, uint32_t stride);

#endif
