/* SPDX-License-Identifier: MIT */
#include "kernels.h"

void tml_lookup(const int8_t *input, const int8_t *table, uint32_t begin, uint32_t end, int8_t *output)
{
    for (uint32_t i = begin; i < end; i++)
    {
        output[i] = table[input[i] + 128];
    }
}
