/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "kernels.h"

void tml_resize_nearest(const int8_t *input, uint32_t input_width, const uint16_t *rows, const uint16_t *columns,
                        const tml_extents *to, uint32_t row_begin, uint32_t row_end, int8_t *output)
{
    output += row_begin * to->width * to->channels;
    for (uint32_t oy = row_begin; oy < row_end; oy++)
    {
        const int8_t *row = input + rows[oy] * input_width * to->channels;
        for (uint32_t ox = 0; ox < to->width; ox++)
        {
            memcpy(output, row + columns[ox] * to->channels, to->channels);
            output += to->channels;
        }
    }
}
