/* SPDX-License-Identifier: MIT */
#ifndef TINYML_MAC16_STRIP_H
#define TINYML_MAC16_STRIP_H

/*
 * From an image to the strip of a block of pixels: the columns that their windows cover, one after another, each with the
 * channels of all rows of the filter as int16. The window of a pixel is one run of it, and the next pixel's begins `stride`
 * columns later: each input is widened once a row of the output, however wide the filter.
 */

#include "operators.h"

typedef struct tml_mac16_strip
{
    uint32_t channels; /* of a pixel of the image */
    uint32_t rows;     /* of the filter */
    uint32_t column;   /* elements of a column, padding included */
    uint32_t taps;     /* of a window, a multiple of 4 */
    uint32_t stride;   /* columns between two pixels */
    uint32_t width;    /* pixels in a row of the output */
    uint32_t pixels;   /* of a block */
    int is_flat;       /* an image of one row: pixels need nothing but themselves */
} tml_mac16_strip;

tml_mac16_strip tml_mac16_strip_of(const tml_operator *op, const tml_tensor *in, const tml_tensor *out);

/* Bytes that a block needs, and a word that the assembly reads behind its last window. */
uint64_t tml_mac16_strip_bytes(const tml_mac16_strip *strip);

/*
 * Columns [left, left + count) of the image for the windows whose first row is top. What lies outside has the value zero, the
 * input's zero point.
 */
void tml_mac16_fill_strip(const tml_mac16_strip *strip, const tml_window_shape *shape, const int8_t *input,
                          int32_t zero, int32_t top, int32_t left, uint32_t count, uint32_t *to);

#endif
