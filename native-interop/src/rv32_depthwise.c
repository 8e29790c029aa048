/* SPDX-License-Identifier: MIT */

/*
 * 3x3 depthwise convolution, a channel at a time: its rows are copied to a plane with a border, so that the nine weights stay in
 * registers and the taps of an output lie side by side. In place, the plane holds the whole image, and a channel is a unit of
 * work; else all channels go over kernel_rows output rows before the next ones are begun.
 *
 * Columns of outputs are computed from above, so that one pointer leads to all three taps of a row. An output with a stride of 1 takes
 * three loads, nine multiplications, nine additions, three of addresses and loop, nine to requantise, a store; and four for its
 * element of the plane. With a stride of 2 there are six loads.
 */

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

static inline int8_t *fill(int8_t *to, const int8_t *end, int32_t value)
{
    while (to != end)
    {
        *to++ = (int8_t)value;
    }
    return to;
}

/* Rows of a channel from y on; what lies outside the image is the zero point. */
static void fill_plane(const depthwise *d, uint32_t channel, int32_t y, int32_t rows)
{
    const int32_t step = d->shape.channels;
    const int32_t before = d->shape.x.before;
    const int32_t room = d->width - before;
    const int32_t inside = d->shape.x.input < room ? d->shape.x.input : room;
    int8_t *to = d->plane;
    for (const int32_t end = y + rows; y != end; y++)
    {
        int8_t *const next = to + d->width;
        if (y >= 0 && y < d->shape.y.input)
        {
            const int8_t *from = d->input + (y * d->shape.x.input * step + (int32_t)channel);
            to = fill(to, to + before, d->zero);
            const int8_t *const last = to + inside;
            for (; last - to >= 4; to += 4, from += 4 * step)
            {
                to[0] = from[0];
                to[1] = from[step];
                to[2] = from[2 * step];
                to[3] = from[3 * step];
            }
            for (; to != last; from += step)
            {
                *to++ = *from;
            }
        }
        to = fill(to, next, d->zero);
    }
}

/* What a channel keeps in registers. */
typedef struct filter
{
    int32_t w[TAPS];
    uint32_t initial;
    uint32_t upper[TML_RV32_FACTORS];
    uint32_t shift;
} filter;

static filter filter_of(const uint32_t *stream, uint32_t shift)
{
    const int8_t *w = (const int8_t *)stream;
    const uint32_t *rest = stream + WEIGHT_WORDS;
    const filter f = {{w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8]}, rest[0], {rest[1], rest[2], rest[3], rest[4]}, shift};
    return f;
}

/* A sum with the taps of one row of the filter. */
static inline uint32_t add_row(uint32_t sum, const filter *f, uint32_t row, const int8_t *x)
{
    return sum + (uint32_t)(f->w[3u * row] * x[0]) + (uint32_t)(f->w[3u * row + 1u] * x[1]) +
           (uint32_t)(f->w[3u * row + 2u] * x[2]);
}

static inline uint32_t result_of(uint32_t sum, const filter *f, const uint32_t *factors, const tml_rv32_output *results)
{
    if ((int32_t)sum < (int32_t)f->upper[0])
    {
        return tml_rv32_requantize_below(sum, factors, results);
    }
    return (int32_t)sum >= (int32_t)f->upper[1] ? (uint32_t)results->high
                                                : tml_rv32_scale(sum, f->upper[2], f->upper[3], f->shift);
}

/* Columns of outputs, from above: the sums of up to three are under way, so each row of a window is loaded once. */
static inline void run_plane(const depthwise *d, const uint32_t *stream, int8_t *out, int32_t rows, int32_t stride)
{
    const filter f = filter_of(stream, d->results.shift);
    const uint32_t *factors = stream + WEIGHT_WORDS + 1;
    const int32_t width = d->width;
    const int32_t pitch = d->shape.output_width * d->shape.channels;
    int8_t *const end = out + pitch;
    for (const int8_t *top = d->plane; out != end; out += d->shape.channels, top += stride)
    {
        const int8_t *x = top;
        int8_t *y = out;
        int8_t *const last = out + rows * pitch;
        uint32_t now = add_row(f.initial, &f, 0, x);
        x += width;
        if (stride == 1)
        {
            uint32_t next = add_row(f.initial, &f, 0, x);
            now = add_row(now, &f, 1, x);
            for (; y != last; y += pitch)
            {
                x += width;
                const uint32_t sum = add_row(now, &f, 2, x);
                now = add_row(next, &f, 1, x);
                next = add_row(f.initial, &f, 0, x);
                *y = (int8_t)result_of(sum, &f, factors, &d->results);
            }
        }
        else
        {
            for (; y != last; y += pitch, x += width)
            {
                const uint32_t sum = add_row(now, &f, 1, x);
                x += width;
                now = add_row(f.initial, &f, 0, x);
                *y = (int8_t)result_of(add_row(sum, &f, 2, x), &f, factors, &d->results);
            }
        }
    }
}

/* Output rows [y, y + rows) of a channel. */
static void run_channel(const depthwise *d, const uint32_t *stream, uint32_t channel, int32_t y, int32_t rows)
{
    const int32_t stride = d->shape.y.stride;
    int8_t *out = d->output + (y * d->shape.output_width * d->shape.channels + (int32_t)channel);
    fill_plane(d, channel, y * stride - d->shape.y.before, (rows - 1) * stride + FILTER);
    if (stride == 1)
    {
        run_plane(d, stream, out, rows, 1);
    }
    else
    {
        run_plane(d, stream, out, rows, 2);
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
