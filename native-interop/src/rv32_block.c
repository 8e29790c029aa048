/* SPDX-License-Identifier: MIT */

/* Four filters over four pixels, in plain C: the reference of the assembly in rv32_block_riscv.c. */

#include "rv32.h"

#if !TML_RV32_ASSEMBLY

static int32_t weight(const uint32_t *weights, uint32_t tap, uint32_t filter)
{
    return (int8_t)(weights[tap] >> (8u * filter));
}

void tml_rv32_run_block(tml_rv32_block *block)
{
    const uint32_t *stream = block->stream;
    for (uint32_t quad = 0; quad < block->quads; quad++)
    {
        const uint32_t *weights = stream + TML_RV32_FILTERS;
        const uint32_t *factors = weights + block->taps;
        for (uint32_t f = 0; f < TML_RV32_FILTERS; f++, factors += block->output.factors)
        {
            for (uint32_t pair = 0; pair < 2; pair++)
            {
                uint32_t upper = stream[f];
                uint32_t both = stream[f] + (stream[f] << 16);
                for (uint32_t k = 0; k < block->taps; k += 2)
                {
                    const uint32_t *x = block->columns + 2u * k + pair;
                    const uint32_t sum =
                        x[0] * (uint32_t)weight(weights, k, f) + x[2] * (uint32_t)weight(weights, k + 1u, f);
                    both += sum;
                    upper += (uint32_t)((int32_t)(sum + 0x8000u) >> 16);
                }
                block->pixels[2u * pair][f] = (int8_t)tml_rv32_requantize(both - (upper << 16), factors, &block->output);
                block->pixels[2u * pair + 1u][f] = (int8_t)tml_rv32_requantize(upper, factors, &block->output);
            }
        }
        stream = factors;
        for (uint32_t p = 0; p < TML_RV32_PIXELS; p++)
        {
            block->pixels[p] += TML_RV32_FILTERS;
        }
    }
}

#else
typedef int tml_rv32_block_is_assembly;
#endif
