/* SPDX-License-Identifier: MIT */

/* A 3x3 filter over one channel, in plain C: the reference of the assembly in mac16_3x3_xtensa.c. */

#include "mac16.h"

#if !TML_MAC16_ASSEMBLY

static uint32_t sum_of(const uint32_t *stream, const uint32_t *lines, uint32_t pitch, uint32_t x)
{
    const uint32_t *weights = stream + 3;
    uint32_t sum = stream[0];
    for (uint32_t tap = 0; tap < 9; tap++)
    {
        const uint32_t at = x + tap % 3u;
        sum += (uint32_t)(tml_mac16_half(weights[tap / 2u], tap % 2u) *
                          tml_mac16_half(lines[tap / 3u * pitch + at / 2u], at % 2u));
    }
    return sum;
}

static void run(const tml_mac16_plane *plane, int is_shifted)
{
    const uint32_t *stream = plane->stream;
    const uint32_t *lines = plane->lines;
    const uint32_t shift = is_shifted ? stream[2] & 31u : 0;
    const uint32_t first = plane->stride == 1 ? plane->outputs % 2u : 0;
    int8_t *row = plane->output;
    for (uint32_t y = 0; y < plane->rows; y++, lines += plane->step, row += plane->output_row)
    {
        for (uint32_t x = 0; x < plane->outputs; x++)
        {
            const uint32_t sum = sum_of(stream, lines, plane->pitch, first + x * plane->stride);
            row[x * plane->output_step] = tml_mac16_clamp(tml_mac16_multiply_high(sum, stream[1]) >> shift);
        }
    }
}

void tml_mac16_3x3(const tml_mac16_plane *plane)
{
    run(plane, 0);
}

void tml_mac16_3x3_shifted(const tml_mac16_plane *plane)
{
    run(plane, 1);
}

#else
typedef int tml_mac16_3x3_is_assembly;
#endif
