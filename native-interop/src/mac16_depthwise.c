/* SPDX-License-Identifier: MIT */

/*
 * Depthwise convolution. Four channels at a time become lines of int16, two columns a word, in the scratch: as many as there is room
 * for. What can be made of them is made, channel by channel, and the lines that later rows read are moved to the front.
 *
 * In place (stride 1) each group of channels goes over the whole image, whose rows are read before they are written. Else all groups go
 * over a block of rows before the next block is begun. An image of one column lies in memory as one of one row, and is taken as that.
 */

#include <string.h>

#include "mac16.h"
#include "packed.h"

enum
{
    GROUP = (int)TML_GROUP_CHANNELS,
    FILTER_3X3 = 3
};

#define SIGN_BITS 0x80808080u

/* What follows from the shapes; where the operator may be in place, there is room for the lines of kernel_rows rows, else of one. */
typedef struct geometry
{
    tml_axis y;
    tml_axis x;
    uint32_t height;  /* of the output */
    uint32_t width;   /* of what is made of a line */
    uint32_t words;   /* of a line of one channel */
    uint32_t lines;   /* that the scratch has room for */
    uint32_t run_words; /* of a row of the filter */
    int is_sequence;  /* an image of one column, whose axes are swapped */
} geometry;

static geometry geometry_of(const tml_operator *op, const tml_tensor *in, const tml_tensor *out)
{
    const tml_window_shape shape = tml_window_shape_of(op, in, out);
    geometry g = {shape.y, shape.x, out->shape[1], out->shape[2], 0, 0, 0, in->shape[2] == 1 && out->shape[2] == 1};
    if (g.is_sequence)
    {
        g.y = shape.x;
        g.x = shape.y;
        g.width = op->kernel_rows < g.height ? op->kernel_rows : g.height;
        g.height = 1;
    }
    g.run_words = (uint32_t)g.x.filter / 2u + 1u;
    g.words = (g.width - 1u) / (g.x.stride == 1 ? 2u : 1u) + g.run_words;
    g.lines = (uint32_t)g.y.filter;
    if (op->stride[0] == 1 && op->stride[1] == 1 && memcmp(in->shape, out->shape, sizeof in->shape) == 0)
    {
        g.lines += (op->kernel_rows < g.height ? op->kernel_rows : g.height) - 1u;
    }
    return g;
}

static int is_3x3(const tml_operator *op)
{
    return op->kernel == TML_MAC16_DEPTHWISE || op->kernel == TML_MAC16_DEPTHWISE_SHIFTED;
}

/* Words of the stream of a channel. */
static uint32_t words_of_channel(const tml_operator *op, const geometry *g)
{
    const uint32_t weights = (uint32_t)g->y.filter * g->run_words;
    return is_3x3(op)                             ? TML_MAC16_CHANNEL_WORDS
           : op->kernel == TML_MAC16_RUNS_SHIFTED ? TML_MAC16_SHIFTED_FACTORS + weights
                                                  : TML_MAC16_SIGNED_FACTORS + weights;
}

int tml_mac16_depthwise_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const tml_tensor *out = packed->out;
    if (!tml_is_depthwise(packed) || out->shape[3] % GROUP != 0 || packed->in->offset % 4u != 0)
    {
        return 0;
    }
    const geometry g = geometry_of(op, packed->in, out);
    const int in_place = (op->flags & TML_FLAG_IN_PLACE) != 0;
    if ((is_3x3(op) && (g.y.filter != FILTER_3X3 || g.x.filter != FILTER_3X3)) || g.run_words > TML_MAC16_MOST_RUN ||
        (in_place && g.is_sequence && op->kernel_rows < out->shape[1]))
    {
        return 0;
    }
    needs->constants = (uint64_t)out->shape[3] * words_of_channel(op, &g) * 4u;
    needs->scratch = (uint64_t)GROUP * g.lines * g.words * 4u + 4u;
    return 1;
}

/* An operator at work. */
typedef struct depthwise
{
    geometry g;
    uint32_t kernel;
    int is_3x3;
    uint32_t channels;
    uint32_t channel_words; /* of the stream */
    const int8_t *input;
    int8_t *output;
    const uint32_t *stream;
    uint32_t outside; /* the zero point, widened */
    uint32_t *lines;
} depthwise;

/* Four channels of pixels that lie some words apart, to lines that lie some elements apart. */
static void widen(const uint32_t *from, uint32_t pixel, uint32_t count, uint16_t *one, uint32_t line)
{
    uint16_t *two = one + line;
    uint16_t *three = two + line;
    uint16_t *four = three + line;
    for (const uint16_t *const end = one + count / 2u * 2u; one != end; one += 2, two += 2, three += 2, four += 2)
    {
        const uint32_t left = *from ^ SIGN_BITS;
        from += pixel;
        const uint32_t right = *from ^ SIGN_BITS;
        from += pixel;
        one[0] = (uint16_t)(left & 0xFFu);
        one[1] = (uint16_t)(right & 0xFFu);
        two[0] = (uint16_t)(left >> 8 & 0xFFu);
        two[1] = (uint16_t)(right >> 8 & 0xFFu);
        three[0] = (uint16_t)(left >> 16 & 0xFFu);
        three[1] = (uint16_t)(right >> 16 & 0xFFu);
        four[0] = (uint16_t)(left >> 24);
        four[1] = (uint16_t)(right >> 24);
    }
    if (count % 2u != 0)
    {
        const uint32_t bytes = *from ^ SIGN_BITS;
        *one = (uint16_t)(bytes & 0xFFu);
        *two = (uint16_t)(bytes >> 8 & 0xFFu);
        *three = (uint16_t)(bytes >> 16 & 0xFFu);
        *four = (uint16_t)(bytes >> 24);
    }
}

/* Lines of the zero point. What is outside the image in each of them, left and right, then stays so. */
static void clear_lines(const depthwise *d, uint32_t first, uint32_t count)
{
    const uint32_t pitch = GROUP * d->g.words;
    uint32_t *to = d->lines + first * pitch;
    for (const uint32_t *const end = to + count * pitch; to != end; to += GROUP)
    {
        to[0] = d->outside;
        to[1] = d->outside;
        to[2] = d->outside;
        to[3] = d->outside;
    }
}

/* Four channels of an input row from column left on. */
static void fill_line(const depthwise *d, uint32_t group, int32_t y, int32_t left, uint32_t line)
{
    if (y < 0 || y >= d->g.y.input)
    {
        clear_lines(d, line, 1);
        return;
    }
    const uint32_t words = d->g.words;
    const uint32_t columns = (uint32_t)d->g.x.input;
    const uint32_t before = left < 0 ? (uint32_t)-left : 0;
    const uint32_t first = left < 0 ? 0 : (uint32_t)left;
    const uint32_t room = 2u * words - before;
    const uint32_t *from =
        (const uint32_t *)(const void *)(d->input + ((uint32_t)y * columns + first) * d->channels + group * GROUP);
    uint16_t *to = (uint16_t *)(void *)(d->lines + line * GROUP * words);
    widen(from, d->channels / 4u, columns - first < room ? columns - first : room, to + before, 2u * words);
}

static void run_plane(uint32_t kernel, const tml_mac16_plane *plane)
{
    switch (kernel)
    {
    case TML_MAC16_DEPTHWISE:
        tml_mac16_3x3(plane);
        break;
    case TML_MAC16_DEPTHWISE_SHIFTED:
        tml_mac16_3x3_shifted(plane);
        break;
    case TML_MAC16_RUNS_SHIFTED:
        tml_mac16_runs_shifted(plane);
        break;
    default:
        tml_mac16_runs_signed(plane);
        break;
    }
}

/* Rows of one group's output from the lines. */
static void run_rows(const depthwise *d, uint32_t group, uint32_t rows, uint32_t outputs, int8_t *output)
{
    const uint32_t pitch = GROUP * d->g.words;
    tml_mac16_plane plane = {
        d->stream + group * GROUP * d->channel_words,
        d->lines,
        pitch,
        pitch * (uint32_t)d->g.y.stride,
        rows,
        outputs,
        (uint32_t)d->g.x.stride,
        output + group * GROUP,
        d->channels,
        d->g.width * d->channels,
        (uint32_t)d->g.y.filter,
        d->g.run_words,
    };
    for (uint32_t c = 0; c < GROUP; c++)
    {
        run_plane(d->kernel, &plane);
        plane.stream += d->channel_words;
        plane.lines += d->g.words;
        plane.output++;
    }
}

/* The lines from number `first` on become the first ones. */
static void move_to_front(const depthwise *d, uint32_t first, uint32_t count)
{
    const uint32_t pitch = GROUP * d->g.words;
    const uint32_t *from = d->lines + first * pitch;
    uint32_t *to = d->lines;
    for (uint32_t *const end = to + count * pitch; to != end; to += GROUP, from += GROUP)
    {
        to[0] = from[0];
        to[1] = from[1];
        to[2] = from[2];
        to[3] = from[3];
    }
}

/* The rows of a piece of the output, whose windows begin at input row top and column left. */
typedef struct piece
{
    uint32_t rows;
    uint32_t outputs; /* of a row */
    int32_t top;
    int32_t left;
    int8_t *output;
} piece;

static void run_piece(const depthwise *d, uint32_t group, piece p)
{
    const uint32_t filter = (uint32_t)d->g.y.filter;
    const uint32_t stride = (uint32_t)d->g.y.stride;
    uint32_t filled = 0;
    for (;;)
    {
        const uint32_t wanted = (p.rows - 1u) * stride + filter;
        const uint32_t most = wanted < d->g.lines ? wanted : d->g.lines;
        for (; filled < most; filled++)
        {
            fill_line(d, group, p.top + (int32_t)filled, p.left, filled);
        }
        const uint32_t rows = (filled - filter) / (stride == 1 ? 1u : 2u) + 1u;
        run_rows(d, group, rows, p.outputs, p.output);
        p.rows -= rows;
        if (p.rows == 0)
        {
            return;
        }
        const uint32_t done = rows * stride;
        filled = done < filled ? filled - done : 0;
        move_to_front(d, done, filled);
        p.top += (int32_t)done;
        p.output += rows * d->g.width * d->channels;
    }
}

/* Output rows [begin, end) of a group. */
static void run_group(const depthwise *d, uint32_t group, uint32_t begin, uint32_t end)
{
    const tml_axis *axis = d->g.is_sequence ? &d->g.x : &d->g.y;
    const int32_t first = (int32_t)begin * axis->stride - axis->before;
    piece p = {end - begin, d->g.width, first, -d->g.x.before,
               d->output + begin * (d->g.is_sequence ? 1u : d->g.width) * d->channels};
    if (d->g.is_sequence)
    {
        p.rows = 1;
        p.outputs = end - begin;
        p.top = -d->g.y.before;
        p.left = first;
        clear_lines(d, 0, d->g.lines); /* what is outside of another block */
    }
    if (d->is_3x3 && d->g.x.stride == 1)
    {
        p.left -= (int32_t)(p.outputs % 2u);
    }
    run_piece(d, group, p);
}

void tml_mac16_run_depthwise(const tml_job *job)
{
    const tml_operator *op = job->op;
    const geometry g = geometry_of(op, job->in, job->out);
    const depthwise d = {
        g,
        op->kernel,
        is_3x3(op),
        job->in->shape[3],
        words_of_channel(op, &g),
        job->x,
        job->y,
        tml_stream_of(job),
        (uint32_t)(job->in->zero_point + 128) * 0x00010001u,
        (uint32_t *)(void *)tml_scratch_of(job),
    };
    clear_lines(&d, 0, g.lines);
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
            run_group(&d, group, y, end);
        }
    }
}
