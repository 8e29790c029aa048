/* SPDX-License-Identifier: MIT */
#include "kernels.h"

/* Bits by which both inputs are raised, so that their scaling loses nothing that the output could show. */
enum
{
    HEADROOM = 20
};

void tml_add(const tml_pairs *pairs, int32_t a_zero, int32_t b_zero, int32_t sign, const tml_requantization *q,
             int8_t *output)
{
    const int8_t *a = pairs->a;
    const int8_t *b = pairs->b;
    for (uint32_t i = 0; i < pairs->count; i++, a += pairs->a_step, b += pairs->b_step)
    {
        const int32_t x = tml_requantize((*a - a_zero) * (1 << HEADROOM), q->multipliers[0], q->shifts[0]);
        const int32_t y = tml_requantize((*b - b_zero) * (1 << HEADROOM), q->multipliers[1], q->shifts[1]);
        output[i] = tml_requantize_channel(q, 2, x + sign * y);
    }
}
