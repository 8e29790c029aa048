/* SPDX-License-Identifier: MIT */

/* A channel of a 3x3 depthwise convolution, in plain C: the reference of the assembly in rv32_plane_riscv.c. */

#include "rv32.h"

#if !TML_RV32_ASSEMBLY

enum
{
    FILTER = 3,
    WEIGHT_WORDS = 3 /* of which the last three bytes do not count */
};

static void run_plane(const tml_rv32_plane *plane, int32_t stride)
{
    const int8_t *weights = (const int8_t *)plane->stream;
    const uint32_t *factors = plane->stream + WEIGHT_WORDS + 1;
    for (int32_t row = 0; row < plane->rows; row++)
    {
        for (int32_t column = 0; column < plane->columns; column++)
        {
            const int8_t *window = plane->plane + (stride * row * plane->width + plane->stride * column);
            uint32_t sum = plane->stream[WEIGHT_WORDS];
            for (int32_t tap = 0; tap < FILTER * FILTER; tap++)
            {
                sum += (uint32_t)(weights[tap] * window[tap / FILTER * plane->width + tap % FILTER]);
            }
            plane->output[row * plane->row + column * plane->pixel] =
                (int8_t)tml_rv32_requantize(sum, factors, &plane->results);
        }
    }
}

void tml_rv32_run_plane_1(const tml_rv32_plane *plane)
{
    run_plane(plane, 1);
}

void tml_rv32_run_plane_2(const tml_rv32_plane *plane)
{
    run_plane(plane, 2);
}

#else
typedef int tml_rv32_plane_is_assembly;
#endif
