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
    uint32_t run;     /* values */
    uint32_t gap;     /* values from the end of a run to the next one */
    uint32_t columns; /* runs of a row of the filter, */
    int32_t row_gap;  /* the end of which adds to the gap, */
    uint32_t row_taps; /* and so many taps are left out there */
} tml_window;

/* The window with these spans. Taps of a row side by side are one run, dilated ones are a run each. */
static inline tml_window tml_window_at(const tml_window_shape *shape, const int8_t *input, const tml_span *y,
                                       const tml_span *x)
{
    const int32_t channels = shape->channels;
    const int32_t height = y->end > y->begin ? y->end - y->begin : 0;
    const int32_t width = x->end > x->begin ? x->end - x->begin : 0;
    const int32_t columns = shape->x.dilation == 1 ? 1 : width;
    const int32_t first = (y->origin + y->begin * shape->y.dilation) * shape->x.input + x->origin +
                          x->begin * shape->x.dilation;
    const tml_window window = {
        input + first * channels,
        (uint32_t)((y->begin * shape->x.filter + x->begin) * channels),
        (uint32_t)(height * columns),
        (uint32_t)((shape->x.dilation == 1 ? width : 1) * channels),
        (uint32_t)((shape->x.dilation - 1) * channels),
        (uint32_t)columns,
        (shape->y.dilation * shape->x.input - width * shape->x.dilation) * channels,
        (uint32_t)((shape->x.filter - width) * channels),
    };
    return window;
}

/* One output per filter, side by side; the sums wrap. */
void tml_run_filters(const tml_filters *filters, const tml_window *window, int8_t *output);

#endif
