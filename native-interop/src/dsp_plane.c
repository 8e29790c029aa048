/* SPDX-License-Identifier: MIT */

/* A 3x3 filter over a plane, in plain C: the reference of the assembly in dsp_plane_arm.c. */

#include "dsp.h"

#if !TML_DSP_ASSEMBLY

static int32_t element(const uint32_t *row, uint32_t x)
{
    return tml_dsp_half(row[x / 2u], x % 2u);
}

static void run(const tml_dsp_plane *plane, uint32_t stride, int is_exact)
{
    const uint32_t *weights = plane->stream;
    int8_t *out = plane->output;
    for (uint32_t y = 0; y < plane->row_count; y++)
    {
        for (uint32_t x = 0; x < plane->outputs; x++, out += plane->stride)
        {
            uint32_t sum = weights[6];
            for (uint32_t i = 0; i < 3; i++)
            {
                const uint32_t *row = plane->rows + (y * stride + i) * plane->words;
                const uint32_t first = weights[2u * i];
                const uint32_t last = weights[2u * i + 1u];
                sum += (uint32_t)(tml_dsp_half(first, 0) * element(row, x * stride));
                /* The middle weight is there twice; the core takes that which stands beside its neighbour. */
                sum += (uint32_t)(tml_dsp_half(stride == 1 && x % 2u == 1 ? last : first,
                                               stride == 1 && x % 2u == 1 ? 0 : 1) *
                                  element(row, x * stride + 1u));
                sum += (uint32_t)(tml_dsp_half(last, 1) * element(row, x * stride + 2u));
            }
            *out = is_exact ? tml_dsp_round_twice(sum, weights[7], weights[8], plane->shift)
                            : tml_dsp_saturate(tml_dsp_multiply_high_add(sum, weights[7], weights[8]));
        }
    }
}

void tml_dsp_plane_1(const tml_dsp_plane *plane)
{
    run(plane, 1, 0);
}

void tml_dsp_plane_1_exact(const tml_dsp_plane *plane)
{
    run(plane, 1, 1);
}

void tml_dsp_plane_2(const tml_dsp_plane *plane)
{
    run(plane, 2, 0);
}

void tml_dsp_plane_2_exact(const tml_dsp_plane *plane)
{
    run(plane, 2, 1);
}

#else
typedef int tml_dsp_plane_is_assembly;
#endif
