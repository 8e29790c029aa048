/* SPDX-License-Identifier: MIT */
#include "kernels.h"

void tml_minimum(const tml_pairs *pairs, int32_t low, int32_t high, int8_t *output)
{
    const int8_t *a = pairs->a;
    const int8_t *b = pairs->b;
    for (uint32_t i = 0; i < pairs->count; i++, a += pairs->a_step, b += pairs->b_step)
    {
        output[i] = tml_to_int8(*a < *b ? *a : *b, 0, low, high);
    }
}
