/* SPDX-License-Identifier: MIT */
#include "filters.h"
#include "kernels.h"

void tml_fully_connected(const int8_t *input, int32_t input_zero, uint32_t depth, const int8_t *weights,
                         const int32_t *bias, const tml_requantization *q, uint32_t row_begin, uint32_t row_end,
                         int8_t *output)
{
    const tml_window all = {input, 0, 1, depth, 0, 1, 0, 0};
    const tml_filters units = {weights, bias + row_begin, q, row_begin, row_end, depth, input_zero};
    tml_run_filters(&units, &all, output + row_begin);
}
