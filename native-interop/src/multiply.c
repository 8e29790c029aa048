/* SPDX-License-Identifier: MIT */
#include "kernels.h"

void tml_multiply(const tml_pairs *pairs, int32_t a_zero, int32_t b_zero, const tml_requantization *q, int8_t *output)
{
    const int8_t *a = pairs->a;
    const int8_t *b = pairs->b;
    for (uint32_t i = 0; i < pairs->count; i++, a += pairs->a_step, b += pairs->b_step)
    {
        output[i] = tml_requantize_channel(q, 0, (*a - a_zero) * (*b - b_zero));
    }
}
