/* SPDX-License-Identifier: MIT */

/* A row of a 3x3 filter over one channel, in plain C: the reference of the assembly in mac16_row_xtensa.c. */

#include "mac16.h"

#if !TML_MAC16_ASSEMBLY

static void run(const tml_mac16_row *row, uint32_t stride, int is_shifted)
{
    const uint32_t *weights = row->stream + 3;
    const uint32_t shift = is_shifted ? row->stream[2] & 31u : 0;
    uint32_t x = stride == 1 ? row->outputs % 2u : 0;
    int8_t *out = row->output;
    for (uint32_t i = 0; i < row->outputs; i++, x += stride, out += row->stride)
    {
        uint32_t sum = row->stream[0];
        for (uint32_t tap = 0; tap < 9; tap++)
        {
            const uint32_t at = x + tap % 3u;
            sum += (uint32_t)(tml_mac16_half(weights[tap / 2u], tap % 2u) *
                              tml_mac16_half(row->rows[tap / 3u][at / 2u], at % 2u));
        }
        *out = tml_mac16_clamp(tml_mac16_multiply_high(sum, row->stream[1]) >> shift);
    }
}

void tml_mac16_row_1(const tml_mac16_row *row)
{
    run(row, 1, 0);
}

void tml_mac16_row_1_shifted(const tml_mac16_row *row)
{
    run(row, 1, 1);
}

void tml_mac16_row_2(const tml_mac16_row *row)
{
    run(row, 2, 0);
}

void tml_mac16_row_2_shifted(const tml_mac16_row *row)
{
    run(row, 2, 1);
}

#else
typedef int tml_mac16_row_is_assembly;
#endif
