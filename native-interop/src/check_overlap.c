/* SPDX-License-Identifier: MIT */
#include "check.h"
#include "window.h"

/*
 * An output over its own input, row by row. Forwards, with p counting the output's pixels,
 *
 *   output + (p + 1) * out <= input + min over q >= p of in(q)
 *
 * must hold, in(q) being the first byte that pixel q reads: (first row * width + first column) * channels. The minimum
 * over the pixels behind p is that over the rest of its row or that over all later rows, whichever is less. In the
 * first, row and column stand apart, so the columns are gone through once for all rows: `slack`. For the second only
 * the last pixel of a row counts. Backwards is the mirror image. All numbers are below 2^57, for "no tap at all" is
 * 2^30.
 */
enum
{
    NO_TAP = 1 << 30
};

/* The inputs of one output along an axis: the first that it reads, and the end of the last; none: NO_TAP and -NO_TAP.
 */
static int64_t first_read(const tml_axis *axis, int32_t output)
{
    const tml_span span = tml_span_at(axis, output);
    return span.begin < span.end ? span.origin + span.begin * axis->dilation : NO_TAP;
}

static int64_t end_of_reads(const tml_axis *axis, int32_t output)
{
    const tml_span span = tml_span_at(axis, output);
    return span.begin < span.end ? span.origin + (span.end - 1) * axis->dilation + 1 : -NO_TAP;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t greatest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* The geometry, and where output and input lie. */
typedef struct overlap
{
    tml_axis y;
    tml_axis x;
    int32_t rows;    /* of the output */
    int32_t columns; /* of the output */
    int64_t pixel;   /* bytes of an output pixel */
    int64_t channels;
    int64_t distance; /* output - input */
    int32_t block;    /* rows that are written before anything else is read; 0: a pixel */
} overlap;

/* A kernel that goes over a block of rows once for each group of channels: none of its rows may reach its input. */
static int is_safe_by_blocks(const overlap *o)
{
    int64_t row = NO_TAP; /* the first that this output row or a later one reads */
    for (int32_t y = o->rows; y-- != 0;)
    {
        const int64_t end = least(y + o->block, o->rows);
        row = least(row, first_read(&o->y, y));
        if (o->distance + end * o->columns * o->pixel > row * o->x.input * o->channels)
        {
            return 0;
        }
    }
    return 1;
}

static int is_safe_forwards(const overlap *o)
{
    int64_t column = NO_TAP; /* the first that this pixel or one after it in its row reads */
    int64_t slack = (int64_t)NO_TAP * o->channels;
    for (int32_t x = o->columns; x-- != 0;)
    {
        column = least(column, first_read(&o->x, x));
        slack = least(slack, column * o->channels - (x + 1) * o->pixel);
    }
    int64_t later = NO_TAP; /* the first row that a later output row reads */
    for (int32_t y = o->rows; y-- != 0;)
    {
        const int64_t start = o->distance + y * o->columns * o->pixel;
        const int64_t row = first_read(&o->y, y);
        if (start > row * o->x.input * o->channels + slack ||
            start + o->columns * o->pixel > (later * o->x.input + column) * o->channels)
        {
            return 0;
        }
        later = least(later, row);
    }
    return 1;
}

static int is_safe_backwards(const overlap *o)
{
    int64_t column = -NO_TAP; /* the end of what this pixel or one before it in its row reads */
    int64_t slack = -(int64_t)NO_TAP * o->channels;
    for (int32_t x = 0; x < o->columns; x++)
    {
        column = greatest(column, end_of_reads(&o->x, x));
        slack = greatest(slack, column * o->channels - x * o->pixel);
    }
    int64_t earlier = -NO_TAP; /* the last row that an earlier output row reads */
    for (int32_t y = 0; y < o->rows; y++)
    {
        const int64_t start = o->distance + y * o->columns * o->pixel;
        const int64_t row = end_of_reads(&o->y, y) - 1;
        if (start < row * o->x.input * o->channels + slack || start < (earlier * o->x.input + column) * o->channels)
        {
            return 0;
        }
        earlier = greatest(earlier, row);
    }
    return 1;
}

int tml_may_overlap_input(const uint8_t *model, const tml_operator *op)
{
    if (!tml_has_window(op))
    {
        return 0;
    }
    const tml_tensor *in = tml_tensors_of(model) + op->input0;
    const tml_tensor *out = tml_tensors_of(model) + op->output;
    const overlap o = {
        {in->shape[1], op->filter[0], op->stride[0], op->dilation[0], op->padding[0]},
        {in->shape[2], op->filter[1], op->stride[1], op->dilation[1], op->padding[1]},
        out->shape[1],
        out->shape[2],
        out->shape[3],
        in->shape[3],
        (int64_t)out->offset - in->offset,
        op->kernel_rows,
    };
    if (op->kernel_rows != 0)
    {
        return is_safe_by_blocks(&o);
    }
    return (op->flags & TML_FLAG_BACKWARDS) != 0 ? is_safe_backwards(&o) : is_safe_forwards(&o);
}
