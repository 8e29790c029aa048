/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "kernels.h"

/* One row that lies inside: border, input, border. */
static void pad_row(const int8_t *input, const tml_extents *from, const tml_border *border, const tml_extents *to,
                    int8_t *output)
{
    for (uint32_t ox = 0; ox < to->width; ox++)
    {
        memset(output, border->value, to->channels);
        if (ox >= border->columns && ox - border->columns < from->width)
        {
            memcpy(output + border->channels, input, from->channels);
            input += from->channels;
        }
        output += to->channels;
    }
}

void tml_pad(const int8_t *input, const tml_extents *from, const tml_border *border, const tml_extents *to,
             uint32_t row_begin, uint32_t row_end, int8_t *output)
{
    const uint32_t row_bytes = to->width * to->channels;
    for (uint32_t oy = row_begin; oy < row_end; oy++)
    {
        int8_t *row = output + oy * row_bytes;
        if (oy >= border->rows && oy - border->rows < from->height)
        {
            pad_row(input + (oy - border->rows) * from->width * from->channels, from, border, to, row);
        }
        else
        {
            memset(row, border->value, row_bytes);
        }
    }
}
