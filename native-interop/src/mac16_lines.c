/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "mac16_lines.h"

#define SIGN_BITS 0x80808080u

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

tml_mac16_line_shape tml_mac16_line_shape_of(const tml_operator *op, const tml_tensor *in, const tml_tensor *out)
{
    const tml_window_shape shape = tml_window_shape_of(op, in, out);
    tml_mac16_line_shape s = {shape.y, shape.x, out->shape[1], out->shape[2], 0, (uint32_t)shape.y.filter, 0,
                              in->shape[2] == 1 && out->shape[2] == 1};
    if (s.is_column)
    {
        s.y = shape.x;
        s.x = shape.y;
        s.width = least(op->kernel_rows, s.height);
        s.height = 1;
        s.lines = (uint32_t)s.y.filter;
    }
    else if (op->stride[0] == 1 && op->stride[1] == 1 && memcmp(in->shape, out->shape, sizeof in->shape) == 0)
    {
        s.lines += least(op->kernel_rows, s.height) - 1u;
    }
    s.run_words = (uint32_t)s.x.filter / 2u + 1u;
    s.words = (s.width - 1u) / (s.x.stride == 1 ? 2u : 1u) + s.run_words;
    return s;
}

void tml_mac16_clear_lines(const tml_mac16_lines *lines, uint32_t line, uint32_t count)
{
    const uint32_t pitch = tml_mac16_pitch_of(&lines->shape);
    uint32_t *to = lines->first + line * pitch;
    for (const uint32_t *const end = to + count * pitch; to != end; to += 4)
    {
        to[0] = lines->outside;
        to[1] = lines->outside;
        to[2] = lines->outside;
        to[3] = lines->outside;
    }
}

/* Four channels of pixels that lie some words apart, to lines of one channel that lie some elements apart. */
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

void tml_mac16_fill_line(const tml_mac16_lines *lines, uint32_t line, uint32_t group, int32_t y, int32_t left)
{
    if (y < 0 || y >= lines->shape.y.input)
    {
        tml_mac16_clear_lines(lines, line, 1);
        return;
    }
    const uint32_t elements = 2u * lines->shape.words;
    const uint32_t columns = (uint32_t)lines->shape.x.input;
    const uint32_t before = left < 0 ? (uint32_t)-left : 0;
    const uint32_t first = left < 0 ? 0 : (uint32_t)left;
    const int8_t *from = lines->input + ((uint32_t)y * columns + first) * lines->channels + group * TML_GROUP_CHANNELS;
    uint32_t *to = lines->first + line * tml_mac16_pitch_of(&lines->shape);
    widen((const uint32_t *)(const void *)from, lines->channels / 4u, least(columns - first, elements - before),
          (uint16_t *)(void *)to + before, elements);
}

void tml_mac16_move_lines(const tml_mac16_lines *lines, uint32_t from, uint32_t count)
{
    const uint32_t pitch = tml_mac16_pitch_of(&lines->shape);
    uint32_t *to = lines->first;
    const uint32_t *source = to + from * pitch;
    for (const uint32_t *const end = to + count * pitch; to != end; to += 4, source += 4)
    {
        to[0] = source[0];
        to[1] = source[1];
        to[2] = source[2];
        to[3] = source[3];
    }
}
