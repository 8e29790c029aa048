/* SPDX-License-Identifier: MIT */
#include "gradient.h"

void tml_average_pool_gradient(const tml_gradient_row *row, const tml_window_shape *shape, int32_t y, int32_t *sums)
{
    if (tml_tap_between(&shape->y, y, row->y) < 0)
    {
        return;
    }
    const uint32_t channels = (uint32_t)shape->channels;
    const tml_span rows = tml_span_at(&shape->y, row->y);
    for (int32_t ox = 0; ox < shape->output_width; ox++)
    {
        const tml_span x = tml_span_at(&shape->x, ox);
        const int32_t count = (rows.end - rows.begin) * (x.end - x.begin);
        const int16_t *values = row->values + (uint32_t)ox * channels;
        int32_t *first = sums + (uint32_t)(x.origin + x.begin) * channels;
        for (uint32_t c = 0; c < channels; c++)
        {
            const int32_t share = tml_rounding_divide(tml_aligned(values[c], row->shift) * TML_GRADIENT_UNIT, count);
            int32_t *sum = first + c;
            for (int32_t kx = x.begin; kx < x.end; kx++, sum += channels)
            {
                *sum += share;
            }
        }
    }
}
