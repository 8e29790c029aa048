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
    STREAM_WORDS = 9 /* of a channel: six of weights, initial sum, factor, addend */
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
    return op->kernel == TML_DSP_DEPTHWISE && (op->flags & TML_FLAG_IN_PLACE) != 0 ? out->shape[3] / GROUP : 0;
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

/* Four channels of input row y; what lies outside the image is the zero point. */
static void fill_row(const depthwise *d, uint32_t group, int32_t y, uint32_t *to)
{
    const uint32_t outside = (uint32_t)(uint8_t)d->zero * 0x01010101u;
    const uint32_t channels = (uint32_t)d->shape.channels;
    const int32_t width = y < 0 || y >= d->shape.y.input ? 0 : d->shape.x.input;
    const int8_t *row = d->input + (uint32_t)(width == 0 ? 0 : y * width) * channels + group * GROUP;
    int32_t x = -d->shape.x.before;
    uint32_t i = 0;
    for (; i < d->words && x < 0; i++, x += 2)
    {
        const uint32_t right = x + 1 >= 0 && x + 1 < width ? tml_dsp_bytes(row + (uint32_t)(x + 1) * channels) : outside;
        widen_two(outside, right, to + i, d->plane);
    }
    const int8_t *from = row + (uint32_t)(x < 0 ? 0 : x) * channels;
    for (; i < d->words && x + 1 < width; i++, x += 2, from += 2u * channels)
    {
        widen_two(tml_dsp_bytes(from), tml_dsp_bytes(from + channels), to + i, d->plane);
    }
    for (; i < d->words; i++, x += 2)
    {
        widen_two(x < width ? tml_dsp_bytes(row + (uint32_t)x * channels) : outside, outside, to + i, d->plane);
    }
}

/* Output rows [y, y + rows) of a group; of their input rows the first `kept` are in the planes. */
static void run_group(const depthwise *d, uint32_t group, int32_t y, int32_t rows, int32_t kept)
{
    const int32_t stride = d->shape.y.stride;
    const int32_t top = y * stride - d->shape.y.before;
    for (int32_t i = kept; i < (rows - 1) * stride + FILTER; i++)
    {
        fill_row(d, group, top + i, d->planes + (uint32_t)i * d->words);
    }
    const uint32_t channels = (uint32_t)d->shape.channels;
    tml_dsp_plane plane = {d->stream + group * GROUP * STREAM_WORDS,
                           d->planes,
                           d->words,
                           (uint32_t)rows,
                           (uint32_t)d->shape.output_width,
                           d->output + (uint32_t)(y * d->shape.output_width) * channels + group * GROUP,
                           channels};
    for (uint32_t c = 0; c < GROUP; c++)
    {
        if (stride == 1)
        {
            tml_dsp_plane_1(&plane);
        }
        else
        {
            tml_dsp_plane_2(&plane);
        }
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
