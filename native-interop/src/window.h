/* SPDX-License-Identifier: MIT */
#ifndef TINYML_WINDOW_H
#define TINYML_WINDOW_H

/* The geometry of a filter that moves over an image. */

#include <stdint.h>

/* One axis. All values fit 16 bits; every window covers at least one input where dilation is 1. */
typedef struct tml_axis
{
    int32_t input;
    int32_t filter;
    int32_t stride;
    int32_t dilation;
    int32_t before; /* padding above or left */
} tml_axis;

/* The taps of one window that lie inside the input: [begin, end), and the input that tap 0 would read. */
typedef struct tml_span
{
    int32_t origin;
    int32_t begin;
    int32_t end;
} tml_span;

static inline tml_span tml_span_at(const tml_axis *axis, int32_t output)
{
    tml_span span;
    span.origin = output * axis->stride - axis->before;
    span.begin = span.origin >= 0 ? 0 : (-span.origin + axis->dilation - 1) / axis->dilation;
    int32_t room = axis->input - span.origin;
    span.end = room <= 0 ? 0 : (room + axis->dilation - 1) / axis->dilation;
    if (span.end > axis->filter)
    {
        span.end = axis->filter;
    }
    return span;
}

/* An image operator: input [height][width][channels], output [..][output_width][output_channels]. */
typedef struct tml_window_shape
{
    tml_axis y;
    tml_axis x;
    int32_t channels;
    int32_t output_width;
    int32_t output_channels;
    int32_t backwards; /* rows and their pixels from the last to the first */
} tml_window_shape;

/* Number i of [begin, end) in the order of the shape. */
static inline int32_t tml_in_order(const tml_window_shape *shape, int32_t begin, int32_t end, int32_t i)
{
    return shape->backwards ? end - 1 - i : begin + i;
}

#endif
