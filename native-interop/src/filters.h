/* SPDX-License-Identifier: MIT */
#ifndef TINYML_FILTERS_H
#define TINYML_FILTERS_H

/* Filters of the portable layout over one window, a few at a time: an input that is loaded serves all of those. */

#include "requantize.h"
#include "window.h"

/* Filters [begin, end). */
typedef struct tml_filters
{
    const int8_t *weights; /* [filter][taps], from filter 0 on */
    const int32_t *bias;   /* from filter `begin` on */
    const tml_requantization *q;
    uint32_t begin;
    uint32_t end;
    uint32_t taps;
    int32_t input_zero;
} tml_filters;

/* What of a window lies inside the input: runs of values, side by side there and in a filter. */
typedef struct tml_window
{
    const int8_t *input; /* of the first run */
    uint32_t first_tap;
    uint32_t runs;
    uint32_t run;        /* values */
    uint32_t gap;        /* from the end of a run to the next one: values */
    uint32_t columns;    /* runs of a row of the filter, */
    uint32_t row_gap;    /* the end of which adds to the gap, */
    uint32_t row_taps;   /* and so many taps are left out there */
} tml_window;

/* The window with these spans. Taps of a row side by side are one run, dilated ones are a run each. */
static inline tml_window tml_window_at(const tml_window_shape *shape, const int8_t *input, const tml_span *y,
                                       const tml_span *x)
{
    const uint32_t channels = (uint32_t)shape->channels;
    const uint32_t width = (uint32_t)(x->end - x->begin);
    const uint32_t row = (uint32_t)shape->x.filter * channels;
    const uint32_t line = (uint32_t)(shape->y.dilation * shape->x.input) * channels;
    const int32_t first = (y->origin + y->begin * shape->y.dilation) * shape->x.input + x->origin +
                          x->begin * shape->x.dilation;
    tml_window window;
    window.input = input + (uint32_t)first * channels;
    window.first_tap = (uint32_t)y->begin * row + (uint32_t)x->begin * channels;
    window.columns = shape->x.dilation == 1 ? 1u : width;
    window.runs = (uint32_t)(y->end - y->begin) * window.columns;
    window.run = shape->x.dilation == 1 ? width * channels : channels;
    window.gap = (uint32_t)(shape->x.dilation - 1) * channels;
    window.row_gap = line - width * (uint32_t)shape->x.dilation * channels;
    window.row_taps = row - width * channels;
    return window;
}

/* One output per filter, side by side; the sums wrap. */
void tml_run_filters(const tml_filters *filters, const tml_window *window, int8_t *output);

#endif
