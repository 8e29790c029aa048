/* SPDX-License-Identifier: MIT */

/*
 * Depthwise convolution. Four channels at a time become planes: strips of rows of int16, two columns a word, so that a filter row
 * multiplies along a row of one channel. 3x3 filters have a kernel of their own (dsp_strips_arm.c), all others one for any (dsp_filter_arm.c).
 * The scratch holds the planes of a block of outputs. A sequence, an image one column wide, lies on its side: in memory it is one row.
 *
 * In place (stride 1) each group of channels goes over the whole image: a block reads its rows before it writes them, and keeps
 * what the next block reads as well. Else all groups go over a block before the next block is begun.
 */

#include "dsp.h"
#include "dsp_filter.h"
#include "packed.h"

enum
{
    GROUP = (int)TML_GROUP_CHANNELS,
    SQUARE = 3,   /* the filter that has its own kernel */
    ROW_STRIPS = 24 /* rows of strips that a block of one output row may have, each as often as the filter has rows */
};

/* How the output is cut into blocks and strips. */
typedef struct tiling
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
} tiling;

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t greatest(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static uint32_t strips_of(uint32_t columns, uint32_t outputs)
{
    return (columns + outputs - 1u) / outputs;
}

/* Outputs of a 3x3 filter's strip: as few strips as there can be, of one width. */
static uint32_t square_outputs(uint32_t kernel, uint32_t columns)
{
    const uint32_t width = strips_of(columns, strips_of(columns, TML_DSP_STRIP_MOST));
    return kernel == TML_DSP_DEPTHWISE_EXACT || width < TML_DSP_STRIP_LEAST ? TML_DSP_STRIP_LEAST : width;
}

/* Six outputs cost four thirds of four. */
static uint32_t at_once_of(int32_t stride, uint32_t columns)
{
    return stride == 2                                                ? TML_DSP_FOUR_APART
           : 4u * strips_of(columns, 6) <= 3u * strips_of(columns, 4) ? TML_DSP_SIX
                                                                      : TML_DSP_FOUR;
}

/* Words of a filter's row: with a stride of 1 the last one may hold only the odd outputs' last weight. */
static uint32_t filter_words(const tml_axis *x)
{
    return ((uint32_t)x->filter + (x->stride == 1 ? 2u : 1u)) / 2u;
}

static tiling tiling_of(const tml_operator *op, const tml_tensor *in, const tml_tensor *out)
{
    const tml_window_shape shape = tml_window_shape_of(op, in, out);
    tiling t = {shape.y, shape.x, out->shape[1], out->shape[2], op->kernel_rows, out->shape[2], 0, 0, 0, 0, 0};
    t.is_square = op->kernel == TML_DSP_DEPTHWISE || op->kernel == TML_DSP_DEPTHWISE_EXACT;
    t.is_sequence = in->shape[2] == 1 && op->filter[1] == 1;
    if (t.is_sequence)
    {
        t.y = shape.x;
        t.x = shape.y;
        t.height = 1;
        t.width = out->shape[1];
        t.rows = 1;
        t.columns = least(op->kernel_rows, t.width);
    }
    if (t.is_square)
    {
        t.outputs = square_outputs(op->kernel, (uint32_t)t.columns);
        t.words = tml_dsp_strip_row(t.outputs, (uint32_t)t.x.stride);
        return t;
    }
    t.at_once = at_once_of(t.x.stride, (uint32_t)t.columns);
    t.outputs = tml_dsp_filter_outputs(t.at_once);
    t.words = tml_dsp_filter_row(t.at_once, filter_words(&t.x));
    if (t.rows == 1 && !t.is_sequence && (op->flags & TML_FLAG_IN_PLACE) == 0)
    {
        t.columns = least(t.columns, greatest(ROW_STRIPS / t.y.filter, 1) * (int32_t)t.outputs);
    }
    return t;
}

/* Rows of the input that so many of the output read. */
static uint32_t input_rows(const tiling *t, int32_t rows)
{
    return (uint32_t)((rows - 1) * t->y.stride + t->y.filter);
}

/* Words of a channel's stream. */
static uint32_t stream_words(const tiling *t)
{
    const uint32_t weights = (uint32_t)t->y.filter * filter_words(&t->x);
    return t->is_square ? TML_DSP_STRIP_WORDS : TML_DSP_FILTER_HEAD + (t->x.stride == 1 ? 2u : 1u) * weights;
}

int tml_dsp_depthwise_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const tml_tensor *out = packed->out;
    if (!tml_is_depthwise(packed) || out->shape[3] % GROUP != 0)
    {
        return 0;
    }
    const tiling t = tiling_of(op, packed->in, out);
    if (t.is_square)
    {
        if (t.y.filter != SQUARE || t.x.filter != SQUARE || t.x.before > 1 || t.width < (int32_t)TML_DSP_STRIP_LEAST)
        {
            return 0;
        }
    }
    /* A sequence in place is one block. */
    else if (filter_words(&t.x) > TML_DSP_FILTER_WORDS ||
             (t.is_sequence && (op->flags & TML_FLAG_IN_PLACE) != 0 && t.columns != t.width))
    {
        return 0;
    }
    const uint32_t row = strips_of((uint32_t)t.columns, t.outputs) * t.words;
    needs->constants = (uint64_t)out->shape[3] * stream_words(&t) * 4u;
    needs->scratch = (uint64_t)GROUP * input_rows(&t, t.rows) * row * 4u;
    return 1;
}

/* An operator at work, and where its planes lie. */
typedef struct depthwise
{
    tiling t;
    int32_t channels;
    const int8_t *input;
    int8_t *output;
    int32_t zero;
    const uint32_t *stream;
    uint32_t *planes;
    int is_exact;
} depthwise;

/* Outputs [y, y + rows) by [x, x + columns) of a group of channels. */
typedef struct block
{
    uint32_t group;
    int32_t y;
    int32_t rows;
    int32_t x;
    int32_t columns;
} block;

static uint32_t strips_in(const depthwise *d, const block *b)
{
    return strips_of((uint32_t)b->columns, d->t.outputs);
}

/* The first column of a strip; the last one ends where the block ends, unless that is narrower. */
static int32_t strip_column(const depthwise *d, const block *b, uint32_t strip)
{
    const int32_t width = (int32_t)d->t.outputs;
    return b->x + greatest(least((int32_t)strip * width, b->columns - width), 0);
}

/* Rows that lie outside the image. */
static void fill_outside(tml_dsp_fill *fill, uint32_t words, int32_t rows)
{
    const uint32_t plane = fill->plane / 4u;
    const uint32_t both = tml_dsp_low_bytes(fill->outside);
    for (uint32_t *const end = fill->to + (uint32_t)rows * words; fill->to != end; fill->to++)
    {
        fill->to[0] = both;
        fill->to[plane] = both;
        fill->to[2u * plane] = both;
        fill->to[3u * plane] = both;
    }
}

/* Strips from one on that lie inside the image, side by side; of a single input row they are filled as the rows of one strip. */
static uint32_t strips_inside(const depthwise *d, const block *b, uint32_t strip)
{
    const int32_t columns = 2 * (int32_t)d->t.words;
    const int32_t step = (int32_t)d->t.outputs * d->t.x.stride;
    const int32_t column = strip_column(d, b, strip) * d->t.x.stride - d->t.x.before;
    const int32_t left = b->columns / (int32_t)d->t.outputs - (int32_t)strip;
    const int32_t inside = column < 0 ? 0 : (d->t.x.input - columns - column + step) / step;
    return (uint32_t)greatest(least(left, inside), 1);
}

/* The input rows of a block, the first `kept` left out; what lies outside the image is the zero point. */
static void fill_planes(const depthwise *d, const block *b, uint32_t kept)
{
    const tml_axis *axis = &d->t.x;
    const uint32_t words = d->t.words;
    const int32_t columns = 2 * (int32_t)words;
    const uint32_t rows = input_rows(&d->t, b->rows);
    const int32_t y = b->y * d->t.y.stride - d->t.y.before;
    const int32_t begin = y + (int32_t)kept;
    const int32_t top = greatest(begin, 0);
    const int32_t end = y + (int32_t)rows;
    const int32_t bottom = greatest(least(end, d->t.y.input), top);
    tml_dsp_fill fill;
    fill.pixel = (uint32_t)d->channels;
    fill.to = d->planes;
    fill.plane = strips_in(d, b) * rows * words * 4u;
    fill.outside = (uint32_t)(uint8_t)d->zero * 0x01010101u;
    for (uint32_t i = 0, alike; i < strips_in(d, b); i += alike)
    {
        const int32_t column = strip_column(d, b, i) * axis->stride - axis->before;
        const int32_t inside = greatest(column, 0);
        const int32_t behind = least(column + columns, axis->input);
        fill.to += kept * words;
        fill_outside(&fill, words, top - begin);
        const int32_t pixels = behind - inside;
        fill.from = d->input + (top * axis->input + inside) * d->channels + b->group * GROUP;
        fill.skip = (axis->input - pixels) * d->channels;
        fill.before = (uint32_t)(inside - column);
        fill.pairs = ((uint32_t)pixels - fill.before % 2u) / 2u;
        fill.odd = ((uint32_t)pixels - fill.before % 2u) % 2u;
        fill.behind = words - (fill.before + 1u) / 2u - fill.pairs - fill.odd;
        fill.rows = (uint32_t)(bottom - top);
        alike = rows == 1 && kept == 0 ? strips_inside(d, b, i) : 1u;
        if (alike > 1)
        {
            fill.skip = ((int32_t)d->t.outputs * axis->stride - pixels) * d->channels;
            fill.rows = alike;
        }
        if (fill.rows != 0)
        {
            tml_dsp_fill_strip(&fill);
        }
        fill.to += fill.rows * words;
        fill_outside(&fill, words, end - bottom);
    }
}

/* The output of the block's first channel at a column of its first row. */
static int8_t *output_at(const depthwise *d, const block *b, int32_t column)
{
    return d->output + (b->y * d->t.width + column) * d->channels + b->group * GROUP;
}

/* The planes of a block under a 3x3 filter. */
static void run_square(const depthwise *d, const block *b)
{
    const uint32_t stride = (uint32_t)d->t.y.stride;
    const uint32_t channels = (uint32_t)d->channels;
    const uint32_t width = (uint32_t)d->t.width;
    const tml_dsp_strips strips = {d->stream + b->group * GROUP * TML_DSP_STRIP_WORDS,
                                   d->planes,
                                   GROUP,
                                   (uint32_t)b->rows,
                                   output_at(d, b, 0),
                                   channels,
                                   width * channels,
                                   (width - d->t.outputs) * channels,
                                   stride * d->t.words * 4u,
                                   (SQUARE - stride) * d->t.words * 4u};
    d->is_exact ? tml_dsp_run_strips_exact(&strips, (uint32_t)d->t.x.stride)
                : tml_dsp_run_strips(&strips, d->t.outputs, (uint32_t)d->t.x.stride);
}

/* The same under any other filter. A single row's strips, but for a last one that overlaps, lie in a plane as rows of one strip do. */
static void run_filter(const depthwise *d, const block *b)
{
    const tiling *t = &d->t;
    const int is_row = b->rows == 1;
    const uint32_t bytes = t->words * 4u;
    const uint32_t strip = input_rows(t, b->rows) * bytes;
    const uint32_t step = is_row ? strip : (uint32_t)t->y.stride * bytes;
    const uint32_t apart = is_row ? t->outputs : (uint32_t)t->width;
    const uint32_t alike = is_row && b->columns > (int32_t)t->outputs ? (uint32_t)b->columns / t->outputs : 1u;
    tml_dsp_filter filter = {d->stream + b->group * GROUP * stream_words(t),
                             d->planes,
                             NULL,
                             (uint32_t)d->channels,
                             apart * (uint32_t)d->channels,
                             0,
                             step,
                             (uint32_t)t->y.filter * bytes - step,
                             (uint32_t)t->y.filter,
                             filter_words(&t->x),
                             t->at_once,
                             (uint32_t)least(b->columns, (int32_t)t->outputs),
                             (uint32_t)d->is_exact};
    for (uint32_t c = 0; c < GROUP; c++, filter.stream += stream_words(t))
    {
        uint32_t count = alike;
        for (uint32_t i = 0; i < strips_in(d, b); i += count, count = 1)
        {
            filter.rows = is_row ? count : (uint32_t)b->rows;
            filter.output = output_at(d, b, strip_column(d, b, i)) + c;
            tml_dsp_run_filter(&filter);
            filter.plane += count * strip / 4u;
        }
    }
}

/* A block, of whose input rows the first `kept` are in the planes. */
static void run_block(const depthwise *d, const block *b, uint32_t kept)
{
    fill_planes(d, b, kept);
    d->t.is_square ? run_square(d, b) : run_filter(d, b);
}

/* The last input rows of a block to the front of the next, which has `rows` output rows. */
static void keep_rows(const depthwise *d, const block *b, int32_t rows, uint32_t kept)
{
    const uint32_t words = d->t.words;
    const uint32_t *from = d->planes + (uint32_t)b->rows * words;
    uint32_t *to = d->planes;
    for (uint32_t i = 0; i < GROUP * strips_in(d, b); i++)
    {
        for (uint32_t k = 0; k < kept * words; k++)
        {
            to[k] = from[k];
        }
        from += input_rows(&d->t, b->rows) * words;
        to += input_rows(&d->t, rows) * words;
    }
}

static void run_in_place(const depthwise *d, uint32_t group)
{
    const uint32_t kept = (uint32_t)d->t.y.filter - 1u;
    block b = {group, 0, least(d->t.rows, d->t.height), 0, d->t.width};
    run_block(d, &b, 0);
    for (b.y = b.rows; b.y < d->t.height; b.y += b.rows)
    {
        const int32_t rows = least(d->t.height - b.y, d->t.rows);
        keep_rows(d, &b, rows, kept);
        b.rows = rows;
        run_block(d, &b, kept);
    }
}

void tml_dsp_run_depthwise(const tml_job *job)
{
    const tml_operator *op = job->op;
    const depthwise d = {
        tiling_of(op, job->in, job->out),
        job->in->shape[3],
        job->x,
        job->y,
        job->in->zero_point,
        tml_stream_of(job),
        (uint32_t *)(void *)(job->engine->arena + op->scratch),
        op->kernel == TML_DSP_DEPTHWISE_EXACT || op->kernel == TML_DSP_FILTER_EXACT,
    };
    if ((op->flags & TML_FLAG_IN_PLACE) != 0)
    {
        for (uint32_t group = job->begin; group < job->end; group++)
        {
            run_in_place(&d, group);
        }
        return;
    }
    const int32_t bottom = d.t.is_sequence ? 1 : (int32_t)job->end;
    const int32_t right = d.t.is_sequence ? (int32_t)job->end : d.t.width;
    block b;
    for (b.y = d.t.is_sequence ? 0 : (int32_t)job->begin; b.y < bottom; b.y += b.rows)
    {
        b.rows = least(bottom - b.y, d.t.rows);
        for (b.x = d.t.is_sequence ? (int32_t)job->begin : 0; b.x < right; b.x += b.columns)
        {
            b.columns = least(right - b.x, d.t.columns);
            for (b.group = 0; b.group < (uint32_t)d.channels / GROUP; b.group++)
            {
                run_block(&d, &b, 0);
            }
        }
    }
}
