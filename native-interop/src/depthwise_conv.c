/* SPDX-License-Identifier: MIT */
#include "apart.h"
#include "dsp_instructions.h"
#include "kernels.h"

enum
{
    BLOCK = 16, /* output channels that are summed side by side, so that a tap's weights are read in order */
    LANES = 4   /* of those, whose sums stay in registers: where each reads a channel of its own */
};

/* The taps of one pixel that lie inside the image, channel 0 of its input and output channel 0. */
typedef struct taps
{
    const int8_t *input;
    const int8_t *weights;
    int32_t input_zero;
    int32_t rows;
    int32_t columns;
    uint32_t input_step; /* from a tap to the next of its row */
    uint32_t weight_step;
    uint32_t input_row; /* from a row to the next */
    uint32_t weight_row;
} taps;

/* Adds the taps of the output channels [base, base + count) to their sums; channel base + i reads source[i]. */
TML_APART static void add_taps(const taps *t, const uint16_t *source, uint32_t base, uint32_t count, int32_t *sum)
{
    const int8_t *input = t->input;
    const int8_t *weights = t->weights + base;
    const int32_t zero = t->input_zero;
    for (int32_t y = 0; y < t->rows; y++, input += t->input_row, weights += t->weight_row)
    {
        const int8_t *in = input;
        const int8_t *w = weights;
        for (int32_t x = 0; x < t->columns; x++, in += t->input_step, w += t->weight_step)
        {
            for (uint32_t i = 0; i < count; i++)
            {
                sum[i] += (in[source[i]] - zero) * w[i];
            }
        }
    }
}

/* The sums of LANES channels that read the channels of their own numbers. */
static void sum_lanes(const taps *t, uint32_t base, const int32_t *bias, int32_t *sum)
{
    const int8_t *input = t->input + base;
    const int8_t *weights = t->weights + base;
    const int32_t zero = t->input_zero;
    int32_t a = bias[0];
    int32_t b = bias[1];
    int32_t c = bias[2];
    int32_t d = bias[3];
    for (int32_t y = 0; y < t->rows; y++, input += t->input_row, weights += t->weight_row)
    {
        const int8_t *in = input;
        const int8_t *w = weights;
        for (int32_t x = 0; x < t->columns; x++, in += t->input_step, w += t->weight_step)
        {
#if TML_DSP_LANES
            const uint32_t minus_zero = tml_dsp_both_halves(-zero);
            const uint32_t even = tml_dsp_add_low_bytes(minus_zero, tml_dsp_bytes(in));
            const uint32_t odd = tml_dsp_add_high_bytes(minus_zero, tml_dsp_bytes(in));
            const uint32_t even_weights = tml_dsp_low_bytes(tml_dsp_bytes(w));
            const uint32_t odd_weights = tml_dsp_high_bytes(tml_dsp_bytes(w));
            a = tml_dsp_multiply_add_low(even, even_weights, a);
            b = tml_dsp_multiply_add_low(odd, odd_weights, b);
            c = tml_dsp_multiply_add_high(even, even_weights, c);
            d = tml_dsp_multiply_add_high(odd, odd_weights, d);
#else
            a += (in[0] - zero) * w[0];
            b += (in[1] - zero) * w[1];
            c += (in[2] - zero) * w[2];
            d += (in[3] - zero) * w[3];
#endif
        }
    }
    sum[0] = a;
    sum[1] = b;
    sum[2] = c;
    sum[3] = d;
}

/* The output channels of a pixel. */
TML_APART static void run_pixel(const taps *t, uint32_t out_channels, uint32_t multiplier, const int32_t *bias, const tml_requantization *factors,
                      int8_t *out)
{
    const tml_requantization q = *factors;
    uint32_t channel = 0; /* base / multiplier and what is left of it, without a division */
    uint32_t part = 0;
    for (uint32_t base = 0; base < out_channels; base += BLOCK)
    {
        const uint32_t count = out_channels - base < BLOCK ? out_channels - base : BLOCK;
        int32_t sum[BLOCK];
        uint32_t done = 0;
        if (multiplier == 1)
        {
            for (; count - done >= LANES; done += LANES)
            {
                sum_lanes(t, base + done, bias + base + done, sum + done);
            }
            channel = base + done;
        }
        if (done < count)
        {
            uint16_t source[BLOCK];
            for (uint32_t c = done; c < count; c++)
            {
                sum[c] = bias[base + c];
                source[c] = (uint16_t)channel;
                if (++part == multiplier)
                {
                    part = 0;
                    channel++;
                }
            }
            add_taps(t, source + done, base + done, count - done, sum + done);
        }
        for (uint32_t c = 0; c < count; c++)
        {
            out[base + c] = tml_requantize_channel(&q, base + c, sum[c]);
        }
    }
}

void tml_depthwise_conv(const int8_t *input, int32_t input_zero, const int8_t *weights, const int32_t *bias,
                        const tml_requantization *q, const tml_window_shape *shape, uint32_t row_begin,
                        uint32_t row_end, int8_t *output)
{
    const int32_t channels = shape->channels;
    const int32_t out_channels = shape->output_channels;
    const uint32_t multiplier = (uint32_t)out_channels / (uint32_t)channels;
    const int32_t width = shape->output_width;
    taps t;
    t.input_zero = input_zero;
    t.input_step = (uint32_t)(shape->x.dilation * channels);
    t.weight_step = (uint32_t)out_channels;
    t.input_row = (uint32_t)(shape->y.dilation * shape->x.input * channels);
    t.weight_row = (uint32_t)(shape->x.filter * out_channels);
    for (int32_t i = 0; i < (int32_t)(row_end - row_begin); i++)
    {
        const int32_t oy = tml_in_order(shape, (int32_t)row_begin, (int32_t)row_end, i);
        const tml_span y = tml_span_at(&shape->y, oy);
        const int32_t top = (y.origin + y.begin * shape->y.dilation) * shape->x.input;
        t.rows = y.end - y.begin;
        for (int32_t k = 0; k < width; k++)
        {
            const int32_t ox = tml_in_order(shape, 0, width, k);
            const tml_span x = tml_span_at(&shape->x, ox);
            t.columns = x.end - x.begin;
            t.input = input + (uint32_t)((top + x.origin + x.begin * shape->x.dilation) * channels);
            t.weights = weights + (uint32_t)((y.begin * shape->x.filter + x.begin) * out_channels);
            run_pixel(&t, (uint32_t)out_channels, multiplier, bias, q, output + (uint32_t)((oy * width + ox) * out_channels));
        }
    }
}
