/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "gradient.h"

void tml_fully_connected_gradient(const tml_gradient_row *row, const int8_t *weights, const tml_channels *learnt,
                                  uint32_t units, uint32_t depth, const tml_range *inputs, int32_t *sums)
{
    for (uint32_t o = 0; o < units; o++)
    {
        const int32_t u = tml_aligned(row->values[o], row->shift);
        const int8_t *w = weights + o * depth;
        tml_add_scaled(sums, w + inputs->begin, inputs->end - inputs->begin, u);
        for (uint32_t k = 0; learnt != NULL && k < learnt->count; k++)
        {
            const uint32_t i = learnt->numbers[k];
            if (i >= inputs->begin && i < inputs->end)
            {
                sums[i - inputs->begin] += u * (learnt->weights[o * learnt->count + k] - w[i]);
            }
        }
    }
}
