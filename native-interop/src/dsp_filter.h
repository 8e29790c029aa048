/* SPDX-License-Identifier: MIT */
#ifndef TINYML_DSP_FILTER_H
#define TINYML_DSP_FILTER_H

/* A depthwise filter of any height over a strip of one channel's plane: rows of int16, two columns a word (dsp.h). */

#include <stdint.h>

/* Outputs of a strip that are summed at once. */
typedef enum tml_dsp_outputs
{
    TML_DSP_SIX = 0,       /* with a stride of 1 along the row */
    TML_DSP_FOUR = 1,      /* likewise */
    TML_DSP_FOUR_APART = 2 /* with a stride of 2 */
} tml_dsp_outputs;

/* The most words of a filter's row. */
#define TML_DSP_FILTER_WORDS 5u

/* Words of a channel's stream in front of its weights: initial sum, factor, addend, shift. */
#define TML_DSP_FILTER_HEAD 4u

/*
 * Each filter row has the words (w0, w1), (w2, w3), ... for the outputs whose column is even; with a stride of 1 each is followed by
 * a word for those whose column is odd, (0, w0), (w1, w2), ...: so both multiply the same words of the plane. With a stride of 2 all are even.
 */
typedef struct tml_dsp_filter
{
    const uint32_t *stream; /* the channel's */
    const uint32_t *plane;  /* the strip's first row */
    int8_t *output;
    uint32_t pixel; /* bytes from an output to that on its right */
    uint32_t row;   /* bytes from an output to that below */
    uint32_t rows;  /* of the output, at least 1 */
    uint32_t step;  /* bytes of the plane from the rows of an output to those of the one below */
    uint32_t kept;  /* bytes of the rows that the next output row reads as well, or -(bytes of those between) */
    uint32_t filter_rows; /* at least 1 */
    uint32_t words;       /* of a filter's row, 1 to TML_DSP_FILTER_WORDS */
    uint32_t at_once;     /* tml_dsp_outputs */
    uint32_t outputs;     /* of them so many are written, at least 1 */
    uint32_t is_exact;    /* 1: sums are twice as large, and rounded twice */
} tml_dsp_filter;

/* Outputs of a strip at most, and words of its row. */
static inline uint32_t tml_dsp_filter_outputs(uint32_t at_once)
{
    return at_once == TML_DSP_SIX ? 6u : 4u;
}

static inline uint32_t tml_dsp_filter_row(uint32_t at_once, uint32_t words)
{
    return words + (at_once == TML_DSP_SIX ? 2u : at_once == TML_DSP_FOUR ? 1u : 3u);
}

void tml_dsp_run_filter(const tml_dsp_filter *filter);

#endif
