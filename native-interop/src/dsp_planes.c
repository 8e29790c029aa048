/* SPDX-License-Identifier: MIT */

/* Planes of a block: four channels at a time, strip by strip (dsp_strips_arm.c). */

#include "dsp_depthwise.h"

/* Rows that lie outside the image. */
static void fill_outside(tml_dsp_fill *fill, uint32_t words, int32_t rows)
{
    const uint32_t plane = fill->plane / 4u;
    const uint32_t both = tml_dsp_low_bytes(fill->outside);
    for (uint32_t *const end = fill->to + (uint32_t)rows * words; fill->to != end; fill->to++)
    {
        fill->to[0] = both;
        fill->to[plane] = both;
        fill->to[2u * plane] = both;
        fill->to[3u * plane] = both;
    }
}

/* Strips from one on that lie inside the image, side by side; of a single input row they are filled as the rows of one strip. */
static uint32_t strips_inside(const tml_dsp_depthwise *d, const tml_dsp_part *b, uint32_t strip)
{
    const int32_t columns = 2 * (int32_t)d->t.words;
    const int32_t step = (int32_t)d->t.outputs * d->t.x.stride;
    const int32_t column = tml_dsp_strip_column(d, b, strip) * d->t.x.stride - d->t.x.before;
    const int32_t left = b->columns / (int32_t)d->t.outputs - (int32_t)strip;
    const int32_t inside = column < 0 ? 0 : (d->t.x.input - columns - column + step) / step;
    return (uint32_t)tml_dsp_greatest(tml_dsp_least(left, inside), 1);
}

void tml_dsp_fill_planes(const tml_dsp_depthwise *d, const tml_dsp_part *b, uint32_t kept)
{
    const tml_axis *axis = &d->t.x;
    const uint32_t words = d->t.words;
    const uint32_t strips = tml_dsp_strips_in(d, b);
    const int32_t columns = 2 * (int32_t)words;
    const uint32_t rows = tml_dsp_input_rows(&d->t, b->rows);
    const int32_t y = b->y * d->t.y.stride - d->t.y.before;
    const int32_t begin = y + (int32_t)kept;
    const int32_t top = tml_dsp_greatest(begin, 0);
    const int32_t end = y + (int32_t)rows;
    const int32_t bottom = tml_dsp_greatest(tml_dsp_least(end, d->t.y.input), top);
    tml_dsp_fill fill;
    fill.pixel = (uint32_t)d->channels;
    fill.to = d->planes;
    fill.plane = strips * rows * words * 4u;
    fill.outside = (uint32_t)(uint8_t)d->zero * 0x01010101u;
    for (uint32_t i = 0, alike; i < strips; i += alike)
    {
        const int32_t column = tml_dsp_strip_column(d, b, i) * axis->stride - axis->before;
        const int32_t inside = tml_dsp_greatest(column, 0);
        const int32_t behind = tml_dsp_least(column + columns, axis->input);
        fill.to += kept * words;
        if (top != begin)
        {
            fill_outside(&fill, words, top - begin);
        }
        const int32_t pixels = behind - inside;
        fill.from = d->input + (top * axis->input + inside) * d->channels + b->group * TML_GROUP_CHANNELS;
        fill.skip = (axis->input - pixels) * d->channels;
        fill.before = (uint32_t)(inside - column);
        fill.pairs = ((uint32_t)pixels - fill.before % 2u) / 2u;
        fill.odd = ((uint32_t)pixels - fill.before % 2u) % 2u;
        fill.behind = words - (fill.before + 1u) / 2u - fill.pairs - fill.odd;
        fill.rows = (uint32_t)(bottom - top);
        alike = rows == 1 && kept == 0 ? strips_inside(d, b, i) : 1u;
        if (alike > 1)
        {
            fill.skip = ((int32_t)d->t.outputs * axis->stride - pixels) * d->channels;
            fill.rows = alike;
        }
        if (fill.rows != 0)
        {
            tml_dsp_fill_strip(&fill);
        }
        fill.to += fill.rows * words;
        if (end != bottom)
        {
            fill_outside(&fill, words, end - bottom);
        }
    }
}

void tml_dsp_keep_rows(const tml_dsp_depthwise *d, const tml_dsp_part *b, int32_t rows, uint32_t kept)
{
    const uint32_t words = d->t.words;
    const uint32_t shared = kept * words;
    const uint32_t from_strip = tml_dsp_input_rows(&d->t, b->rows) * words;
    const uint32_t to_strip = tml_dsp_input_rows(&d->t, rows) * words;
    const uint32_t *from = d->planes + (uint32_t)b->rows * words;
    uint32_t *to = d->planes;
    for (uint32_t i = TML_GROUP_CHANNELS * tml_dsp_strips_in(d, b); i != 0; i--, from += from_strip, to += to_strip)
    {
        for (uint32_t k = 0; k < shared; k++)
        {
            to[k] = from[k];
        }
    }
}
