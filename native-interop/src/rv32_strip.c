/* SPDX-License-Identifier: MIT */

/* A strip of a depthwise convolution of any filter, in plain C: the reference of the assembly in rv32_strip_riscv.c. */

#include "rv32.h"

#if !TML_RV32_ASSEMBLY

void tml_rv32_run_strip(const tml_rv32_strip *strip)
{
    const tml_rv32_plane *plane = &strip->plane;
    const int8_t *weights = (const int8_t *)plane->stream;
    const int32_t taps = strip->lines * strip->taps;
    const uint32_t *rest = plane->stream + (taps + 3) / 4;
    for (int32_t row = 0; row < plane->rows; row++)
    {
        for (int32_t column = 0; column < plane->columns; column++)
        {
            const int8_t *window = plane->plane + row * strip->down + column * plane->stride;
            uint32_t sum = rest[0];
            for (int32_t tap = 0; tap < taps; tap++)
            {
                sum += (uint32_t)(weights[tap] * window[tap / strip->taps * strip->pitch + tap % strip->taps]);
            }
            plane->output[row * plane->row + column * plane->pixel] =
                (int8_t)tml_rv32_requantize(sum, rest + 1, &plane->results);
        }
    }
}

#else
typedef int tml_rv32_strip_is_assembly;
#endif
