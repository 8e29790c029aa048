/* SPDX-License-Identifier: MIT */

/* Planes, and a 3x3 filter over them, in plain C: the reference of the assembly in dsp_strips_arm.c. */

#include "dsp.h"

#if !TML_DSP_ASSEMBLY

/* Two pixels of four channels to a word of each plane, `plane` words apart. */
static uint32_t *widen_two(uint32_t left, uint32_t right, uint32_t *to, uint32_t plane)
{
    const uint32_t low = (left & 0xFFFFu) | right << 16;
    const uint32_t high = left >> 16 | (right & 0xFFFF0000u);
    to[0] = tml_dsp_low_bytes(low);
    to[plane] = tml_dsp_high_bytes(low);
    to[2u * plane] = tml_dsp_low_bytes(high);
    to[3u * plane] = tml_dsp_high_bytes(high);
    return to + 1;
}

void tml_dsp_fill_strip(const tml_dsp_fill *fill)
{
    const uint32_t plane = fill->plane / 4u;
    const uint32_t outside = fill->outside;
    const int8_t *from = fill->from;
    uint32_t *to = fill->to;
    for (uint32_t row = 0; row < fill->rows; row++, from += fill->skip)
    {
        for (uint32_t i = 0; i < fill->before / 2u; i++)
        {
            to = widen_two(outside, outside, to, plane);
        }
        if (fill->before % 2u != 0)
        {
            to = widen_two(outside, tml_dsp_bytes(from), to, plane);
            from += fill->pixel;
        }
        for (uint32_t i = 0; i < fill->pairs; i++, from += 2u * fill->pixel)
        {
            to = widen_two(tml_dsp_bytes(from), tml_dsp_bytes(from + fill->pixel), to, plane);
        }
        if (fill->odd != 0)
        {
            to = widen_two(tml_dsp_bytes(from), outside, to, plane);
            from += fill->pixel;
        }
        for (uint32_t i = 0; i < fill->behind; i++)
        {
            to = widen_two(outside, outside, to, plane);
        }
    }
}

static int32_t element(const uint32_t *row, uint32_t x)
{
    return tml_dsp_half(row[x / 2u], x % 2u);
}

/* The sum of one output; rows lie `words` apart. */
static uint32_t sum_of(const uint32_t *weights, const uint32_t *rows, uint32_t words, uint32_t x, uint32_t stride)
{
    uint32_t sum = weights[6];
    /* The middle weight is there twice; the core takes that which stands beside its neighbour. */
    const uint32_t second = stride == 1 && x % 2u == 1;
    for (uint32_t i = 0; i < 3; i++, weights += 2, rows += words)
    {
        sum += (uint32_t)(tml_dsp_half(weights[0], 0) * element(rows, x * stride));
        sum += (uint32_t)(tml_dsp_half(weights[second], 1u - second) * element(rows, x * stride + 1u));
        sum += (uint32_t)(tml_dsp_half(weights[1], 1) * element(rows, x * stride + 2u));
    }
    return sum;
}

static void run(const tml_dsp_strips *s, uint32_t width, uint32_t stride, int is_exact)
{
    const uint32_t words = tml_dsp_strip_row(width, stride);
    const uint32_t *rows = s->planes;
    for (uint32_t c = 0; c < s->channels; c++)
    {
        const uint32_t *weights = s->stream + c * TML_DSP_STRIP_WORDS;
        uint32_t at = 0;
        uint32_t next = 0;
        do
        {
            at = next;
            for (uint32_t y = 0; y < s->rows; y++, rows += s->step / 4u)
            {
                for (uint32_t x = 0; x < width; x++)
                {
                    const uint32_t sum = sum_of(weights, rows, words, x, stride);
                    s->output[at + y * s->row + x * s->pixel + c] =
                        is_exact ? tml_dsp_round_twice(sum, weights[7], weights[8], weights[9] & 31u)
                                 : tml_dsp_saturate(tml_dsp_multiply_high_add(sum, weights[7], weights[8]));
                }
            }
            rows += s->kept / 4u;
            next = at + width * s->pixel < s->last ? at + width * s->pixel : s->last;
        } while (at != s->last);
    }
}

void tml_dsp_run_strips(const tml_dsp_strips *strips, uint32_t width, uint32_t stride)
{
    run(strips, width, stride, 0);
}

void tml_dsp_run_strips_exact(const tml_dsp_strips *strips, uint32_t stride)
{
    run(strips, TML_DSP_STRIP_LEAST, stride, 1);
}

#else
typedef int tml_dsp_strips_are_assembly;
#endif
