/* SPDX-License-Identifier: MIT */

/*
 * 3x3 depthwise convolution. Four channels at a time become rows of int16, two columns a word; three rows of each are in the
 * scratch, the oldest gives way to the next.
 *
 * In place (stride 1) each group of channels goes over the whole image, whose rows are read before they are written. Else all
 * groups go over a block of rows before the next block is begun.
 */

#include "mac16.h"
#include "packed.h"

enum
{
    GROUP = (int)TML_GROUP_CHANNELS,
    FILTER = 3
};

#define SIGN_BITS 0x80808080u

/* The geometry, and where the rows lie. */
typedef struct depthwise
{
    tml_window_shape shape;
    const int8_t *input;
    int8_t *output;
    uint32_t outside; /* the zero point, widened */
    const uint32_t *stream;
    uint32_t words; /* of a row of one channel */
    uint32_t skip;  /* elements of a row before the first column that is used */
    int is_shifted;
    uint32_t *rows[FILTER]; /* of four channels, the uppermost first */
} depthwise;

static uint32_t words_of_row(const tml_operator *op, const tml_tensor *out)
{
    return op->stride[1] == 1 ? (out->shape[2] + 1u) / 2u + 1u : out->shape[2] + 1u;
}

int tml_mac16_depthwise_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const tml_tensor *out = packed->out;
    if (!tml_is_depthwise_3x3(packed) || out->shape[3] % GROUP != 0 || packed->in->offset % 4u != 0)
    {
        return 0;
    }
    needs->constants = (uint64_t)out->shape[3] * TML_MAC16_CHANNEL_WORDS * 4u;
    needs->scratch = (uint64_t)GROUP * FILTER * words_of_row(op, out) * 4u + 4u;
    return 1;
}

/* Four channels of an input row; what lies outside the image is the zero point. */
static void fill_row(const depthwise *d, uint32_t group, int32_t y, uint32_t *to)
{
    const uint32_t words = d->words;
    const uint32_t columns = (uint32_t)d->shape.x.input;
    const uint32_t before = (uint32_t)d->shape.x.before + d->skip;
    if (y < 0 || y >= d->shape.y.input || before != 0 || columns + before < 2u * words)
    {
        for (uint32_t i = 0; i < GROUP * words; i++)
        {
            to[i] = d->outside;
        }
    }
    if (y < 0 || y >= d->shape.y.input)
    {
        return;
    }
    const uint32_t pixel = (uint32_t)d->shape.channels / 4u;
    const uint32_t room = 2u * words - before;
    const uint32_t *from =
        (const uint32_t *)(const void *)(d->input + (uint32_t)y * columns * (uint32_t)d->shape.channels + group * GROUP);
    const uint32_t *const end = from + (columns < room ? columns : room) * pixel;
    uint16_t *first = (uint16_t *)(void *)to + before;
    uint16_t *second = first + 2u * words;
    uint16_t *third = second + 2u * words;
    uint16_t *fourth = third + 2u * words;
    for (; from != end; from += pixel)
    {
        const uint32_t bytes = *from ^ SIGN_BITS;
        *first++ = (uint16_t)(bytes & 0xFFu);
        *second++ = (uint16_t)(bytes >> 8 & 0xFFu);
        *third++ = (uint16_t)(bytes >> 16 & 0xFFu);
        *fourth++ = (uint16_t)(bytes >> 24);
    }
}

static void run_row(const depthwise *d, const tml_mac16_row *row)
{
    if (d->is_shifted)
    {
        d->shape.x.stride == 1 ? tml_mac16_row_1_shifted(row) : tml_mac16_row_2_shifted(row);
    }
    else
    {
        d->shape.x.stride == 1 ? tml_mac16_row_1(row) : tml_mac16_row_2(row);
    }
}

/* Output rows [begin, end) of a group. */
static void run_group(depthwise *d, uint32_t group, int32_t begin, int32_t end)
{
    const int32_t stride = d->shape.y.stride;
    const uint32_t channels = (uint32_t)d->shape.channels;
    const uint32_t width = (uint32_t)d->shape.output_width;
    int32_t next = begin * stride - d->shape.y.before; /* the input row that is filled next */
    for (int32_t y = begin; y < end; y++)
    {
        for (const int32_t behind = y * stride - d->shape.y.before + FILTER; next != behind; next++)
        {
            uint32_t *const oldest = d->rows[0];
            d->rows[0] = d->rows[1];
            d->rows[1] = d->rows[2];
            d->rows[2] = oldest;
            fill_row(d, group, next, oldest);
        }
        tml_mac16_row row = {d->stream + group * GROUP * TML_MAC16_CHANNEL_WORDS,
                             {d->rows[0], d->rows[1], d->rows[2]},
                             width,
                             d->output + (uint32_t)y * width * channels + group * GROUP,
                             channels};
        for (uint32_t c = 0; c < GROUP; c++)
        {
            run_row(d, &row);
            row.stream += TML_MAC16_CHANNEL_WORDS;
            row.rows[0] += d->words;
            row.rows[1] += d->words;
            row.rows[2] += d->words;
            row.output++;
        }
    }
}

void tml_mac16_run_depthwise(const tml_job *job)
{
    const tml_operator *op = job->op;
    const uint32_t words = words_of_row(op, job->out);
    uint32_t *const scratch = (uint32_t *)(void *)tml_scratch_of(job);
    depthwise d = {
        tml_window_shape_of(op, job->in, job->out),
        job->x,
        job->y,
        (uint32_t)(job->in->zero_point + 128) * 0x00010001u,
        tml_stream_of(job),
        words,
        op->stride[1] == 1 ? job->out->shape[2] % 2u : 0,
        op->kernel == TML_MAC16_DEPTHWISE_SHIFTED,
        {scratch, scratch + GROUP * words, scratch + 2u * GROUP * words},
    };
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
            run_group(&d, group, (int32_t)y, (int32_t)end);
        }
    }
}
