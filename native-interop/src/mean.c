/* SPDX-License-Identifier: MIT */
#include "kernels.h"

/* The inputs that one index of the output covers: itself, or all where the output has only one. */
static tml_range covered(uint32_t index, uint32_t input, uint32_t output)
{
    const tml_range whole = {0, input};
    const tml_range one = {index, index + 1u};
    return output == 1u ? whole : one;
}

void tml_mean(const int8_t *input, const tml_extents *from, int32_t input_zero, const tml_requantization *q,
              const tml_extents *to, uint32_t row_begin, uint32_t row_end, int8_t *output)
{
    const uint32_t elements = (from->height / to->height) * (from->width / to->width) * (from->channels / to->channels);
    const int32_t zero = input_zero * (int32_t)elements;
    output += row_begin * to->width * to->channels;
    for (uint32_t oy = row_begin; oy < row_end; oy++)
    {
        const tml_range rows = covered(oy, from->height, to->height);
        for (uint32_t ox = 0; ox < to->width; ox++)
        {
            const tml_range columns = covered(ox, from->width, to->width);
            for (uint32_t oc = 0; oc < to->channels; oc++)
            {
                const tml_range channels = covered(oc, from->channels, to->channels);
                int32_t sum = 0;
                for (uint32_t y = rows.begin; y < rows.end; y++)
                {
                    for (uint32_t x = columns.begin; x < columns.end; x++)
                    {
                        const int8_t *pixel = input + (y * from->width + x) * from->channels;
                        for (uint32_t c = channels.begin; c < channels.end; c++)
                        {
                            sum += pixel[c];
                        }
                    }
                }
                *output++ = tml_requantize_channel(q, 0, sum - zero);
            }
        }
    }
}
