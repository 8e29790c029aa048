/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "window_copy.h"

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

void tml_copy_window(const tml_window_shape *shape, const int8_t *input, int32_t zero, const tml_place *at,
                     int8_t *taps)
{
    const int32_t run = shape->x.filter * shape->channels;
    const int32_t pitch = shape->x.input * shape->channels;
    for (int32_t ky = 0; ky < shape->y.filter; ky++, taps += run)
    {
        const int32_t y = at->top + ky * shape->y.dilation;
        if (!at->outside)
        {
            copy_few(taps, input + (y * pitch + at->left * shape->channels), run);
        }
        else if (y >= 0 && y < shape->y.input)
        {
            copy_row_outside(shape, input + y * pitch, zero, at->left, taps);
        }
        else
        {
            fill_few(taps, zero, run);
        }
    }
}
