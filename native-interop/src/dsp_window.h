/* SPDX-License-Identifier: MIT */
#ifndef TINYML_DSP_WINDOW_H
#define TINYML_DSP_WINDOW_H

/* From an image to the columns of a few pixels: each window's taps, one after another, as int16. */

#include "dsp.h"
#include "operators.h"

typedef struct tml_dsp_window
{
    /* A sequence, an image one pixel wide, lies on its side; under a 1x1 filter with stride 1 an image is one row. */
    tml_window_shape shape;
    uint32_t rows;          /* of the filter */
    uint32_t run;           /* taps of a row, side by side in the image */
    uint32_t words;         /* of a pixel's column */
    uint32_t patch;         /* bytes for a pixel's taps where they are copied first, a multiple of 4; 0: they never are */
} tml_dsp_window;

tml_dsp_window tml_dsp_window_of(const tml_operator *op, const tml_tensor *in, const tml_tensor *out);

/* Where the columns of the last pixels came from. */
typedef struct tml_dsp_reader
{
    tml_dsp_columns four;
    int32_t ahead; /* so many fours of pixels follow side by side, all in the image */
    int32_t step;  /* bytes from a four to the next */
} tml_dsp_reader;

/*
 * The columns of output pixels [first, first + pixels), 1 or 4, counted row by row. What lies outside the image has the
 * value zero, the input's zero point. patches: bytes as stated for each pixel. A single pixel stands in for all four if `repeat`.
 */
void tml_dsp_gather(const tml_dsp_window *window, tml_dsp_reader *reader, const int8_t *input, int32_t zero,
                    uint32_t first, uint32_t pixels, int repeat, int8_t *patches, uint32_t *columns);

/* Those of the next four; only where some are ahead. */
static inline void tml_dsp_gather_next(tml_dsp_reader *reader)
{
    reader->ahead--;
    for (uint32_t p = 0; p < 4; p++)
    {
        reader->four.source[p] += reader->step;
    }
    tml_dsp_gather_4(&reader->four);
}

#endif
