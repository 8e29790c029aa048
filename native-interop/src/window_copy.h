/* SPDX-License-Identifier: MIT */
#ifndef TINYML_WINDOW_COPY_H
#define TINYML_WINDOW_COPY_H

/* The taps of one window, one after another, as kernels with packed weights read them. */

#include "window.h"

/* Where a window lies; outside: some of its taps do not lie in the image, or not side by side. */
typedef struct tml_place
{
    int32_t top;
    int32_t left;
    int outside;
} tml_place;

static inline tml_place tml_place_of(const tml_window_shape *shape, int32_t oy, int32_t ox)
{
    tml_place at = {oy * shape->y.stride - shape->y.before, ox * shape->x.stride - shape->x.before, 0};
    at.outside = at.top < 0 || at.left < 0 || at.left + shape->x.filter > shape->x.input ||
                 at.top + (shape->y.filter - 1) * shape->y.dilation >= shape->y.input || shape->x.dilation != 1;
    return at;
}

/* All taps of a window to side-by-side bytes; what lies outside the image has the value zero. */
void tml_copy_window(const tml_window_shape *shape, const int8_t *input, int32_t zero, const tml_place *at,
                     int8_t *taps);

#endif
