/* SPDX-License-Identifier: MIT */
#include "kernels.h"
#include "pool.h"

/* The inputs that one index of the output covers: itself, or all where the output has only one. */
static tml_range covered(uint32_t index, uint32_t input, uint32_t output)
{
    const tml_range whole = {0, input};
    const tml_range one = {index, index + 1u};
    return output == 1u ? whole : one;
}

/* Of all channels. */
static int32_t sum_all(const tml_cover *under, uint32_t channels)
{
    int32_t sum = 0;
    int32_t sums[TML_POOL_LANES];
    uint32_t lanes;
    for (uint32_t c = 0; c < channels; c += lanes)
    {
        lanes = tml_pool_sums(under, c, channels, sums);
        for (uint32_t lane = 0; lane < lanes; lane++)
        {
            sum += sums[lane];
        }
    }
    return sum;
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
            const int8_t *begin = input + (rows.begin * from->width + columns.begin) * from->channels;
            const tml_cover under = {begin, (int32_t)(rows.end - rows.begin), (int32_t)(columns.end - columns.begin),
                                     from->channels, from->width * from->channels};
            if (to->channels != from->channels)
            {
                *output++ = tml_requantize_channel(q, 0, sum_all(&under, from->channels) - zero);
                continue;
            }
            uint32_t lanes;
            for (uint32_t c = 0; c < to->channels; c += lanes)
            {
                int32_t sums[TML_POOL_LANES];
                lanes = tml_pool_sums(&under, c, to->channels, sums);
                for (uint32_t lane = 0; lane < lanes; lane++)
                {
                    *output++ = tml_requantize_channel(q, 0, sums[lane] - zero);
                }
            }
        }
    }
}
