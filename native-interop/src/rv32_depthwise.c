/* SPDX-License-Identifier: MIT */

/*
 * 3x3 depthwise convolution, a channel at a time: its rows are copied to a plane with a border, so that the nine weights stay in
 * registers and the taps of an output lie side by side. In place, the plane holds the whole image, and a channel is a unit of
 * work; else all channels go over kernel_rows output rows before the next ones are begun.
 *
 * Of an output with a stride of 1: three loads, nine multiplications, nine additions, four of addresses and loop, five to
 * requantise, a store; and four to make its plane. With a stride of 2 six loads.
 */

#include <string.h>

#include "rv32_operator.h"

enum
{
    FILTER = 3,
    TAPS = FILTER * FILTER,
    WEIGHT_WORDS = (TAPS + 3) / 4
};

typedef struct depthwise
{
    tml_window_shape shape;
    int32_t output_height;
    const int8_t *input;
    int8_t *output;
    int32_t zero;
    int8_t *plane;
    int32_t width; /* of the plane */
    tml_rv32_output results;
} depthwise;

/* A plane's columns, as many as windows reach. */
static uint32_t plane_width(const tml_operator *op, const tml_tensor *out)
{
    return (out->shape[2] - 1u) * op->stride[1] + FILTER;
}

static uint32_t words_of_channel(const tml_operator *op)
{
    return WEIGHT_WORDS + 1u + tml_rv32_factors_of(op);
}

int tml_rv32_depthwise_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const tml_tensor *in = packed->in;
    const tml_tensor *out = packed->out;
    const int in_place = (op->flags & TML_FLAG_IN_PLACE) != 0;
    if (op->code != TML_DEPTHWISE_CONV_2D || op->kernel_rows == 0 || (op->flags & TML_FLAG_BACKWARDS) != 0 ||
        op->filter[0] != FILTER || op->filter[1] != FILTER || op->dilation[0] != 1 || op->dilation[1] != 1 ||
        op->stride[0] != op->stride[1] || op->stride[0] > 2 || in->shape[3] != out->shape[3] ||
        (in_place && (op->stride[0] != 1 || in->shape[1] != out->shape[1] || in->shape[2] != out->shape[2] ||
                      op->kernel_rows != out->shape[1])))
    {
        return 0;
    }
    needs->constants = (1u + (uint64_t)out->shape[3] * words_of_channel(op)) * 4u;
    const uint64_t rows = (op->kernel_rows - 1u) * (uint32_t)op->stride[0] + FILTER;
    needs->scratch = (rows * plane_width(op, out) + 3u) / 4u * 4u;
    return 1;
}

/* Rows of a channel from y on; what lies outside the image is the zero point. */
static void fill_plane(const depthwise *d, uint32_t channel, int32_t y, int32_t rows)
{
    const int32_t step = d->shape.channels;
    const int32_t before = d->shape.x.before;
    const int32_t room = d->width - before;
    const int32_t inside = d->shape.x.input < room ? d->shape.x.input : room;
    int8_t *to = d->plane;
    for (const int32_t end = y + rows; y != end; y++, to += d->width)
    {
        if (y < 0 || y >= d->shape.y.input)
        {
            memset(to, d->zero, (uint32_t)d->width);
            continue;
        }
        const int8_t *from = d->input + (y * d->shape.x.input * step + (int32_t)channel);
        int8_t *x = to;
        for (; x != to + before; x++)
        {
            *x = (int8_t)d->zero;
        }
        for (const int8_t *last = x + inside; x != last; x++, from += step)
        {
            *x = *from;
        }
        for (; x != to + d->width; x++)
        {
            *x = (int8_t)d->zero;
        }
    }
}

/* The weights of a channel, in registers. */
typedef struct filter
{
    int32_t w[TAPS];
    uint32_t initial;
} filter;

#define COLUMN(sum, first, column)                                                                                     \
    ((sum) + (uint32_t)(f.w[first] * a[column]) + (uint32_t)(f.w[(first) + 3] * b[column]) +                           \
     (uint32_t)(f.w[(first) + 6] * c[column]))

/* One output row of a plane. The sums of three neighbours are under way, so each column is loaded once. */
static void run_row_1(const int8_t *plane, int32_t width, const uint32_t *stream, const tml_rv32_output *results,
                      int8_t *out, int32_t count, int32_t step)
{
    const int8_t *weights = (const int8_t *)stream;
    const filter f = {{weights[0], weights[1], weights[2], weights[3], weights[4], weights[5], weights[6], weights[7], weights[8]},
                      stream[WEIGHT_WORDS]};
    const int8_t *a = plane;
    const int8_t *b = a + width;
    const int8_t *c = b + width;
    uint32_t now = COLUMN(COLUMN(f.initial, 0, 0), 1, 1);
    uint32_t next = COLUMN(f.initial, 0, 1);
    for (const int8_t *end = a + count; a != end; a++, b++, c++, out += step)
    {
        const uint32_t sum = COLUMN(now, 2, 2);
        now = COLUMN(next, 1, 2);
        next = COLUMN(f.initial, 0, 2);
        *out = tml_rv32_requantize(sum, stream + WEIGHT_WORDS + 1, results);
    }
}

static void run_row_2(const int8_t *plane, int32_t width, const uint32_t *stream, const tml_rv32_output *results,
                      int8_t *out, int32_t count, int32_t step)
{
    const int8_t *weights = (const int8_t *)stream;
    const filter f = {{weights[0], weights[1], weights[2], weights[3], weights[4], weights[5], weights[6], weights[7], weights[8]},
                      stream[WEIGHT_WORDS]};
    const int8_t *a = plane;
    const int8_t *b = a + width;
    const int8_t *c = b + width;
    uint32_t now = COLUMN(f.initial, 0, 0);
    for (const int8_t *end = a + 2 * count; a != end; a += 2, b += 2, c += 2, out += step)
    {
        const uint32_t sum = COLUMN(COLUMN(now, 1, 1), 2, 2);
        now = COLUMN(f.initial, 0, 2);
        *out = tml_rv32_requantize(sum, stream + WEIGHT_WORDS + 1, results);
    }
}

/* Output rows [y, y + rows) of a channel. */
static void run_channel(const depthwise *d, const uint32_t *stream, uint32_t channel, int32_t y, int32_t rows)
{
    const int32_t stride = d->shape.y.stride;
    fill_plane(d, channel, y * stride - d->shape.y.before, (rows - 1) * stride + FILTER);
    const int32_t step = d->shape.channels;
    const int32_t count = d->shape.output_width;
    int8_t *out = d->output + (y * count * step + (int32_t)channel);
    const int8_t *plane = d->plane;
    for (int32_t row = 0; row < rows; row++, out += count * step, plane += stride * d->width)
    {
        stride == 1 ? run_row_1(plane, d->width, stream, &d->results, out, count, step)
                    : run_row_2(plane, d->width, stream, &d->results, out, count, step);
    }
}

void tml_rv32_run_depthwise(const tml_job *job)
{
    const tml_operator *op = job->op;
    const uint32_t *stream = tml_stream_of(job);
    const uint32_t *const first = stream + 1;
    const uint32_t words = words_of_channel(op);
    const depthwise d = {
        tml_window_shape_of(op, job->in, job->out),
        job->out->shape[1],
        job->x,
        job->y,
        job->in->zero_point,
        (int8_t *)tml_scratch_of(job),
        (int32_t)plane_width(op, job->out),
        tml_rv32_output_of(op, stream),
    };
    if ((op->flags & TML_FLAG_IN_PLACE) != 0)
    {
        for (uint32_t channel = job->begin; channel < job->end; channel++)
        {
            run_channel(&d, first + channel * words, channel, 0, d.output_height);
        }
        return;
    }
    int32_t rows;
    for (int32_t y = (int32_t)job->begin; y < (int32_t)job->end; y += rows)
    {
        rows = (int32_t)job->end - y < op->kernel_rows ? (int32_t)job->end - y : op->kernel_rows;
        for (uint32_t channel = 0; channel < job->out->shape[3]; channel++)
        {
            run_channel(&d, first + channel * words, channel, y, rows);
        }
    }
}
