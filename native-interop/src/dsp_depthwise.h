/* SPDX-License-Identifier: MIT */
#ifndef TINYML_DSP_DEPTHWISE_H
#define TINYML_DSP_DEPTHWISE_H

/* How a depthwise convolution is cut into blocks and strips, and the planes of a block. */

#include "dsp.h"
#include "dsp_filter.h"
#include "packed.h"

/* Height and width of the filter that has a kernel of its own. */
#define TML_DSP_SQUARE 3

/* How the output is cut; a sequence, an image one column wide, lies on its side. */
typedef struct tml_dsp_tiling
{
    tml_axis y;
    tml_axis x;
    int32_t height; /* of the output */
    int32_t width;
    int32_t rows; /* of a block */
    int32_t columns;
    int is_sequence;
    int is_square;
    uint32_t at_once; /* tml_dsp_outputs, unless it is square */
    uint32_t outputs; /* of a strip */
    uint32_t words;   /* of a strip's row */
} tml_dsp_tiling;

static inline int32_t tml_dsp_least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static inline int32_t tml_dsp_greatest(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static inline uint32_t tml_dsp_strips_of(uint32_t columns, uint32_t outputs)
{
    return (columns + outputs - 1u) / outputs;
}

/* Rows of the input that so many of the output read. */
static inline uint32_t tml_dsp_input_rows(const tml_dsp_tiling *t, int32_t rows)
{
    return (uint32_t)((rows - 1) * t->y.stride + t->y.filter);
}

/* Words of a filter's row: with a stride of 1 the last one may hold only the odd outputs' last weight. */
static inline uint32_t tml_dsp_filter_words(const tml_axis *x)
{
    return ((uint32_t)x->filter + (x->stride == 1 ? 2u : 1u)) / 2u;
}

/* An operator at work, and where its planes lie. */
typedef struct tml_dsp_depthwise
{
    tml_dsp_tiling t;
    int32_t channels;
    const int8_t *input;
    int8_t *output;
    int32_t zero;
    const uint32_t *stream;
    uint32_t *planes;
    int is_exact;
} tml_dsp_depthwise;

/* Outputs [y, y + rows) by [x, x + columns) of a group of channels. */
typedef struct tml_dsp_part
{
    uint32_t group;
    int32_t y;
    int32_t rows;
    int32_t x;
    int32_t columns;
} tml_dsp_part;

static inline uint32_t tml_dsp_strips_in(const tml_dsp_depthwise *d, const tml_dsp_part *b)
{
    return tml_dsp_strips_of((uint32_t)b->columns, d->t.outputs);
}

/* The first column of a strip; the last one ends where the block ends, unless that is narrower. */
static inline int32_t tml_dsp_strip_column(const tml_dsp_depthwise *d, const tml_dsp_part *b, uint32_t strip)
{
    const int32_t width = (int32_t)d->t.outputs;
    return b->x + tml_dsp_greatest(tml_dsp_least((int32_t)strip * width, b->columns - width), 0);
}

tml_dsp_tiling tml_dsp_tiling_of(const tml_operator *op, const tml_tensor *in, const tml_tensor *out);

/* Words of a channel's stream. */
uint32_t tml_dsp_stream_words(const tml_dsp_tiling *t);

/* The input rows of a block, the first `kept` left out; what lies outside the image is the zero point. */
void tml_dsp_fill_planes(const tml_dsp_depthwise *d, const tml_dsp_part *b, uint32_t kept);

/* The last `kept` input rows of a block to the front of the next, which has `rows` output rows. */
void tml_dsp_keep_rows(const tml_dsp_depthwise *d, const tml_dsp_part *b, int32_t rows, uint32_t kept);

#endif
