/* SPDX-License-Identifier: MIT */
#include "kernels.h"
#include "pool.h"

void tml_average_pool(const int8_t *input, int32_t low, int32_t high, const tml_window_shape *shape, uint32_t row_begin,
                      uint32_t row_end, int8_t *output)
{
    const uint32_t channels = (uint32_t)shape->channels;
    const int32_t width = shape->output_width;
    for (int32_t i = 0; i < (int32_t)(row_end - row_begin); i++)
    {
        const int32_t oy = tml_in_order(shape, (int32_t)row_begin, (int32_t)row_end, i);
        const tml_span y = tml_span_at(&shape->y, oy);
        for (int32_t k = 0; k < width; k++)
        {
            const int32_t ox = tml_in_order(shape, 0, width, k);
            const tml_span x = tml_span_at(&shape->x, ox);
            const tml_cover under = tml_cover_of(shape, input, &y, &x);
            int8_t *out = output + (uint32_t)(oy * width + ox) * channels;
            const int32_t count = under.rows * under.columns;
            uint32_t lanes;
            for (uint32_t c = 0; c < channels; c += lanes)
            {
                int32_t sums[TML_POOL_LANES];
                lanes = tml_pool_sums(&under, c, channels, sums);
                for (uint32_t lane = 0; lane < lanes; lane++)
                {
                    out[c + lane] = tml_to_int8(tml_rounding_divide(sums[lane], count), 0, low, high);
                }
            }
        }
    }
}
