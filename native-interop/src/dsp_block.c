/* SPDX-License-Identifier: MIT */

/* Blocks of two filters over one pixel or four, in plain C: the reference of the assembly in dsp_block_arm.c. */

#include "dsp.h"

#if !TML_DSP_ASSEMBLY

static int32_t half(uint32_t word, uint32_t index)
{
    return (int16_t)(word >> (16u * index));
}

/* SMLAD: the sum wraps. */
static uint32_t multiply_add(uint32_t a, uint32_t b, uint32_t sum)
{
    return sum + (uint32_t)(half(a, 0) * half(b, 0)) + (uint32_t)(half(a, 1) * half(b, 1));
}

/* SXTB16: the low byte of each half. */
static uint32_t low_bytes(uint32_t word)
{
    return ((uint32_t)(int8_t)word & 0xFFFFu) | (uint32_t)(int8_t)(word >> 16) << 16;
}

/* SMMLAR */
static int32_t multiply_high_add(uint32_t a, uint32_t b, uint32_t c)
{
    const int64_t product = (int64_t)(int32_t)a * (int32_t)b + 0x80000000LL;
    return (int32_t)((uint32_t)(product >> 32) + c);
}

/* SSAT */
static int8_t saturate(int32_t x)
{
    return (int8_t)(x < INT8_MIN ? INT8_MIN : x > INT8_MAX ? INT8_MAX : x);
}

/* Filter 0 of a pair has its sum, filter 1 has 256 times its sum. */
static int8_t fast(uint32_t sum, uint32_t filter, const uint32_t *factors)
{
    const int32_t y = multiply_high_add(sum, factors[2u * filter], factors[2u * filter + 1u]);
    return saturate(filter == 0 ? y : y >> 8);
}

static int8_t exact(uint32_t sum, uint32_t filter, const uint32_t *factors)
{
    const uint32_t *factor = factors + 3u * filter;
    const uint32_t twice = filter == 0 ? sum << 1 : (uint32_t)((int32_t)sum >> 7);
    const uint32_t sign = (uint32_t)((int32_t)sum >> 31);
    const int32_t y = (int32_t)((uint32_t)multiply_high_add(twice, factor[0], factor[1]) + sign);
    const uint32_t shift = factor[2] & 0xFFu; /* as the core takes it of a register */
    return saturate(y >> (shift > 31u ? 31u : shift));
}

static void run(const tml_dsp_block *block, uint32_t pixels, int is_exact)
{
    const uint32_t words = block->groups * TML_DSP_TAPS / 2u;
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
                first = multiply_add(low_bytes(weights[i]), x, first);
                both = multiply_add(weights[i], x, both);
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

static uint32_t two(int8_t low, int8_t high)
{
    return ((uint32_t)low & 0xFFFFu) | (uint32_t)high << 16;
}

uint32_t *tml_dsp_widen_4(const int8_t *const source[4], uint32_t count, uint32_t *columns)
{
    for (uint32_t k = 0; k < count; k += 4, columns += 8)
    {
        for (uint32_t p = 0; p < 4; p++)
        {
            columns[p] = two(source[p][k], source[p][k + 2u]);
            columns[4u + p] = two(source[p][k + 1u], source[p][k + 3u]);
        }
    }
    return columns;
}

uint32_t *tml_dsp_widen_1(const int8_t *source, uint32_t count, uint32_t *columns)
{
    for (uint32_t k = 0; k < count; k += 4)
    {
        *columns++ = two(source[k], source[k + 2u]);
        *columns++ = two(source[k + 1u], source[k + 3u]);
    }
    return columns;
}

#else
typedef int tml_dsp_block_is_assembly;
#endif
