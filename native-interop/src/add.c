/* SPDX-License-Identifier: MIT */
#include "kernels.h"

/* Bits by which both inputs are raised, so that their scaling loses nothing that the output could show. */
enum
{
    HEADROOM = 20
};

void tml_add(const int8_t *a, int32_t a_zero, const int8_t *b, int32_t b_zero, const tml_requantization *q,
             uint32_t begin, uint32_t end, int8_t *output)
{
    for (uint32_t i = begin; i < end; i++)
    {
        int32_t x = tml_requantize((a[i] - a_zero) * (1 << HEADROOM), q->multipliers[0], q->shifts[0]);
        int32_t y = tml_requantize((b[i] - b_zero) * (1 << HEADROOM), q->multipliers[1], q->shifts[1]);
        output[i] = tml_requantize_channel(q, 2, x + y);
    }
}
