/* SPDX-License-Identifier: MIT */

/* Pixels of eight channels, in plain C: the reference of the assembly in dsp_pixels_arm.c. */

#include "dsp.h"

#if !TML_DSP_ASSEMBLY

static void run_pixel(const tml_dsp_pixels *p, const int8_t *input, int8_t *output)
{
    const uint32_t first = tml_dsp_bytes(input);
    const uint32_t second = tml_dsp_bytes(input + 4);
    for (const uint32_t *filter = p->stream; filter != p->end; filter += TML_DSP_PIXEL_WORDS)
    {
        uint32_t sum = filter[4];
        sum = tml_dsp_multiply_add(filter[0], tml_dsp_low_bytes(first), sum);
        sum = tml_dsp_multiply_add(filter[1], tml_dsp_high_bytes(first), sum);
        sum = tml_dsp_multiply_add(filter[2], tml_dsp_low_bytes(second), sum);
        sum = tml_dsp_multiply_add(filter[3], tml_dsp_high_bytes(second), sum);
        *output++ = tml_dsp_saturate(tml_dsp_multiply_high_add(sum, filter[5], filter[6]) >> 4);
    }
}

void tml_dsp_run_pixels(const tml_dsp_pixels *p)
{
    const int32_t filters = (int32_t)(p->end - p->stream) / (int32_t)TML_DSP_PIXEL_WORDS;
    for (int32_t i = 0; i < (int32_t)p->count; i++)
    {
        const int32_t at = i * p->forward;
        run_pixel(p, p->input + at * (int32_t)TML_DSP_PIXEL_CHANNELS, p->output + at * filters);
    }
}

#else
typedef int tml_dsp_pixels_are_assembly;
#endif
