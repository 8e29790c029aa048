/* SPDX-License-Identifier: MIT */

/*
 * Convolution and dense layer with learnt weights of some input channels. What these change in a sum is added to its bias
 * first; that may wrap, but the whole, which is the sum with the new weights, fits 32 bits.
 */

#include "apart.h"
#include "filters.h"
#include "kernels.h"

/* Filters whose changed biases are made at a time. */
enum
{
    GROUP = 4
};

/* What the learnt weights of some of the channels change in the sum of a window with a filter; it fits 32 bits. */
TML_APART static int32_t change_of(const tml_filters *filters, uint32_t filter, uint32_t channels, const tml_channels *learnt,
                         const tml_window *window)
{
    const uint32_t first = filter * filters->taps + window->first_tap;
    const int8_t *x = window->input;
    const int8_t *w = filters->weights + first;
    const int8_t *changed = learnt->weights + first / channels * learnt->count;
    uint32_t column = window->columns;
    int32_t sum = 0;
    for (uint32_t run = window->runs; run != 0; run--)
    {
        for (const int8_t *const end = x + window->run; x != end; x += channels, w += channels)
        {
            for (uint32_t k = 0; k < learnt->count; k++)
            {
                const uint32_t channel = learnt->numbers[k];
                sum += (x[channel] - filters->input_zero) * (*changed++ - w[channel]);
            }
        }
        x += window->gap;
        if (--column == 0)
        {
            column = window->columns;
            x += window->row_gap;
            w += window->row_taps;
            changed += window->row_taps / channels * learnt->count;
        }
    }
    return sum;
}

/* Filters of so many channels. */
static void run_learnt(const tml_filters *filters, uint32_t channels, const tml_channels *learnt,
                       const tml_window *window, int8_t *output)
{
    int32_t bias[GROUP];
    tml_filters group = *filters;
    group.bias = bias;
    while (group.begin != filters->end)
    {
        group.end = filters->end - group.begin < GROUP ? filters->end : group.begin + GROUP;
        for (uint32_t o = group.begin; o < group.end; o++)
        {
            const int32_t change = change_of(filters, o, channels, learnt, window);
            bias[o - group.begin] = (int32_t)((uint32_t)filters->bias[o - filters->begin] + (uint32_t)change);
        }
        tml_run_filters(&group, window, output + (group.begin - filters->begin));
        group.begin = group.end;
    }
}

void tml_conv_learnt(const int8_t *input, int32_t input_zero, const int8_t *weights, const tml_channels *learnt,
                     const int32_t *bias, const tml_requantization *q, const tml_window_shape *shape,
                     uint32_t row_begin, uint32_t row_end, int8_t *output)
{
    const uint32_t channels = (uint32_t)shape->channels;
    const uint32_t taps = (uint32_t)(shape->y.filter * shape->x.filter) * channels;
    const tml_filters filters = {weights, bias, q, 0, (uint32_t)shape->output_channels, taps, input_zero};
    const int32_t width = shape->output_width;
    for (int32_t i = 0; i < (int32_t)(row_end - row_begin); i++)
    {
        const int32_t oy = tml_in_order(shape, (int32_t)row_begin, (int32_t)row_end, i);
        const tml_span y = tml_span_at(&shape->y, oy);
        for (int32_t k = 0; k < width; k++)
        {
            const int32_t ox = tml_in_order(shape, 0, width, k);
            const tml_span x = tml_span_at(&shape->x, ox);
            const tml_window window = tml_window_at(shape, input, &y, &x);
            run_learnt(&filters, channels, learnt, &window, output + (uint32_t)(oy * width + ox) * filters.end);
        }
    }
}

void tml_fully_connected_learnt(const int8_t *input, int32_t input_zero, uint32_t depth, const int8_t *weights,
                                const tml_channels *learnt, const int32_t *bias, const tml_requantization *q,
                                uint32_t row_begin, uint32_t row_end, int8_t *output)
{
    const tml_window all = {input, 0, 1, depth, 0, 1, 0, 0};
    const tml_filters units = {weights, bias + row_begin, q, row_begin, row_end, depth, input_zero};
    run_learnt(&units, depth, learnt, &all, output + row_begin);
}
