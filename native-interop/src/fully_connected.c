/* SPDX-License-Identifier: MIT */
#include "kernels.h"

void tml_fully_connected(const int8_t *input, int32_t input_zero, uint32_t depth, const int8_t *weights,
                         const int32_t *bias, const tml_requantization *q, uint32_t row_begin, uint32_t row_end,
                         int8_t *output)
{
    for (uint32_t o = row_begin; o < row_end; o++)
    {
        output[o] = tml_requantize_channel(q, o, bias[o] + tml_dot(input, input_zero, weights + o * depth, depth));
    }
}
