/* SPDX-License-Identifier: MIT */
#ifndef TINYML_MAC16_LINES_H
#define TINYML_MAC16_LINES_H

/*
 * From an image to lines for depthwise filters: rows of four channels as int16, one channel after another, two columns a word. An
 * image of one column lies in memory as one of one row, and is taken as that.
 */

#include "operators.h"
#include "packed.h"

/* What follows from the shapes of a depthwise convolution. */
typedef struct tml_mac16_line_shape
{
    tml_axis y;
    tml_axis x;
    uint32_t height;    /* of the output */
    uint32_t width;     /* of what is made of a line */
    uint32_t words;     /* of a line of one channel */
    uint32_t lines;     /* that there is room for: where the output may take the place of its input those of kernel_rows rows, else of one */
    uint32_t run_words; /* of a row of the filter */
    int is_column;      /* of which the axes are swapped */
} tml_mac16_line_shape;

tml_mac16_line_shape tml_mac16_line_shape_of(const tml_operator *op, const tml_tensor *in, const tml_tensor *out);

/* The image, and where its lines lie. */
typedef struct tml_mac16_lines
{
    tml_mac16_line_shape shape;
    const int8_t *input;
    uint32_t channels;
    uint32_t outside; /* two elements of the zero point */
    uint32_t *first;
} tml_mac16_lines;

/* Words from a line to the next. */
static inline uint32_t tml_mac16_pitch_of(const tml_mac16_line_shape *shape)
{
    return TML_GROUP_CHANNELS * shape->words;
}

/* Gives `count` lines the zero point; what is outside the image in each of them, left and right, then stays so. */
void tml_mac16_clear_lines(const tml_mac16_lines *lines, uint32_t line, uint32_t count);

/* Row y of a group of four channels from column left on; neither needs to lie in the image. */
void tml_mac16_fill_line(const tml_mac16_lines *lines, uint32_t line, uint32_t group, int32_t y, int32_t left);

/* Lines [from, from + count) become the first ones. */
void tml_mac16_move_lines(const tml_mac16_lines *lines, uint32_t from, uint32_t count);

#endif
