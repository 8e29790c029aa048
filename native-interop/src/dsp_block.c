/* SPDX-License-Identifier: MIT */

/* Blocks of two filters over one pixel or four, in plain C: the reference of the assembly in dsp_block_arm.c. */

#include "dsp.h"

#if !TML_DSP_ASSEMBLY

/* Filter 0 of a pair has its sum, filter 1 has 256 times its sum. */
static int8_t fast(uint32_t sum, uint32_t filter, const uint32_t *factors)
{
    const int32_t y = tml_dsp_multiply_high_add(sum, factors[2u * filter], factors[2u * filter + 1u]);
    return tml_dsp_saturate(y >> (filter == 0 ? 4 : 12));
}

static int8_t exact(uint32_t sum, uint32_t filter, const uint32_t *factors)
{
    const uint32_t twice = filter == 0 ? sum << 1 : (uint32_t)((int32_t)sum >> 7);
    const uint32_t *factor = factors + 3u * filter;
    const uint32_t shift = factor[2] & 0xFFu; /* as the core takes it of a register */
    const uint32_t sign = (uint32_t)((int32_t)sum >> 31); /* of the sum itself: twice the sum may wrap */
    const int32_t y = tml_dsp_multiply_high_add(twice, factor[0], factor[1] + sign);
    return tml_dsp_saturate(y >> (shift > 31u ? 31u : shift));
}

static void run(const tml_dsp_block *block, uint32_t pixels, int is_exact)
{
    const uint32_t words = block->words;
    const uint32_t *stream = block->stream;
    for (uint32_t pair = 0; pair < block->pairs; pair++)
    {
        const uint32_t *weights = stream + TML_DSP_INITS;
        const uint32_t *factors = weights + words;
        for (uint32_t p = 0; p < pixels; p++)
        {
            uint32_t first = stream[0];
            uint32_t both = stream[1];
            for (uint32_t i = 0; i < words; i++)
            {
                const uint32_t x = block->columns[i * pixels + p];
                first = tml_dsp_multiply_add(tml_dsp_low_bytes(weights[i]), x, first);
                both = tml_dsp_multiply_add(weights[i], x, both);
            }
            int8_t *out = block->output + p * block->stride + 2u * pair;
            out[0] = is_exact ? exact(first, 0, factors) : fast(first, 0, factors);
            out[1] = is_exact ? exact(both - first, 1, factors) : fast(both - first, 1, factors);
        }
        stream = factors + (is_exact ? TML_DSP_EXACT_FACTORS : TML_DSP_FACTORS);
    }
}

void tml_dsp_block_4(const tml_dsp_block *block)
{
    run(block, 4, 0);
}

void tml_dsp_block_4_exact(const tml_dsp_block *block)
{
    run(block, 4, 1);
}

void tml_dsp_block_1(const tml_dsp_block *block)
{
    run(block, 1, 0);
}

void tml_dsp_block_1_exact(const tml_dsp_block *block)
{
    run(block, 1, 1);
}

static uint32_t *gather_row(const int8_t *source, uint32_t run, uint32_t *columns)
{
    for (; run >= 4; run -= 4, source += 4, columns += 8)
    {
        const uint32_t bytes = tml_dsp_bytes(source);
        columns[0] = tml_dsp_low_bytes(bytes);
        columns[4] = tml_dsp_high_bytes(bytes);
    }
    if ((run & 2u) != 0)
    {
        *columns = (uint16_t)source[0] | (uint32_t)(uint16_t)source[1] << 16;
        columns += 4;
        source += 2;
    }
    if ((run & 1u) != 0)
    {
        *columns = (uint32_t)(int32_t)*source;
        columns += 4;
    }
    return columns;
}

void tml_dsp_gather_4(const tml_dsp_columns *c)
{
    for (uint32_t p = 0; p < 4; p++)
    {
        const int8_t *source = c->source[p];
        uint32_t *columns = c->columns + p;
        for (uint32_t row = 0; row < c->rows; row++, source += (int32_t)c->run + c->step[p])
        {
            columns = gather_row(source, c->run, columns);
        }
    }
}

#else
typedef int tml_dsp_block_is_assembly;
#endif
