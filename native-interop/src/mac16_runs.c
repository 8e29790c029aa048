/* SPDX-License-Identifier: MIT */

/* A filter of any height over one channel, in plain C: the reference of the assembly in mac16_runs_xtensa.c. */

#include "mac16.h"

#if !TML_MAC16_ASSEMBLY

static int8_t requantized(uint32_t sum, const uint32_t *stream, int is_signed)
{
    if (is_signed)
    {
        sum += (int32_t)sum < 0 ? stream[3] + stream[4] : stream[3];
    }
    return tml_mac16_clamp(tml_mac16_multiply_high(sum, stream[1]) >> (stream[2] & 31u));
}

static uint32_t sum_of(const tml_mac16_plane *plane, uint32_t factors, const uint32_t *lines, uint32_t x)
{
    const uint32_t *weights = plane->stream + factors;
    uint32_t sum = plane->stream[0];
    for (uint32_t row = 0; row < plane->filter_rows; row++)
    {
        for (uint32_t tap = 0; tap < 2u * plane->run_words - 1u; tap++)
        {
            const uint32_t at = x + tap;
            sum += (uint32_t)(tml_mac16_half(weights[tap / 2u], tap % 2u) * tml_mac16_half(lines[at / 2u], at % 2u));
        }
        weights += plane->run_words;
        lines += plane->pitch;
    }
    return sum;
}

static void run(const tml_mac16_plane *plane, uint32_t factors)
{
    const uint32_t *lines = plane->lines;
    int8_t *row = plane->output;
    for (uint32_t y = 0; y < plane->rows; y++, lines += plane->step, row += plane->output_row)
    {
        for (uint32_t x = 0; x < plane->outputs; x++)
        {
            row[x * plane->output_step] = requantized(sum_of(plane, factors, lines, x * plane->stride), plane->stream,
                                                      factors == TML_MAC16_SIGNED_FACTORS);
        }
    }
}

void tml_mac16_runs_shifted(const tml_mac16_plane *plane)
{
    run(plane, TML_MAC16_SHIFTED_FACTORS);
}

void tml_mac16_runs_signed(const tml_mac16_plane *plane)
{
    run(plane, TML_MAC16_SIGNED_FACTORS);
}

#else
typedef int tml_mac16_runs_is_assembly;
#endif
