/* SPDX-License-Identifier: MIT */
#ifndef TINYML_POOL_H
#define TINYML_POOL_H

/* What pools share: the inputs under a window, and channels four at a time. */

#include "dsp_instructions.h"
#include "window.h"

enum
{
    TML_POOL_LANES = 4 /* channels that are taken side by side */
};

/* The rows and columns of the image under a window, where they begin, and bytes. */
typedef struct tml_cover
{
    const int8_t *begin;
    int32_t rows;
    int32_t columns;
    uint32_t pixel; /* from a pixel to the next */
    uint32_t pitch; /* from a row to the next */
} tml_cover;

static inline tml_cover tml_cover_of(const tml_window_shape *shape, const int8_t *input, const tml_span *y,
                                     const tml_span *x)
{
    const uint32_t channels = (uint32_t)shape->channels;
    const uint32_t pitch = (uint32_t)shape->x.input * channels;
    const tml_cover cover = {
        input + (uint32_t)(y->origin + y->begin) * pitch + (uint32_t)(x->origin + x->begin) * channels,
        y->end - y->begin,
        x->end - x->begin,
        channels,
        pitch,
    };
    return cover;
}

/*
 * Sums of the inputs under a window, of the channels from `channel` on: of four, or, where there are not as many left, of one.
 * Returns of how many.
 */
uint32_t tml_pool_sums(const tml_cover *under, uint32_t channel, uint32_t channels, int32_t sums[TML_POOL_LANES]);

#endif
