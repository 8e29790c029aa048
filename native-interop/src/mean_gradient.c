/* SPDX-License-Identifier: MIT */
#include "gradient.h"

void tml_mean_gradient(const tml_gradient_row *row, const tml_extents *from, const tml_extents *to, int32_t *sums)
{
    /* At most 2^23 elements a mean: the operator's check. */
    const int32_t count = (int32_t)(from->height / to->height * (from->width / to->width) *
                                    (from->channels / to->channels));
    for (uint32_t x = 0; x < from->width; x++)
    {
        const int16_t *values = row->values + (to->width == 1 ? 0 : x * to->channels);
        for (uint32_t c = 0; c < from->channels; c++)
        {
            const int32_t u = tml_aligned(values[to->channels == 1 ? 0 : c], row->shift);
            *sums++ += tml_rounding_divide(u * TML_GRADIENT_UNIT, count);
        }
    }
}
