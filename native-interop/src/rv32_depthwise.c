/* SPDX-License-Identifier: MIT */

/*
 * Depthwise convolution, a channel at a time: its rows are copied to a plane with a border, so that the taps of an output lie side
 * by side. In place, the plane holds the whole image, and a channel is a unit of work; else all channels go over kernel_rows
 * output rows before the next ones are begun. The border is the same for all channels; an element inside takes three or four
 * instructions and its share of the loops.
 *
 * A filter is lines of taps, which lie along its longer side: where that is its height, the plane's rows are the image's columns, and
 * a sequence is the same whichever way it lies. A filter of one line may have any length, as several lines may read one row of the
 * plane. 3x3 has a kernel of its own.
 */

#include <string.h>

#include "rv32_operator.h"

/* Taps of the longest line, and what a longer filter is cut into. */
enum
{
    MOST_TAPS = 7,
    PIECE = 5
};

/* A filter and its planes; of two numbers the first is that of y, the second that of x. */
typedef struct filter
{
    uint32_t along; /* that lines lie along: 0 or 1 */
    uint32_t taps;  /* of a line */
    uint32_t lines;
    uint32_t reach[2];  /* taps of the plane */
    uint32_t beyond[2]; /* outputs that strips may have more than the operator */
} filter;

/* Whether its kernel is the one of rv32_plane.c, which takes no strips. */
static int is_3x3(const tml_operator *op)
{
    return op->filter[0] == 3 && op->filter[1] == 3;
}

static filter filter_of(const tml_operator *op)
{
    filter f = {op->filter[0] > op->filter[1] ? 0 : 1u, 0, 0, {0, 0}, {0, 0}};
    const uint32_t length = op->filter[f.along];
    const uint32_t across = op->filter[1u - f.along];
    f.taps = length <= 3u ? 3u : length <= 5u || length > MOST_TAPS ? PIECE : MOST_TAPS;
    const uint32_t pieces = (length + f.taps - 1u) / f.taps;
    f.lines = across * pieces;
    f.reach[f.along] = f.taps * pieces;
    f.reach[1u - f.along] = across;
    f.beyond[f.along] = is_3x3(op) ? 0 : TML_RV32_BEYOND;
    return f;
}

/* Elements of a plane along an axis. */
static uint32_t extent_of(const tml_operator *op, const filter *f, uint32_t axis, uint32_t outputs)
{
    return (outputs + f->beyond[axis] - 1u) * op->stride[axis] + f->reach[axis];
}

/* Of the stream: weights, initial sum, factors. */
static uint32_t words_of_channel(const tml_operator *op, const filter *f)
{
    return (f->taps * f->lines + 3u) / 4u + 1u + tml_rv32_factors_of(op);
}

int tml_rv32_depthwise_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const tml_tensor *out = packed->out;
    const int in_place = (op->flags & TML_FLAG_IN_PLACE) != 0;
    const filter f = filter_of(op);
    if (!tml_is_depthwise(packed) || (f.reach[f.along] > MOST_TAPS && f.reach[1u - f.along] != 1u) ||
        (in_place && op->kernel_rows != out->shape[1]))
    {
        return 0;
    }
    needs->constants = (1u + (uint64_t)out->shape[3] * words_of_channel(op, &f)) * 4u;
    const uint64_t rows = extent_of(op, &f, 0, op->kernel_rows);
    needs->scratch = (rows * extent_of(op, &f, 1, out->shape[2]) + 3u) / 4u * 4u;
    return 1;
}

/* The part of a plane that lies in the image. */
typedef struct inside
{
    int8_t *to;
    int32_t width; /* of the plane */
    int32_t rows;
    int32_t columns;
    int32_t step;  /* bytes of the image from an element of a row of the plane to the next */
    int32_t pitch; /* bytes of the image from a row of the plane to the next */
} inside;

/* Elements of a channel side by side or one below another. Four at once by hand: gcc does not unroll for speed. */
static inline void copy_line(const int8_t *from, int32_t step, int8_t *to, int32_t to_step, int32_t count)
{
    for (; count >= 4; count -= 4)
    {
        *to = *from;
        from += step;
        to += to_step;
        *to = *from;
        from += step;
        to += to_step;
        *to = *from;
        from += step;
        to += to_step;
        *to = *from;
        from += step;
        to += to_step;
    }
    for (; count != 0; count--, from += step, to += to_step)
    {
        *to = *from;
    }
}

/* Along the longer side, as a line has its costs. */
static void copy_channel(const inside *part, const int8_t *from)
{
    int8_t *to = part->to;
    if (part->rows > part->columns)
    {
        for (int32_t x = 0; x < part->columns; x++, from += part->step, to++)
        {
            copy_line(from, part->pitch, to, part->width, part->rows);
        }
        return;
    }
    for (int32_t y = 0; y < part->rows; y++, from += part->pitch, to += part->width)
    {
        copy_line(from, part->step, to, 1, part->columns);
    }
}

static inline int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* A channel of a filter other than 3x3; eight outputs are five and three. */
static void run_strips(const tml_rv32_strip *channel)
{
    const int32_t most = (int32_t)TML_RV32_STRIP;
    const int32_t outputs = channel->plane.columns;
    tml_rv32_strip strip = *channel;
    int32_t done = 0;
    if (strip.plane.rows == 1 && outputs >= most)
    {
        /* A row's strips, one below another. */
        strip.plane.columns = most;
        strip.plane.rows = outputs / most;
        strip.plane.row = most * strip.plane.pixel;
        strip.down = most * strip.plane.stride;
        tml_rv32_run_strip(&strip);
        done = strip.plane.rows * most;
        strip.plane.rows = 1;
    }
    while (done != outputs)
    {
        const int32_t left = outputs - done;
        strip.plane.columns = left == most + 1 ? 5 : least(left, most);
        strip.plane.plane = channel->plane.plane + done * strip.plane.stride;
        strip.plane.output = channel->plane.output + done * strip.plane.pixel;
        tml_rv32_run_strip(&strip);
        done += strip.plane.columns;
    }
}

static void run_channel(const tml_operator *op, const tml_rv32_strip *channel)
{
    if (!is_3x3(op))
    {
        run_strips(channel);
    }
    else if (op->stride[0] == 1)
    {
        tml_rv32_run_plane_1(&channel->plane);
    }
    else
    {
        tml_rv32_run_plane_2(&channel->plane);
    }
}

/* Output rows [y, y + rows) of the channels [begin, end). */
static void run_rows(const tml_job *job, int32_t y, int32_t rows, uint32_t begin, uint32_t end)
{
    const tml_operator *op = job->op;
    const filter f = filter_of(op);
    const uint32_t along = f.along;
    const uint32_t across = 1u - along;
    const int32_t channels = job->out->shape[3];
    const int32_t outputs[2] = {rows, job->out->shape[2]};
    const int32_t steps[2] = {job->in->shape[2] * channels, channels};
    const int32_t output_steps[2] = {job->out->shape[2] * channels, channels};
    const int32_t first[2] = {y * op->stride[0] - op->padding[0], -op->padding[1]}; /* inputs, which may lie outside */
    int32_t extents[2];
    int32_t before[2]; /* elements of the plane outside the image */
    int32_t counts[2]; /* and inside */
    const int8_t *input = job->x;
    for (uint32_t axis = 0; axis < 2u; axis++)
    {
        extents[axis] = (int32_t)extent_of(op, &f, axis, (uint32_t)outputs[axis]);
        before[axis] = first[axis] < 0 ? -first[axis] : 0;
        counts[axis] = least(extents[axis], job->in->shape[1u + axis] - first[axis]) - before[axis];
        input += (first[axis] + before[axis]) * steps[axis];
    }
    int8_t *const plane = (int8_t *)tml_scratch_of(job);
    const inside part = {
        plane + (before[across] * extents[along] + before[along]),
        extents[along],
        counts[across],
        counts[along],
        steps[along],
        steps[across],
    };
    const uint32_t *stream = tml_stream_of(job);
    int8_t *output = job->y + y * output_steps[0];
    tml_rv32_strip channel = {
        {
            NULL,
            plane,
            extents[along],
            NULL,
            output_steps[along],
            output_steps[across],
            outputs[along],
            outputs[across],
            tml_rv32_output_of(op, stream),
            op->stride[along],
        },
        (int32_t)f.taps,
        (int32_t)f.lines,
        f.reach[along] > f.taps ? (int32_t)f.taps : extents[along],
        extents[along] * op->stride[across],
    };
    memset(plane, job->in->zero_point, (size_t)(extents[0] * extents[1]));
    for (uint32_t c = begin; c < end; c++)
    {
        copy_channel(&part, input + c);
        channel.plane.stream = stream + 1 + c * words_of_channel(op, &f);
        channel.plane.output = output + c;
        run_channel(op, &channel);
    }
}

void tml_rv32_run_depthwise(const tml_job *job)
{
    if ((job->op->flags & TML_FLAG_IN_PLACE) != 0)
    {
        run_rows(job, 0, job->out->shape[1], job->begin, job->end);
        return;
    }
    int32_t rows;
    for (int32_t y = (int32_t)job->begin; y < (int32_t)job->end; y += rows)
    {
        rows = least((int32_t)job->end - y, job->op->kernel_rows);
        run_rows(job, y, rows, 0, job->out->shape[3]);
    }
}
