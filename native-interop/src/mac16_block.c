/* SPDX-License-Identifier: MIT */

/* Filters over a strip, in plain C: the reference of the assembly in mac16_block_xtensa.c. */

#include "mac16.h"

#if !TML_MAC16_ASSEMBLY

static int8_t requantized(uint32_t sum, const uint32_t *stream, uint32_t factors)
{
    if (factors == TML_MAC16_SIGNED_FACTORS)
    {
        sum += (int32_t)sum < 0 ? stream[3] + stream[4] : stream[3];
    }
    const int32_t high = tml_mac16_multiply_high(sum, stream[1]);
    return tml_mac16_clamp(factors == TML_MAC16_FACTORS ? high : high >> (stream[2] & 31u));
}

static void run(const tml_mac16_block *block, uint32_t factors)
{
    const uint32_t words = block->groups * 2u;
    const uint32_t *stream = block->stream;
    for (uint32_t filter = 0; filter < block->filters; filter++)
    {
        const uint32_t *x = block->strip;
        int8_t *out = block->output + filter;
        for (uint32_t p = 0; p < block->pixels; p++, x += block->step / 4u, out += block->stride)
        {
            uint32_t sum = stream[0];
            for (uint32_t i = 0; i < words; i++)
            {
                sum = tml_mac16_multiply_add(stream[factors + i], x[i], sum);
            }
            *out = requantized(sum, stream, factors);
        }
        stream += factors + words;
    }
}

void tml_mac16_run_block(const tml_mac16_block *block)
{
    run(block, TML_MAC16_FACTORS);
}

void tml_mac16_run_block_shifted(const tml_mac16_block *block)
{
    run(block, TML_MAC16_SHIFTED_FACTORS);
}

void tml_mac16_run_block_signed(const tml_mac16_block *block)
{
    run(block, TML_MAC16_SIGNED_FACTORS);
}

#else
typedef int tml_mac16_block_is_assembly;
#endif
