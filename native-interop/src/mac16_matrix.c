/* SPDX-License-Identifier: MIT */

/* Convolutions and dense layers as products of packed filters and strips of int16. */

#include "mac16.h"
#include "mac16_strip.h"
#include "packed.h"

static uint32_t factors_of(const tml_operator *op)
{
    return op->kernel == TML_MAC16_MATRIX           ? TML_MAC16_FACTORS
           : op->kernel == TML_MAC16_MATRIX_SHIFTED ? TML_MAC16_SHIFTED_FACTORS
                                                    : TML_MAC16_SIGNED_FACTORS;
}

static uint32_t words_of_filter(const tml_operator *op, const tml_mac16_strip *strip)
{
    return factors_of(op) + strip->taps / 2u;
}

static void run_block(const tml_operator *op, const tml_mac16_block *block)
{
    switch (op->kernel)
    {
    case TML_MAC16_MATRIX:
        tml_mac16_run_block(block);
        break;
    case TML_MAC16_MATRIX_SHIFTED:
        tml_mac16_run_block_shifted(block);
        break;
    default:
        tml_mac16_run_block_signed(block);
        break;
    }
}

static uint32_t *scratch_of(const tml_job *job)
{
    return (uint32_t *)(void *)tml_scratch_of(job);
}

static tml_mac16_block block_of(const tml_job *job, const tml_mac16_strip *strip)
{
    const tml_mac16_block block = {
        tml_stream_of(job),
        scratch_of(job),
        strip->taps / 4u,
        job->out->shape[3],
        1,
        2u * strip->stride * strip->column,
        job->y,
        job->out->shape[3],
    };
    return block;
}

/* Output pixels [begin, end) of the row whose windows begin at input row top. */
static void run_row(const tml_job *job, const tml_mac16_strip *strip, const tml_window_shape *shape, int32_t top,
                    uint32_t begin, uint32_t end, int8_t *output)
{
    tml_mac16_block block = block_of(job, strip);
    const int32_t filter = shape->x.filter;
    for (uint32_t done = 0; done < end - begin; done += block.pixels)
    {
        const uint32_t left = end - begin - done;
        block.pixels = left < strip->pixels ? left : strip->pixels;
        const uint32_t first = shape->backwards ? end - done - block.pixels : begin + done;
        tml_mac16_fill_strip(strip, shape, job->x, job->in->zero_point, top,
                             (int32_t)(first * strip->stride) - shape->x.before,
                             (block.pixels - 1u) * strip->stride + (uint32_t)filter, scratch_of(job));
        block.output = output + first * block.stride;
        run_block(job->op, &block);
    }
}

static void run_conv(const tml_job *job, const tml_mac16_strip *strip)
{
    tml_window_shape shape = tml_window_shape_of(job->op, job->in, job->out);
    if (strip->is_flat)
    {
        const uint32_t width = (uint32_t)shape.output_width;
        shape.x.input *= shape.y.input;
        shape.y.input = 1;
        run_row(job, strip, &shape, 0, job->begin * width, job->end * width, job->y);
        return;
    }
    const uint32_t row_bytes = tml_row_elements(job->out);
    for (uint32_t done = 0; done < job->end - job->begin; done++)
    {
        const int32_t y = tml_in_order(&shape, (int32_t)job->begin, (int32_t)job->end, (int32_t)done);
        run_row(job, strip, &shape, y * shape.y.stride - shape.y.before, 0, strip->width,
                job->y + (uint32_t)y * row_bytes);
    }
}

static void run_dense(const tml_job *job, const tml_mac16_strip *strip)
{
    if (job->begin == job->end)
    {
        return;
    }
    /* All inputs are one column. */
    const tml_window_shape shape = {{1, 1, 1, 1, 0}, {1, 1, 1, 1, 0}, (int32_t)strip->channels, 1, 1, 0};
    tml_mac16_block block = block_of(job, strip);
    tml_mac16_fill_strip(strip, &shape, job->x, 0, 0, 0, 1, scratch_of(job));
    block.stream += job->begin * words_of_filter(job->op, strip);
    block.filters = job->end - job->begin;
    block.output += job->begin;
    run_block(job->op, &block);
}

void tml_mac16_run_matrix(const tml_job *job)
{
    const tml_mac16_strip strip = tml_mac16_strip_of(job->op, job->in, job->out);
    job->op->code == TML_FULLY_CONNECTED ? run_dense(job, &strip) : run_conv(job, &strip);
}

int tml_mac16_matrix_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    /* A depthwise convolution of one channel is a convolution. */
    const int is_conv =
        op->code == TML_CONV_2D || (op->code == TML_DEPTHWISE_CONV_2D && packed->in->shape[3] == 1);
    if (op->kernel_rows != 0 || (op->flags & TML_FLAG_IN_PLACE) != 0 || packed->in->offset % 4u != 0 ||
        (!is_conv && op->code != TML_FULLY_CONNECTED) || (is_conv && op->dilation[1] != 1))
    {
        return 0;
    }
    const tml_mac16_strip strip = tml_mac16_strip_of(op, packed->in, packed->out);
    needs->scratch = tml_mac16_strip_bytes(&strip);
    needs->constants = (uint64_t)packed->out->shape[3] * words_of_filter(op, &strip) * 4u;
    return 1;
}
