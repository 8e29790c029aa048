/* SPDX-License-Identifier: MIT */
#include "dsp.h"
#include "dsp_window.h"
#include "window_copy.h"

uint32_t *tml_dsp_widen_1(const int8_t *source, uint32_t count, uint32_t *columns)
{
    for (const int8_t *end = source + count; source != end; source += 4)
    {
        const uint32_t bytes = tml_dsp_bytes(source);
        *columns++ = tml_dsp_low_bytes(bytes);
        *columns++ = tml_dsp_high_bytes(bytes);
    }
    return columns;
}

static int is_sequence(const tml_operator *op, const tml_tensor *in)
{
    return in->shape[2] == 1 && op->filter[1] == 1 && op->dilation[0] == 1;
}

tml_dsp_window tml_dsp_window_of(const tml_operator *op, const tml_tensor *in, const tml_tensor *out)
{
    tml_dsp_window w;
    w.shape = tml_window_shape_of(op, in, out);
    w.rows = op->filter[0];
    w.run = (uint32_t)op->filter[1] * in->shape[3];
    if (is_sequence(op, in))
    {
        const tml_axis y = w.shape.y;
        w.shape.y = w.shape.x;
        w.shape.x = y;
        w.shape.output_width = out->shape[1];
        w.run *= w.rows;
        w.rows = 1;
    }
    const int is_pixel = op->filter[0] == 1 && op->filter[1] == 1 && op->dilation[1] == 1;
    if (is_pixel && op->stride[0] == 1 && op->stride[1] == 1)
    {
        w.shape.x.input *= w.shape.y.input;
        w.shape.y.input = 1;
        w.shape.output_width = w.shape.x.input;
    }
    w.words = w.rows * (w.run / 4u * 2u + (w.run % 4u + 1u) / 2u);
    w.patch = is_pixel ? 0 : (w.rows * w.run + 3u) & ~3u;
    return w;
}

/* Where a window's taps lie, and how far apart the ends and begins of its rows; copied first if they do not lie in the image. */
static const int8_t *find(const tml_dsp_window *w, const tml_place *at, const int8_t *input, int32_t zero,
                          int8_t *patch, int32_t *step)
{
    const int32_t pitch = w->shape.x.input * w->shape.channels;
    if (at->outside)
    {
        tml_copy_window(&w->shape, input, zero, at, patch);
        *step = 0;
        return patch;
    }
    *step = pitch * w->shape.y.dilation - (int32_t)w->run;
    return input + (at->top * pitch + at->left * w->shape.channels);
}

static void gather_1(const tml_dsp_window *w, const int8_t *source, int32_t step, uint32_t *columns)
{
    for (uint32_t row = 0; row < w->rows; row++)
    {
        columns = tml_dsp_widen_1(source, w->run, columns);
        source += (int32_t)w->run + step;
    }
}

/* How many fours follow that of output column x in its row, all of whose windows lie in the image. */
static int32_t fours_ahead(const tml_window_shape *shape, int32_t x)
{
    if (shape->backwards)
    {
        return (x - (shape->x.before + shape->x.stride - 1) / shape->x.stride) / 4;
    }
    const int32_t inside = (shape->x.input - shape->x.filter + shape->x.before) / shape->x.stride;
    const int32_t last = inside < shape->output_width ? inside : shape->output_width - 1;
    return (last - (x + 3)) / 4;
}

void tml_dsp_gather(const tml_dsp_window *w, tml_dsp_reader *reader, const int8_t *input, int32_t zero, uint32_t first,
                    uint32_t pixels, int repeat, int8_t *patches, uint32_t *columns)
{
    const tml_window_shape *shape = &w->shape;
    tml_dsp_columns *four = &reader->four;
    int32_t y = (int32_t)first / shape->output_width;
    int32_t x = (int32_t)first % shape->output_width;
    four->columns = columns;
    four->rows = w->rows;
    four->run = w->run;
    tml_place at = tml_place_of(shape, y, x);
    four->source[0] = find(w, &at, input, zero, patches, &four->step[0]);
    if (pixels == 1 && !repeat)
    {
        gather_1(w, four->source[0], four->step[0], columns);
        return;
    }
    const tml_place last = tml_place_of(shape, y, x + 3);
    const int is_run = pixels == 4 && !at.outside && !last.outside && x + 3 < shape->output_width;
    const int32_t distance = pixels == 1 ? 0 : shape->x.stride * shape->channels;
    reader->ahead = is_run ? fours_ahead(shape, x) : 0;
    reader->step = shape->backwards ? -4 * distance : 4 * distance;
    for (uint32_t p = 1; p < 4; p++)
    {
        if (is_run || pixels == 1)
        {
            four->source[p] = four->source[p - 1u] + distance;
            four->step[p] = four->step[0];
            continue;
        }
        if (++x == shape->output_width)
        {
            x = 0;
            y++;
        }
        at = tml_place_of(shape, y, x);
        four->source[p] = find(w, &at, input, zero, patches + p * w->patch, &four->step[p]);
    }
    tml_dsp_gather_4(four);
}
