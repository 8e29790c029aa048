/* SPDX-License-Identifier: MIT */

/*
 * 3x3 depthwise convolution. Four channels at a time become planes: rows of int16, two columns a word, so that a filter row
 * multiplies along a row of one channel. The scratch holds the planes of a block of output rows, and its three or more input rows.
 *
 * In place (stride 1) each group of channels goes over the whole image: a block reads its rows before it writes them, and keeps
 * the last two for the next block. Else all groups go over a block before the next block is begun.
 */

#include <string.h>

#include "dsp.h"
#include "packed.h"

enum
{
    GROUP = 4,       /* channels */
    FILTER = 3,
    STREAM_WORDS = 10 /* of a channel: six of weights, initial sum, factor, addend, shift */
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
    uint32_t words;   /* of a row */
    uint32_t plane;   /* words of a channel's plane */
    int32_t row_step; /* rows of a block */
    int is_exact;
} depthwise;

static uint32_t words_of_row(const tml_operator *op, const tml_tensor *out)
{
    return op->stride[1] == 1 ? (out->shape[2] + 1u) / 2u + 1u : out->shape[2] + 1u;
}

static uint32_t input_rows(const tml_operator *op)
{
    return (op->kernel_rows - 1u) * op->stride[0] + FILTER;
}

int tml_dsp_depthwise_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const tml_tensor *in = packed->in;
    const tml_tensor *out = packed->out;
    const int in_place = (op->flags & TML_FLAG_IN_PLACE) != 0;
    if (op->code != TML_DEPTHWISE_CONV_2D || op->kernel_rows == 0 || (op->flags & TML_FLAG_BACKWARDS) != 0 ||
        op->filter[0] != FILTER || op->filter[1] != FILTER || op->dilation[0] != 1 || op->dilation[1] != 1 ||
        op->stride[0] != op->stride[1] || op->stride[0] > 2 || in->shape[3] != out->shape[3] ||
        in->shape[3] % GROUP != 0 ||
        (in_place && (op->stride[0] != 1 || in->shape[1] != out->shape[1] || in->shape[2] != out->shape[2])))
    {
        return 0;
    }
    needs->constants = (uint64_t)out->shape[3] * STREAM_WORDS * 4u;
    needs->scratch = (uint64_t)GROUP * input_rows(op) * words_of_row(op, out) * 4u;
    return 1;
}

uint32_t tml_dsp_channel_groups(const tml_operator *op, const tml_tensor *out)
{
    return op->code == TML_DEPTHWISE_CONV_2D && (op->flags & TML_FLAG_IN_PLACE) != 0 ? out->shape[3] / GROUP : 0;
}

/* Two pixels of four channels to a word of each plane. */
static inline void widen_two(uint32_t left, uint32_t right, uint32_t *to, uint32_t plane)
{
    const uint32_t left_even = tml_dsp_low_bytes(left);
    const uint32_t left_odd = tml_dsp_high_bytes(left);
    const uint32_t right_even = tml_dsp_low_bytes(right);
    const uint32_t right_odd = tml_dsp_high_bytes(right);
    to[0] = (left_even & 0xFFFFu) | right_even << 16;
    to[plane] = (left_odd & 0xFFFFu) | right_odd << 16;
    to[2u * plane] = left_even >> 16 | (right_even & 0xFFFF0000u);
    to[3u * plane] = left_odd >> 16 | (right_odd & 0xFFFF0000u);
}

/* Four channels of input rows from y on; what lies outside the image is the zero point. */
static void fill_rows(const depthwise *d, uint32_t group, int32_t y, int32_t count, uint32_t *to)
{
    const uint32_t outside = (uint32_t)(uint8_t)d->zero * 0x01010101u;
    const uint32_t channels = (uint32_t)d->shape.channels;
    const uint32_t plane = d->plane;
    const int32_t width = d->shape.x.input;
    const int8_t *const first = d->input + group * GROUP;
    for (uint32_t *const end = to + (uint32_t)count * d->words; to != end; y++)
    {
        uint32_t *const row_end = to + d->words;
        if (y >= 0 && y < d->shape.y.input)
        {
            const int8_t *from = first + (uint32_t)(y * width) * channels;
            int32_t left = width;
            if (d->shape.x.before == 1)
            {
                widen_two(outside, tml_dsp_bytes(from), to++, plane);
                from += channels;
                left--;
            }
            else if (d->shape.x.before == 2)
            {
                widen_two(outside, outside, to++, plane);
            }
            for (; left >= 2 && to != row_end; left -= 2, from += 2u * channels)
            {
                widen_two(tml_dsp_bytes(from), tml_dsp_bytes(from + channels), to++, plane);
            }
            if (left == 1 && to != row_end)
            {
                widen_two(tml_dsp_bytes(from), outside, to++, plane);
            }
        }
        while (to != row_end)
        {
            widen_two(outside, outside, to++, plane);
        }
    }
}

static void run_plane(const tml_dsp_plane *plane, int32_t stride, int is_exact)
{
    if (is_exact)
    {
        stride == 1 ? tml_dsp_plane_1_exact(plane) : tml_dsp_plane_2_exact(plane);
    }
    else
    {
        stride == 1 ? tml_dsp_plane_1(plane) : tml_dsp_plane_2(plane);
    }
}

/* Output rows [y, y + rows) of a group; of their input rows the first `kept` are in the planes. */
static void run_group(const depthwise *d, uint32_t group, int32_t y, int32_t rows, int32_t kept)
{
    const int32_t stride = d->shape.y.stride;
    const int32_t top = y * stride - d->shape.y.before;
    fill_rows(d, group, top + kept, (rows - 1) * stride + FILTER - kept, d->planes + (uint32_t)kept * d->words);
    const uint32_t channels = (uint32_t)d->shape.channels;
    tml_dsp_plane plane = {d->stream + group * GROUP * STREAM_WORDS,
                           d->planes,
                           d->words,
                           (uint32_t)rows,
                           (uint32_t)d->shape.output_width,
                           d->output + (uint32_t)(y * d->shape.output_width) * channels + group * GROUP,
                           channels,
                           0};
    for (uint32_t c = 0; c < GROUP; c++)
    {
        plane.shift = plane.stream[STREAM_WORDS - 1] & 31u;
        run_plane(&plane, stride, d->is_exact);
        plane.stream += STREAM_WORDS;
        plane.rows += d->plane;
        plane.output++;
    }
}

static void run_in_place(const depthwise *d, uint32_t group)
{
    const int32_t kept = FILTER - 1;
    int32_t rows;
    for (int32_t y = 0; y < d->output_height; y += rows)
    {
        rows = d->output_height - y < d->row_step ? d->output_height - y : d->row_step;
        for (uint32_t c = 0; y != 0 && c < GROUP; c++)
        {
            uint32_t *plane = d->planes + c * d->plane;
            memmove(plane, plane + (uint32_t)d->row_step * d->words, (uint32_t)kept * d->words * sizeof *plane);
        }
        run_group(d, group, y, rows, y == 0 ? 0 : kept);
    }
}

void tml_dsp_run_depthwise(const tml_job *job)
{
    const tml_operator *op = job->op;
    const uint32_t words = words_of_row(op, job->out);
    const depthwise d = {
        tml_window_shape_of(op, job->in, job->out),
        job->out->shape[1],
        job->x,
        job->y,
        job->in->zero_point,
        (const uint32_t *)(const void *)(tml_constants_of(job->engine->model) + op->weights),
        (uint32_t *)(void *)(job->engine->arena + op->scratch),
        words,
        input_rows(op) * words,
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
