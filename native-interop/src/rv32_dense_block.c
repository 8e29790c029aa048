/* SPDX-License-Identifier: MIT */

/* Sixteen units over all inputs, in plain C: the reference of the assembly in rv32_dense_block_riscv.c. */

#include "rv32.h"

#if !TML_RV32_ASSEMBLY

enum
{
    PAIRS = TML_RV32_UNITS / 2
};

#define EVEN_BYTES 0x00FF00FFu

/* Lanes of int16 from the lanes of a sum over inputs x, whose weights are 128 too large: what must be added to round them. */
static uint32_t lanes_of(uint32_t x)
{
    return 0x8000u - 0x00800080u * x;
}

const uint32_t *tml_rv32_run_dense_block(const tml_rv32_dense *dense)
{
    const int by_two = (dense->stream[0] & 1u) != 0;
    const uint32_t *weights = dense->stream + TML_RV32_DENSE_INITS;
    for (uint32_t pair = 0; pair < PAIRS; pair++)
    {
        uint32_t both = dense->stream[1u + 2u * pair];
        uint32_t upper = dense->stream[2u + 2u * pair];
        uint32_t sum = 0;
        uint32_t inputs = 0;
        for (uint32_t k = 0; k < dense->taps; k += 2)
        {
            const uint32_t word = weights[k / 4u * 2u * PAIRS + 2u * pair + k / 2u % 2u];
            const uint32_t first = (uint32_t)dense->input[k];
            const uint32_t second = (uint32_t)dense->input[k + 1u];
            sum += first * (word & EVEN_BYTES) + second * (word >> 8 & EVEN_BYTES);
            inputs += first + second;
            if (by_two || k % 4u == 2u)
            {
                sum += lanes_of(inputs);
                both += sum;
                upper += (uint32_t)((int32_t)sum >> 16);
                sum = 0;
                inputs = 0;
            }
        }
        dense->sums[2u * pair] = both - (upper << 16);
        dense->sums[2u * pair + 1u] = upper;
    }
    return weights + dense->taps / 4u * TML_RV32_UNITS;
}

#else
typedef int tml_rv32_dense_block_is_assembly;
#endif
