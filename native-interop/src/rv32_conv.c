/* SPDX-License-Identifier: MIT */

/*
 * Convolutions: windows become columns of four pixels, over which the filters go four by four. One pixel or two that are left at the
 * end are taken one by one.
 */

#include <string.h>

#include "rv32_operator.h"
#include "window_copy.h"

/* Pixels that cost less one by one than as a block of four with some missing. */
#define MOST_SINGLE 2u

static uint32_t rounded_up(uint32_t taps)
{
    return (taps + TML_RV32_TAPS - 1u) / TML_RV32_TAPS * TML_RV32_TAPS;
}

static uint32_t taps_of(const tml_operator *op, const tml_tensor *in)
{
    return (uint32_t)op->filter[0] * op->filter[1] * in->shape[3];
}

/* Bytes where the taps of a pixel are gathered; a window of one pixel lies side by side. */
static uint32_t patch_of(const tml_operator *op, uint32_t taps)
{
    return op->filter[0] == 1 && op->filter[1] == 1 && op->dilation[1] == 1 ? 0 : rounded_up(taps);
}

int tml_rv32_conv_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const uint32_t channels = packed->out->shape[3];
    /* A depthwise convolution of one channel is a convolution. */
    if (!(op->code == TML_CONV_2D || (op->code == TML_DEPTHWISE_CONV_2D && packed->in->shape[3] == 1)) ||
        op->kernel_rows != 0 || (op->flags & TML_FLAG_IN_PLACE) != 0 || channels % TML_RV32_FILTERS != 0)
    {
        return 0;
    }
    const uint32_t taps = taps_of(op, packed->in);
    const uint64_t words = TML_RV32_FILTERS + rounded_up(taps) + TML_RV32_FILTERS * tml_rv32_factors_of(op);
    needs->constants = (1u + channels / TML_RV32_FILTERS * words) * 4u;
    needs->scratch = 8u * (uint64_t)rounded_up(taps) + TML_RV32_PIXELS * patch_of(op, taps);
    return 1;
}

/* One tap of four pixels. */
static inline void fill_tap(uint32_t *columns, int8_t a, int8_t b, int8_t c, int8_t d)
{
    columns[0] = (uint32_t)a + ((uint32_t)b << 16);
    columns[1] = (uint32_t)c + ((uint32_t)d << 16);
}

/* So many taps of four pixels; 12 instructions each. */
static uint32_t *fill_columns(const int8_t *const source[TML_RV32_PIXELS], uint32_t count, uint32_t *columns)
{
    const int8_t *a = source[0];
    const int8_t *b = source[1];
    const int8_t *c = source[2];
    const int8_t *d = source[3];
    /* By hand: gcc does not unroll for speed. */
    for (const int8_t *end = a + (count & ~3u); a != end; a += 4, b += 4, c += 4, d += 4, columns += 8)
    {
        fill_tap(columns, a[0], b[0], c[0], d[0]);
        fill_tap(columns + 2, a[1], b[1], c[1], d[1]);
        fill_tap(columns + 4, a[2], b[2], c[2], d[2]);
        fill_tap(columns + 6, a[3], b[3], c[3], d[3]);
    }
    for (uint32_t k = 0; k < (count & 3u); k++, columns += 2)
    {
        fill_tap(columns, a[k], b[k], c[k], d[k]);
    }
    return columns;
}

/* The columns of pixels [first, first + pixels) of the output; the last one stands for those that are missing of four. */
static void gather(const tml_job *job, const tml_window_shape *shape, uint32_t first, uint32_t pixels, uint32_t *columns,
                   uint32_t all_taps)
{
    const uint32_t patch = patch_of(job->op, all_taps);
    int8_t *const patches = (int8_t *)(columns + 2u * all_taps);
    const uint32_t run = (uint32_t)(shape->x.filter * shape->channels);
    const int32_t pitch = shape->x.input * shape->channels;
    const int8_t *source[TML_RV32_PIXELS];
    int32_t step[TML_RV32_PIXELS]; /* to the next row of the filter */
    int32_t y = (int32_t)first / shape->output_width;
    int32_t x = (int32_t)first % shape->output_width;
    for (uint32_t p = 0; p < TML_RV32_PIXELS; p++)
    {
        if (p != 0 && p >= pixels)
        {
            source[p] = source[p - 1u];
            step[p] = step[p - 1u];
            continue;
        }
        const tml_place at = tml_place_of(shape, y, x);
        if (at.outside)
        {
            tml_copy_window(shape, job->x, job->in->zero_point, &at, patches + p * patch);
            source[p] = patches + p * patch;
            step[p] = (int32_t)run;
        }
        else
        {
            source[p] = job->x + (at.top * pitch + at.left * shape->channels);
            step[p] = pitch * shape->y.dilation;
        }
        if (++x == shape->output_width)
        {
            x = 0;
            y++;
        }
    }
    for (int32_t ky = 0; ky < shape->y.filter; ky++)
    {
        columns = fill_columns(source, run, columns);
        for (uint32_t p = 0; p < TML_RV32_PIXELS; p++)
        {
            source[p] += step[p];
        }
    }
}

/* One pixel, its window in place of the block's columns. */
static void run_single(const tml_job *job, const tml_window_shape *shape, uint32_t pixel, const tml_rv32_block *block)
{
    const uint32_t taps = taps_of(job->op, job->in);
    const tml_place at =
        tml_place_of(shape, (int32_t)pixel / shape->output_width, (int32_t)pixel % shape->output_width);
    int8_t *const window = (int8_t *)tml_scratch_of(job);
    tml_copy_window(shape, job->x, job->in->zero_point, &at, window);
    memset(window + taps, 0, block->taps - taps);
    tml_rv32_run_pixel(tml_stream_of(job) + 1, window, block->taps, &block->output,
                       job->y + pixel * job->out->shape[3], job->out->shape[3]);
}

void tml_rv32_run_conv(const tml_job *job)
{
    const tml_window_shape shape = tml_window_shape_of(job->op, job->in, job->out);
    const uint32_t channels = job->out->shape[3];
    const uint32_t taps = taps_of(job->op, job->in);
    const uint32_t *stream = tml_stream_of(job);
    uint32_t *columns = (uint32_t *)(void *)tml_scratch_of(job);
    const uint32_t begin = job->begin * job->out->shape[2];
    const uint32_t end = job->end * job->out->shape[2];
    const uint32_t last = (end - begin) % TML_RV32_PIXELS;
    const uint32_t singles = last <= MOST_SINGLE ? last : 0;
    tml_rv32_block block = {NULL, columns, rounded_up(taps), 0, {NULL}, tml_rv32_output_of(job->op, stream)};
    uint32_t pixels;
    memset(columns + 2u * taps, 0, 2u * (block.taps - taps) * sizeof *columns);
    for (uint32_t done = 0; done < end - begin - singles; done += pixels)
    {
        pixels = end - begin - done < TML_RV32_PIXELS ? end - begin - done : TML_RV32_PIXELS;
        const uint32_t first = shape.backwards ? end - done - pixels : begin + done;
        gather(job, &shape, first, pixels, columns, block.taps);
        block.stream = stream + 1;
        block.quads = channels / TML_RV32_FILTERS;
        for (uint32_t p = 0; p < TML_RV32_PIXELS; p++)
        {
            block.pixels[p] = job->y + (first + (p < pixels ? p : pixels - 1u)) * channels;
        }
        tml_rv32_run_block(&block);
    }
    for (uint32_t left = singles; left != 0; left--)
    {
        run_single(job, &shape, shape.backwards ? begin + left - 1u : end - left, &block);
    }
}
