/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "kernels.h"

void tml_strided_copy(const int8_t *input, const int32_t *steps, const tml_extents *to, uint32_t row_begin,
                      uint32_t row_end, int8_t *output)
{
    output += row_begin * to->width * to->channels;
    for (uint32_t oy = row_begin; oy < row_end; oy++)
    {
        for (uint32_t ox = 0; ox < to->width; ox++)
        {
            const int32_t first = steps[0] + (int32_t)oy * steps[1] + (int32_t)ox * steps[2];
            if (steps[3] == 1)
            {
                memcpy(output, input + first, to->channels);
                output += to->channels;
                continue;
            }
            for (uint32_t c = 0; c < to->channels; c++)
            {
                *output++ = input[first + (int32_t)c * steps[3]];
            }
        }
    }
}
