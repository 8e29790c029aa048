/* SPDX-License-Identifier: MIT */
#ifndef TINYML_DSP_WINDOW_H
#define TINYML_DSP_WINDOW_H

/* From an image to the columns of a few pixels: each window's taps, one after another, as int16. */

#include "operators.h"

typedef struct tml_dsp_window
{
    uint32_t taps;   /* of a filter: height * width * channels */
    uint32_t groups; /* of TML_DSP_TAPS */
    uint32_t run;    /* taps that lie side by side in the image and are widened at once; 0: taps are gathered first */
    uint32_t patch;  /* bytes for a pixel's taps where they are gathered, a multiple of 4; 0: they never are */
} tml_dsp_window;

tml_dsp_window tml_dsp_window_of(const tml_operator *op, const tml_tensor *in);

/*
 * The columns of output pixels [first, first + pixels), 1 or 4, counted row by row. What lies outside the image has the
 * value zero, the input's zero point. patches: bytes as stated for each pixel; those behind the taps stay as they are.
 */
void tml_dsp_gather(const tml_dsp_window *window, const tml_window_shape *shape, const int8_t *input, int32_t zero,
                    uint32_t first, uint32_t pixels, int8_t *patches, uint32_t *columns);

#endif
