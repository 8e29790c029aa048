/* SPDX-License-Identifier: MIT */

/*
 * 3x3 depthwise convolution, a channel at a time: its rows are copied to a plane with a border, so that the taps of an output lie side
 * by side. In place, the plane holds the whole image, and a channel is a unit of work; else all channels go over kernel_rows
 * output rows before the next ones are begun. The border is the same for all channels; an element inside takes three or four
 * instructions and its share of the loops.
 */

#include <string.h>

#include "rv32_operator.h"

enum
{
    FILTER = 3
};

/* A plane's columns, as many as windows reach. */
static uint32_t plane_width(const tml_operator *op, const tml_tensor *out)
{
    return (out->shape[2] - 1u) * op->stride[1] + FILTER;
}

static uint32_t words_of_channel(const tml_operator *op)
{
    return TML_RV32_CHANNEL_WORDS + tml_rv32_factors_of(op);
}

int tml_rv32_depthwise_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const tml_tensor *out = packed->out;
    const int in_place = (op->flags & TML_FLAG_IN_PLACE) != 0;
    if (!tml_is_depthwise_3x3(packed) || (in_place && op->kernel_rows != out->shape[1]))
    {
        return 0;
    }
    needs->constants = (1u + (uint64_t)out->shape[3] * words_of_channel(op)) * 4u;
    const uint64_t rows = (op->kernel_rows - 1u) * (uint32_t)op->stride[0] + FILTER;
    needs->scratch = (rows * plane_width(op, out) + 3u) / 4u * 4u;
    return 1;
}

/* The part of a plane that lies in the image. */
typedef struct inside
{
    int8_t *to;
    int32_t width; /* of the plane */
    int32_t rows;
    int32_t columns;
    int32_t step;  /* bytes from a pixel of the image to the next */
    int32_t pitch; /* bytes from a row of the image to the next */
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

/* Output rows [y, y + rows) of the channels [begin, end). */
static void run_rows(const tml_job *job, int32_t y, int32_t rows, uint32_t begin, uint32_t end)
{
    const tml_operator *op = job->op;
    const tml_window_shape shape = tml_window_shape_of(op, job->in, job->out);
    const uint32_t *stream = tml_stream_of(job);
    int8_t *const plane = (int8_t *)tml_scratch_of(job);
    const int32_t width = (int32_t)plane_width(op, job->out);
    const int32_t height = (rows - 1) * shape.y.stride + FILTER;
    const int32_t top = y * shape.y.stride - shape.y.before;
    const int32_t above = top < 0 ? -top : 0;
    const int32_t pitch = shape.x.input * shape.channels;
    const inside part = {
        plane + (above * width + shape.x.before),
        width,
        least(height, shape.y.input - top) - above,
        least(shape.x.input, width - shape.x.before),
        shape.channels,
        pitch,
    };
    const int8_t *input = job->x + (top + above) * pitch;
    const int32_t row = shape.output_width * shape.channels;
    int8_t *output = job->y + y * row;
    tml_rv32_plane channel = {
        NULL, plane, width, NULL, shape.channels, row, shape.output_width, rows, tml_rv32_output_of(op, stream),
    };
    memset(plane, job->in->zero_point, (size_t)(width * height));
    for (uint32_t c = begin; c < end; c++)
    {
        copy_channel(&part, input + c);
        channel.stream = stream + 1 + c * words_of_channel(op);
        channel.output = output + c;
        shape.y.stride == 1 ? tml_rv32_run_plane_1(&channel) : tml_rv32_run_plane_2(&channel);
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
