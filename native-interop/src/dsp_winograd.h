/* SPDX-License-Identifier: MIT */
#ifndef TINYML_DSP_WINOGRAD_H
#define TINYML_DSP_WINOGRAD_H

/*
 * 3x3 convolutions by Winograd's F(2x2, 3x3) (Lavin and Gray, 2016): a tile of 4x4 inputs and a filter become 4x4 numbers each,
 * whose 16 products, summed over the channels, become 2x2 outputs: 16 multiplications for 36. In integers, with the filter's
 * transform twice as large along each axis, all is exact: the results are four times the sums.
 *
 * Four tiles side by side are worked on at once. What was made of their inputs lies in the order in which it is multiplied: parts of
 * 16 channels, of each the 16 places of a tile (in the order of tml_dsp_place), of each place the words of 16 channels, two a word,
 * for four tiles, and a word that tells where the sum goes on. If the channels are an odd number of eights, the first part's
 * first half is not used.
 */

#include <stdint.h>
#include "dsp_instructions.h"

#define TML_DSP_TILES         4u
#define TML_DSP_TILE_OUTPUTS  2u /* along an axis */
#define TML_DSP_TILE_INPUTS   4u
#define TML_DSP_PLACES        16u
#define TML_DSP_PART_CHANNELS 16u
#define TML_DSP_HALF_CHANNELS 8u

/* Words of a place within a part, and of a part. */
#define TML_DSP_PLACE_WORDS (TML_DSP_PART_CHANNELS / 2u * TML_DSP_TILES + 1u)
#define TML_DSP_PART_WORDS  (TML_DSP_PLACES * TML_DSP_PLACE_WORDS)

/* The column of inputs of all four tiles, and of outputs. */
#define TML_DSP_TILE_COLUMNS 10u
#define TML_DSP_TILES_WIDE   (TML_DSP_TILES * TML_DSP_TILE_OUTPUTS)

/*
 * The place that row i and column j of a tile have: columns in the order 1, 2, 3, 0, of each the rows 1, 2, 0, 3. So (1, 1), to which
 * all outputs add, is the first, its sum starts from the bias; and the sums of the rows 0 and 3 start from what the rows 1 and 2 gave.
 */
static inline uint32_t tml_dsp_place(uint32_t i, uint32_t j)
{
    return (j + 3u) % 4u * 4u + (i == 3u ? 3u : (i + 2u) % 3u);
}

/* The last word of a place: distance in bytes from there to where the sum goes on * 256 + 2 * what has ended + whether a half follows. */
enum
{
    TML_DSP_PART = 0, /* not the place itself: it has another part */
    TML_DSP_ROW_1 = 1,
    TML_DSP_ROW_2 = 2,
    TML_DSP_ROW_0 = 3,
    TML_DSP_ROW_3 = 4,
    TML_DSP_TILE = 5 /* the last place */
};

/*
 * Makes the numbers of four channels, from the first of their 4 rows, `row` bytes apart, of 10 pixels of so many channels.
 * to: the channels' words of the first place.
 */
void tml_dsp_tile_inputs(const int8_t *source, uint32_t row, uint32_t channels, uint32_t *to);

/* Filters two by two over four tiles. */
typedef struct tml_dsp_tiles
{
    const uint32_t *stream;
    const uint32_t *inputs; /* the first word that is used */
    uint32_t first;         /* channels of the first part: 8 or 16 */
    uint32_t pairs;         /* of filters, at least 1 */
    int8_t *output;         /* 2 rows of 8 pixels */
    uint32_t pixel;         /* bytes from an output to that on its right */
    uint32_t row;           /* bytes from an output to that below */
    uint32_t is_exact;      /* double rounding, not requantisation in two instructions */
} tml_dsp_tiles;

void tml_dsp_run_tiles(const tml_dsp_tiles *tiles);

#endif
