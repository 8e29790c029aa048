/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "dsp.h"
#include "dsp_window.h"

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

static uint32_t rounded_up(uint32_t x, uint32_t unit)
{
    return (x + unit - 1u) / unit * unit;
}

tml_dsp_window tml_dsp_window_of(const tml_operator *op, const tml_tensor *in)
{
    tml_dsp_window w;
    const uint32_t run = (uint32_t)op->filter[1] * in->shape[3];
    w.taps = op->filter[0] * run;
    w.groups = rounded_up(w.taps, TML_DSP_TAPS) / TML_DSP_TAPS;
    w.run = run % 4u == 0 && op->dilation[1] == 1 ? run : 0;
    w.patch = w.run != 0 && op->filter[0] == 1 && op->filter[1] == 1 ? 0 : rounded_up(w.taps, 4u);
    return w;
}

/* Few bytes: a call of memcpy or memset would take longer. */
static inline void copy_few(int8_t *to, const int8_t *from, int32_t count)
{
    for (; count >= 4; count -= 4, to += 4, from += 4)
    {
        memcpy(to, from, 4);
    }
    if ((count & 2) != 0)
    {
        memcpy(to, from, 2);
        to += 2;
        from += 2;
    }
    if ((count & 1) != 0)
    {
        *to = *from;
    }
}

static inline void fill_few(int8_t *to, int32_t value, int32_t count)
{
    const uint32_t four = (uint32_t)(uint8_t)value * 0x01010101u;
    for (; count >= 4; count -= 4, to += 4)
    {
        memcpy(to, &four, 4);
    }
    if ((count & 2) != 0)
    {
        memcpy(to, &four, 2);
        to += 2;
    }
    if ((count & 1) != 0)
    {
        *to = (int8_t)value;
    }
}

/* Where a window lies; outside: some of its taps do not lie in the image, or not side by side. */
typedef struct place
{
    int32_t top;
    int32_t left;
    int outside;
} place;

static place place_of(const tml_window_shape *shape, int32_t oy, int32_t ox)
{
    place at = {oy * shape->y.stride - shape->y.before, ox * shape->x.stride - shape->x.before, 0};
    at.outside = at.top < 0 || at.left < 0 || at.left + shape->x.filter > shape->x.input ||
                 at.top + (shape->y.filter - 1) * shape->y.dilation >= shape->y.input || shape->x.dilation != 1;
    return at;
}

static void copy_row_outside(const tml_window_shape *shape, const int8_t *source, int32_t zero, int32_t left,
                             int8_t *row)
{
    const int32_t channels = shape->channels;
    if (shape->x.dilation == 1)
    {
        const int32_t all = shape->x.filter * channels;
        const int32_t before = left < 0 ? -left * channels : 0;
        const int32_t end = (shape->x.input - left) * channels; /* of the image, in the row */
        const int32_t inside = end < all ? end : all;
        fill_few(row, zero, before);
        copy_few(row + before, source + (left * channels + before), inside - before);
        fill_few(row + inside, zero, all - inside);
        return;
    }
    for (int32_t k = 0; k < shape->x.filter; k++, row += channels)
    {
        const int32_t x = left + k * shape->x.dilation;
        if (x >= 0 && x < shape->x.input)
        {
            copy_few(row, source + x * channels, channels);
        }
        else
        {
            fill_few(row, zero, channels);
        }
    }
}

/* All taps of a window, one after another. */
static void copy_window(const tml_window_shape *shape, const int8_t *input, int32_t zero, const place *at, int8_t *patch)
{
    const int32_t run = shape->x.filter * shape->channels;
    const int32_t pitch = shape->x.input * shape->channels;
    for (int32_t ky = 0; ky < shape->y.filter; ky++, patch += run)
    {
        const int32_t y = at->top + ky * shape->y.dilation;
        if (!at->outside)
        {
            copy_few(patch, input + (y * pitch + at->left * shape->channels), run);
        }
        else if (y >= 0 && y < shape->y.input)
        {
            copy_row_outside(shape, input + y * pitch, zero, at->left, patch);
        }
        else
        {
            fill_few(patch, zero, run);
        }
    }
}

void tml_dsp_gather(const tml_dsp_window *window, const tml_window_shape *shape, const int8_t *input, int32_t zero,
                    uint32_t first, uint32_t pixels, int8_t *patches, uint32_t *columns)
{
    const int32_t pitch = shape->x.input * shape->channels;
    const int8_t *source[4];
    int32_t step[4]; /* to the next row of the filter */
    int32_t y = (int32_t)first / shape->output_width;
    int32_t x = (int32_t)first % shape->output_width;
    for (uint32_t p = 0; p < pixels; p++)
    {
        const place at = place_of(shape, y, x);
        if (window->run != 0 && !at.outside)
        {
            source[p] = input + (at.top * pitch + at.left * shape->channels);
            step[p] = pitch * shape->y.dilation;
        }
        else
        {
            int8_t *patch = patches + p * window->patch;
            copy_window(shape, input, zero, &at, patch);
            source[p] = patch;
            step[p] = (int32_t)window->run;
        }
        if (++x == shape->output_width)
        {
            x = 0;
            y++;
        }
    }
    const uint32_t run = window->run != 0 ? window->run : window->patch;
    for (int32_t ky = window->run != 0 ? shape->y.filter : 1; ky != 0; ky--)
    {
        if (pixels == 1)
        {
            columns = tml_dsp_widen_1(source[0], run, columns);
        }
        else
        {
            columns = tml_dsp_widen_4(source, run, columns);
            source[1] += step[1];
            source[2] += step[2];
            source[3] += step[3];
        }
        source[0] += step[0];
    }
}
