/* SPDX-License-Identifier: MIT */

/*
 * 3x3 depthwise convolution. Four channels at a time become planes: strips of rows of int16, two columns a word, so that a
 * filter row multiplies along a row of one channel. The scratch holds the planes of a block of output rows.
 *
 * In place (stride 1) each group of channels goes over the whole image: a block reads its rows before it writes them, and keeps
 * the last two for the next block. Else all groups go over a block before the next block is begun.
 */

#include "dsp.h"
#include "packed.h"

enum
{
    GROUP = (int)TML_GROUP_CHANNELS,
    FILTER = 3,
    SHARED = 2 /* rows of a block in place that the next one reads as well */
};

/* The geometry, and where the planes lie. */
typedef struct depthwise
{
    tml_window_shape shape;
    int32_t output_height;
    const int8_t *input;
    int8_t *output;
    int32_t zero;
    const uint32_t *stream;
    uint32_t *planes;
    uint32_t width;   /* outputs of a strip */
    uint32_t strips;  /* of a plane */
    uint32_t words;   /* of a strip's row */
    int32_t row_step; /* output rows of a block */
    int is_exact;
} depthwise;

/* Outputs of a strip: as few strips as there can be, of one width. */
static uint32_t strip_width(const tml_operator *op, uint32_t outputs)
{
    const uint32_t strips = (outputs + TML_DSP_STRIP_MOST - 1u) / TML_DSP_STRIP_MOST;
    const uint32_t width = (outputs + strips - 1u) / strips;
    return op->kernel == TML_DSP_DEPTHWISE_EXACT || width < TML_DSP_STRIP_LEAST ? TML_DSP_STRIP_LEAST : width;
}

static uint32_t strips_of(uint32_t outputs, uint32_t width)
{
    return (outputs + width - 1u) / width;
}

static uint32_t input_rows(uint32_t output_rows, uint32_t stride)
{
    return (output_rows - 1u) * stride + FILTER;
}

int tml_dsp_depthwise_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const tml_tensor *out = packed->out;
    if (!tml_is_depthwise(packed) || op->filter[0] != FILTER || op->filter[1] != FILTER || op->padding[1] > 1 || out->shape[3] % GROUP != 0 ||
        out->shape[2] < TML_DSP_STRIP_LEAST)
    {
        return 0;
    }
    const uint32_t width = strip_width(op, out->shape[2]);
    const uint32_t row = strips_of(out->shape[2], width) * tml_dsp_strip_row(width, op->stride[1]);
    needs->constants = (uint64_t)out->shape[3] * TML_DSP_STRIP_WORDS * 4u;
    needs->scratch = (uint64_t)GROUP * input_rows(op->kernel_rows, op->stride[0]) * row * 4u;
    return 1;
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

/* Four channels of `rows` input rows from y on, the first `kept` left out; what lies outside the image is the zero point. */
static void fill_planes(const depthwise *d, uint32_t group, int32_t y, uint32_t rows, uint32_t kept)
{
    const tml_axis *axis = &d->shape.x;
    const int32_t columns = 2 * (int32_t)d->words;
    const int32_t last = d->shape.output_width - (int32_t)d->width;
    const int32_t begin = y + (int32_t)kept;
    const int32_t top = begin < 0 ? 0 : begin;
    const int32_t end = y + (int32_t)rows;
    const int32_t bottom = end < d->shape.y.input ? end : d->shape.y.input;
    tml_dsp_fill fill;
    fill.pixel = (uint32_t)d->shape.channels;
    fill.to = d->planes;
    fill.plane = d->strips * rows * d->words * 4u;
    fill.outside = (uint32_t)(uint8_t)d->zero * 0x01010101u;
    for (uint32_t i = 0; i < d->strips; i++)
    {
        const int32_t first = (int32_t)(i * d->width) < last ? (int32_t)(i * d->width) : last;
        const int32_t column = first * axis->stride - axis->before;
        const int32_t inside = column < 0 ? 0 : column;
        const int32_t behind = column + columns < axis->input ? column + columns : axis->input;
        fill.to += kept * d->words;
        fill_outside(&fill, d->words, top - begin);
        const uint32_t pixels = (uint32_t)(behind - inside);
        fill.from = d->input + (top * axis->input + inside) * d->shape.channels + group * GROUP;
        fill.skip = ((uint32_t)axis->input - pixels) * fill.pixel;
        fill.before = (uint32_t)(inside - column);
        fill.pairs = (pixels - fill.before) / 2u;
        fill.odd = (pixels - fill.before) % 2u;
        fill.behind = d->words - fill.before - fill.pairs - fill.odd;
        fill.rows = (uint32_t)(bottom - top);
        if (fill.rows != 0)
        {
            tml_dsp_fill_strip(&fill);
        }
        fill.to += fill.rows * d->words;
        fill_outside(&fill, d->words, end - bottom);
    }
}

/* Output rows [y, y + rows) of a group; of their input rows the first `kept` are in the planes. */
static void run_group(const depthwise *d, uint32_t group, int32_t y, int32_t rows, uint32_t kept)
{
    const uint32_t stride = (uint32_t)d->shape.y.stride;
    const uint32_t channels = (uint32_t)d->shape.channels;
    const uint32_t width = (uint32_t)d->shape.output_width;
    fill_planes(d, group, y * d->shape.y.stride - d->shape.y.before, input_rows((uint32_t)rows, stride), kept);
    const tml_dsp_strips strips = {d->stream + group * GROUP * TML_DSP_STRIP_WORDS,
                                   d->planes,
                                   GROUP,
                                   (uint32_t)rows,
                                   d->output + (uint32_t)y * width * channels + group * GROUP,
                                   channels,
                                   width * channels,
                                   (width - d->width) * channels,
                                   stride * d->words * 4u,
                                   (FILTER - stride) * d->words * 4u};
    d->is_exact ? tml_dsp_run_strips_exact(&strips, (uint32_t)d->shape.x.stride)
                : tml_dsp_run_strips(&strips, d->width, (uint32_t)d->shape.x.stride);
}

/* The last rows of a block to the front of the next, which has `rows` output rows. */
static void keep_rows(const depthwise *d, uint32_t rows)
{
    const uint32_t words = SHARED * d->words;
    const uint32_t *from = d->planes + (uint32_t)d->row_step * d->words;
    uint32_t *to = d->planes;
    for (uint32_t i = 0; i < GROUP * d->strips; i++)
    {
        for (uint32_t k = 0; k < words; k++)
        {
            to[k] = from[k];
        }
        from += input_rows((uint32_t)d->row_step, 1) * d->words;
        to += input_rows(rows, 1) * d->words;
    }
}

static void run_in_place(const depthwise *d, uint32_t group)
{
    int32_t rows;
    for (int32_t y = 0; y < d->output_height; y += rows)
    {
        rows = d->output_height - y < d->row_step ? d->output_height - y : d->row_step;
        if (y != 0)
        {
            keep_rows(d, (uint32_t)rows);
        }
        run_group(d, group, y, rows, y == 0 ? 0 : SHARED);
    }
}

void tml_dsp_run_depthwise(const tml_job *job)
{
    const tml_operator *op = job->op;
    const uint32_t width = strip_width(op, job->out->shape[2]);
    const depthwise d = {
        tml_window_shape_of(op, job->in, job->out),
        job->out->shape[1],
        job->x,
        job->y,
        job->in->zero_point,
        tml_stream_of(job),
        (uint32_t *)(void *)(job->engine->arena + op->scratch),
        width,
        strips_of(job->out->shape[2], width),
        tml_dsp_strip_row(width, op->stride[1]),
        op->kernel_rows,
        op->kernel == TML_DSP_DEPTHWISE_EXACT,
    };
    if ((op->flags & TML_FLAG_IN_PLACE) != 0)
    {
        for (uint32_t group = job->begin; group < job->end; group++)
        {
            run_in_place(&d, group);
        }
        return;
    }
    int32_t rows;
    for (int32_t y = (int32_t)job->begin; y < (int32_t)job->end; y += rows)
    {
        rows = (int32_t)job->end - y < d.row_step ? (int32_t)job->end - y : d.row_step;
        for (uint32_t group = 0; group < job->out->shape[3] / (uint32_t)GROUP; group++)
        {
            run_group(&d, group, y, rows, 0);
        }
    }
}
