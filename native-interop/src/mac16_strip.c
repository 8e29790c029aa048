/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "mac16_strip.h"

/* A block's strip is as long as fits, but never shorter than one window. */
#define MOST_BYTES 2048u

#define SIGN_BITS 0x80808080u
#define LOW_BYTES 0x00FF00FFu

/* Columns start at words, and windows are whole groups of four. */
static uint32_t column_of(uint32_t elements, uint32_t filter_width)
{
    const uint32_t even = (elements + 1u) / 2u * 2u;
    return even * filter_width % 4u == 0 ? even : (elements + 3u) / 4u * 4u;
}

tml_mac16_strip tml_mac16_strip_of(const tml_operator *op, const tml_tensor *in, const tml_tensor *out)
{
    tml_mac16_strip s = {in->shape[3], 1, 0, 0, 1, 1, 1, 0};
    uint32_t filter_width = 1;
    if (op->code == TML_FULLY_CONNECTED)
    {
        s.channels = tml_elements(in);
    }
    else
    {
        filter_width = op->filter[1];
        s.rows = op->filter[0];
        s.stride = op->stride[1];
        s.is_flat = op->filter[0] == 1 && op->filter[1] == 1 && op->stride[0] == 1 && op->stride[1] == 1;
        s.width = s.is_flat ? (uint32_t)out->shape[1] * out->shape[2] : out->shape[2];
    }
    s.column = column_of(s.rows * s.channels, filter_width);
    s.taps = filter_width * s.column;
    const uint32_t columns = MOST_BYTES / 2u / s.column;
    if (columns > filter_width)
    {
        s.pixels += (columns - filter_width) / s.stride;
    }
    if (s.pixels > s.width)
    {
        s.pixels = s.width;
    }
    return s;
}

uint64_t tml_mac16_strip_bytes(const tml_mac16_strip *strip)
{
    const uint64_t windows = (uint64_t)(strip->pixels - 1u) * strip->stride * strip->column + strip->taps;
    const uint64_t steps = (uint64_t)strip->pixels * strip->stride * strip->column;
    return 2u * (windows > steps ? windows : steps) + 4u;
}

/* Whole words of the image: of bytes 0 to 3 the words (0, 2) and (1, 3). */
static uint32_t *widen_words(const int8_t *from, uint32_t count, uint32_t *to)
{
    const uint32_t *word = (const uint32_t *)(const void *)from;
    for (const uint32_t *const end = word + count / 4u; word != end; word++, to += 2)
    {
        const uint32_t bytes = *word ^ SIGN_BITS;
        to[0] = bytes & LOW_BYTES;
        to[1] = bytes >> 8 & LOW_BYTES;
    }
    return to;
}

static uint16_t *widen_bytes(const int8_t *from, uint32_t count, uint16_t *to)
{
    for (const int8_t *const end = from + count; from != end; from++)
    {
        *to++ = (uint16_t)((uint8_t)*from ^ 0x80u);
    }
    return to;
}

static uint16_t *fill(uint16_t *to, uint32_t count, int32_t value)
{
    for (const uint16_t *const end = to + count; to != end;)
    {
        *to++ = (uint16_t)value;
    }
    return to;
}

/* One column; the image's words are whole. */
static uint32_t *fill_column(const tml_mac16_strip *s, const tml_window_shape *shape, const int8_t *input, int32_t zero,
                             int32_t top, int32_t x, uint32_t *to)
{
    const uint32_t channels = s->channels;
    const int32_t pitch = shape->x.input * shape->channels;
    const int8_t *from = input + (top * pitch + x * shape->channels);
    uint16_t *half = (uint16_t *)(void *)to;
    int32_t y = top;
    for (uint32_t row = 0; row < s->rows; row++, y += shape->y.dilation, from += pitch * shape->y.dilation)
    {
        if (x < 0 || x >= shape->x.input || y < 0 || y >= shape->y.input)
        {
            half = fill(half, channels, zero + 128);
        }
        else if (channels % 4u == 0)
        {
            half = (uint16_t *)(void *)widen_words(from, channels, (uint32_t *)(void *)half);
        }
        else
        {
            half = widen_bytes(from, channels, half);
        }
    }
    return (uint32_t *)(void *)fill(half, s->column - s->rows * channels, 0);
}

void tml_mac16_fill_strip(const tml_mac16_strip *strip, const tml_window_shape *shape, const int8_t *input,
                          int32_t zero, int32_t top, int32_t left, uint32_t count, uint32_t *to)
{
    if (strip->rows == 1 && strip->channels % 4u == 0 && top >= 0 && top < shape->y.input && left >= 0 &&
        left + (int32_t)count <= shape->x.input)
    {
        widen_words(input + (top * shape->x.input + left) * shape->channels, count * strip->channels, to);
        return;
    }
    for (const int32_t end = left + (int32_t)count; left != end; left++)
    {
        to = fill_column(strip, shape, input, zero, top, left, to);
    }
}
