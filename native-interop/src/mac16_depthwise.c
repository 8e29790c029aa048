/* SPDX-License-Identifier: MIT */

/*
 * Depthwise convolution. Four channels at a time become lines of int16 in the scratch, as many as there is room for. What can be made of
 * them is made, channel by channel, and the lines that later rows read are moved to the front.
 *
 * In place (stride 1) each group of channels goes over the whole image, whose rows are read before they are written. Else all groups go
 * over a block of rows before the next block is begun.
 */

#include "mac16.h"
#include "mac16_lines.h"
#include "packed.h"

enum
{
    GROUP = (int)TML_GROUP_CHANNELS,
    FILTER_3X3 = 3
};

static int is_3x3(const tml_operator *op)
{
    return op->kernel == TML_MAC16_DEPTHWISE || op->kernel == TML_MAC16_DEPTHWISE_SHIFTED;
}

/* Words of the stream of a channel. */
static uint32_t words_of_channel(const tml_operator *op, const tml_mac16_line_shape *shape)
{
    const uint32_t weights = (uint32_t)shape->y.filter * shape->run_words;
    return is_3x3(op)                             ? TML_MAC16_CHANNEL_WORDS
           : op->kernel == TML_MAC16_RUNS_SHIFTED ? TML_MAC16_SHIFTED_FACTORS + weights
                                                  : TML_MAC16_SIGNED_FACTORS + weights;
}

int tml_mac16_depthwise_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const tml_tensor *out = packed->out;
    if (!tml_is_depthwise(packed) || out->shape[3] % GROUP != 0 || packed->in->offset % 4u != 0)
    {
        return 0;
    }
    const tml_mac16_line_shape shape = tml_mac16_line_shape_of(op, packed->in, out);
    const int in_place = (op->flags & TML_FLAG_IN_PLACE) != 0;
    if ((is_3x3(op) && (shape.y.filter != FILTER_3X3 || shape.x.filter != FILTER_3X3)) ||
        shape.run_words > TML_MAC16_MOST_RUN || (in_place && shape.is_column && op->kernel_rows < out->shape[1]))
    {
        return 0;
    }
    needs->constants = (uint64_t)out->shape[3] * words_of_channel(op, &shape) * 4u;
    needs->scratch = (uint64_t)shape.lines * tml_mac16_pitch_of(&shape) * 4u + 4u; /* kernels read a word ahead */
    return 1;
}

/* An operator at work. */
typedef struct depthwise
{
    tml_mac16_lines lines;
    const tml_operator *op;
    uint32_t channel_words; /* of the stream */
    const uint32_t *stream;
    int8_t *output;
} depthwise;

/* Rows of a group's output, whose windows begin at input row top and column left. */
typedef struct piece
{
    uint32_t group;
    uint32_t rows;
    uint32_t outputs; /* of a row */
    int32_t top;
    int32_t left;
    int8_t *output;
} piece;

static void run_plane(uint32_t kernel, const tml_mac16_plane *plane)
{
    switch (kernel)
    {
    case TML_MAC16_DEPTHWISE:
        tml_mac16_3x3(plane);
        break;
    case TML_MAC16_DEPTHWISE_SHIFTED:
        tml_mac16_3x3_shifted(plane);
        break;
    case TML_MAC16_RUNS_SHIFTED:
        tml_mac16_runs_shifted(plane);
        break;
    default:
        tml_mac16_runs_signed(plane);
        break;
    }
}

/* The first rows of a piece, from the first lines. */
static void run_rows(const depthwise *d, const piece *p, uint32_t rows)
{
    const tml_mac16_line_shape *shape = &d->lines.shape;
    const uint32_t pitch = tml_mac16_pitch_of(shape);
    const uint32_t channels = d->lines.channels;
    tml_mac16_plane plane = {
        d->stream + p->group * GROUP * d->channel_words,
        d->lines.first,
        pitch,
        pitch * (uint32_t)shape->y.stride,
        rows,
        p->outputs,
        (uint32_t)shape->x.stride,
        p->output,
        channels,
        shape->width * channels,
        (uint32_t)shape->y.filter,
        shape->run_words,
    };
    for (uint32_t c = 0; c < GROUP; c++)
    {
        run_plane(d->op->kernel, &plane);
        plane.stream += d->channel_words;
        plane.lines += shape->words;
        plane.output++;
    }
}

static void run_piece(const depthwise *d, piece p)
{
    const tml_mac16_line_shape *shape = &d->lines.shape;
    const uint32_t filter = (uint32_t)shape->y.filter;
    const uint32_t stride = (uint32_t)shape->y.stride;
    uint32_t filled = 0;
    for (;;)
    {
        const uint32_t wanted = (p.rows - 1u) * stride + filter;
        const uint32_t most = wanted < shape->lines ? wanted : shape->lines;
        for (; filled < most; filled++)
        {
            tml_mac16_fill_line(&d->lines, filled, p.group, p.top + (int32_t)filled, p.left);
        }
        const uint32_t rows = (filled - filter) / (stride == 1 ? 1u : 2u) + 1u; /* no division */
        run_rows(d, &p, rows);
        p.rows -= rows;
        if (p.rows == 0)
        {
            return;
        }
        const uint32_t done = rows * stride;
        filled = done < filled ? filled - done : 0;
        tml_mac16_move_lines(&d->lines, done, filled);
        p.top += (int32_t)done;
        p.output += rows * shape->width * d->lines.channels;
    }
}

/* Output rows [begin, end) of a group, of a column its outputs. */
static void run_group(const depthwise *d, uint32_t group, uint32_t begin, uint32_t end)
{
    const tml_mac16_line_shape *shape = &d->lines.shape;
    const tml_axis *axis = shape->is_column ? &shape->x : &shape->y;
    const int32_t first = (int32_t)begin * axis->stride - axis->before;
    const uint32_t row = (shape->is_column ? 1u : shape->width) * d->lines.channels;
    piece p = {group, end - begin, shape->width, first, -shape->x.before, d->output + begin * row + group * GROUP};
    if (shape->is_column)
    {
        p.rows = 1;
        p.outputs = end - begin;
        p.top = -shape->y.before;
        p.left = first;
        tml_mac16_clear_lines(&d->lines, 0, shape->lines); /* another block has other columns outside */
    }
    if (is_3x3(d->op) && shape->x.stride == 1)
    {
        p.left -= (int32_t)(p.outputs % 2u);
    }
    run_piece(d, p);
}

void tml_mac16_run_depthwise(const tml_job *job)
{
    const tml_operator *op = job->op;
    const tml_mac16_line_shape shape = tml_mac16_line_shape_of(op, job->in, job->out);
    const tml_mac16_lines lines = {
        shape,
        job->x,
        job->in->shape[3],
        (uint32_t)(job->in->zero_point + 128) * 0x00010001u,
        (uint32_t *)(void *)tml_scratch_of(job),
    };
    const depthwise d = {lines, op, words_of_channel(op, &shape), tml_stream_of(job), job->y};
    tml_mac16_clear_lines(&lines, 0, shape.lines);
    if ((op->flags & TML_FLAG_IN_PLACE) != 0)
    {
        for (uint32_t group = job->begin; group < job->end; group++)
        {
            run_group(&d, group, 0, job->out->shape[1]);
        }
        return;
    }
    for (uint32_t y = job->begin; y < job->end; y += op->kernel_rows)
    {
        const uint32_t end = job->end - y < op->kernel_rows ? job->end : y + op->kernel_rows;
        for (uint32_t group = 0; group < job->out->shape[3] / (uint32_t)GROUP; group++)
        {
            run_group(&d, group, y, end);
        }
    }
}
