/* SPDX-License-Identifier: MIT */

/*
 * Depthwise convolution. Four channels at a time become planes: strips of rows of int16, two columns a word, so that a filter row
 * multiplies along a row of one channel. 3x3 filters have a kernel of their own (dsp_strips_arm.c), all others one for any (dsp_filter_arm.c).
 * The scratch holds the planes of a block of outputs. A sequence, an image one column wide, lies on its side: in memory it is one row.
 *
 * In place (stride 1) each group of channels goes over the whole image: a block reads its rows before it writes them, and keeps
 * what the next block reads as well. Else all groups go over a block before the next block is begun.
 */

#include "dsp_depthwise.h"

/* The output of the block's first channel at a column of its first row. */
static int8_t *output_at(const tml_dsp_depthwise *d, const tml_dsp_part *b, int32_t column)
{
    return d->output + (b->y * d->t.width + column) * d->channels + b->group * TML_GROUP_CHANNELS;
}

/* The planes of a block under a 3x3 filter. */
static void run_square(const tml_dsp_depthwise *d, const tml_dsp_part *b)
{
    const uint32_t stride = (uint32_t)d->t.y.stride;
    const uint32_t channels = (uint32_t)d->channels;
    const uint32_t width = (uint32_t)d->t.width;
    const tml_dsp_strips strips = {d->stream + b->group * TML_GROUP_CHANNELS * TML_DSP_STRIP_WORDS,
                                   d->planes,
                                   TML_GROUP_CHANNELS,
                                   (uint32_t)b->rows,
                                   output_at(d, b, 0),
                                   channels,
                                   width * channels,
                                   (width - d->t.outputs) * channels,
                                   stride * d->t.words * 4u,
                                   (TML_DSP_SQUARE - stride) * d->t.words * 4u};
    d->is_exact ? tml_dsp_run_strips_exact(&strips, (uint32_t)d->t.x.stride)
                : tml_dsp_run_strips(&strips, d->t.outputs, (uint32_t)d->t.x.stride);
}

/* The same under any other filter. A single row's strips, but for a last one that overlaps, lie in a plane as rows of one strip do. */
static void run_filter(const tml_dsp_depthwise *d, const tml_dsp_part *b)
{
    const tml_dsp_tiling *t = &d->t;
    const uint32_t strips = tml_dsp_strips_in(d, b);
    const int is_row = b->rows == 1;
    const uint32_t bytes = t->words * 4u;
    const uint32_t strip = tml_dsp_input_rows(t, b->rows) * bytes;
    const uint32_t step = is_row ? strip : (uint32_t)t->y.stride * bytes;
    const uint32_t apart = is_row ? t->outputs : (uint32_t)t->width;
    const uint32_t alike = is_row && b->columns > (int32_t)t->outputs ? (uint32_t)b->columns / t->outputs : 1u;
    tml_dsp_filter filter = {d->stream + b->group * TML_GROUP_CHANNELS * tml_dsp_stream_words(t),
                             d->planes,
                             NULL,
                             (uint32_t)d->channels,
                             apart * (uint32_t)d->channels,
                             0,
                             step,
                             (uint32_t)t->y.filter * bytes - step,
                             (uint32_t)t->y.filter,
                             tml_dsp_filter_words(&t->x),
                             t->at_once,
                             (uint32_t)tml_dsp_least(b->columns, (int32_t)t->outputs),
                             (uint32_t)d->is_exact};
    for (uint32_t c = 0; c < TML_GROUP_CHANNELS; c++, filter.stream += tml_dsp_stream_words(t))
    {
        uint32_t count = alike;
        for (uint32_t i = 0; i < strips; i += count, count = 1)
        {
            filter.rows = is_row ? count : (uint32_t)b->rows;
            filter.output = output_at(d, b, tml_dsp_strip_column(d, b, i)) + c;
            tml_dsp_run_filter(&filter);
            filter.plane += count * strip / 4u;
        }
    }
}

/* A block, of whose input rows the first `kept` are in the planes. */
static void run_block(const tml_dsp_depthwise *d, const tml_dsp_part *b, uint32_t kept)
{
    tml_dsp_fill_planes(d, b, kept);
    d->t.is_square ? run_square(d, b) : run_filter(d, b);
}

static void run_in_place(const tml_dsp_depthwise *d, uint32_t group)
{
    const uint32_t kept = (uint32_t)d->t.y.filter - 1u;
    tml_dsp_part b = {group, 0, tml_dsp_least(d->t.rows, d->t.height), 0, d->t.width};
    run_block(d, &b, 0);
    for (b.y = b.rows; b.y < d->t.height; b.y += b.rows)
    {
        const int32_t rows = tml_dsp_least(d->t.height - b.y, d->t.rows);
        tml_dsp_keep_rows(d, &b, rows, kept);
        b.rows = rows;
        run_block(d, &b, kept);
    }
}

void tml_dsp_run_depthwise(const tml_job *job)
{
    const tml_operator *op = job->op;
    const tml_dsp_depthwise d = {
        tml_dsp_tiling_of(op, job->in, job->out),
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
    tml_dsp_part b;
    for (b.y = d.t.is_sequence ? 0 : (int32_t)job->begin; b.y < bottom; b.y += b.rows)
    {
        b.rows = tml_dsp_least(bottom - b.y, d.t.rows);
        for (b.x = d.t.is_sequence ? (int32_t)job->begin : 0; b.x < right; b.x += b.columns)
        {
            b.columns = tml_dsp_least(right - b.x, d.t.columns);
            for (b.group = 0; b.group < (uint32_t)d.channels / TML_GROUP_CHANNELS; b.group++)
            {
                run_block(&d, &b, 0);
            }
        }
    }
}
