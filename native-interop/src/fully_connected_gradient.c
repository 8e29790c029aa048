/* SPDX-License-Identifier: MIT */
#include "gradient.h"

void tml_fully_connected_gradient(const tml_gradient_row *row, const int8_t *weights, uint32_t units, uint32_t depth,
                                  uint32_t first, uint32_t count, int32_t *sums)
{
    for (uint32_t o = 0; o < units; o++)
    {
        tml_add_scaled(sums, weights + o * depth + first, count, tml_aligned(row->values[o], row->shift));
    }
}
