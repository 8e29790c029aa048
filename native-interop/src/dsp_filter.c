/* SPDX-License-Identifier: MIT */

/* A depthwise filter over a strip in plain C: the reference of the assembly in dsp_filter_arm.c. */

#include "dsp_filter.h"
#include "dsp_instructions.h"

#if !TML_DSP_ASSEMBLY

static uint32_t sum_of(const tml_dsp_filter *f, const uint32_t *rows, uint32_t x)
{
    const uint32_t pairs = f->at_once != TML_DSP_FOUR_APART;
    const uint32_t *weights = f->stream + TML_DSP_FILTER_HEAD + (pairs ? x % 2u : 0);
    uint32_t sum = f->stream[0];
    rows += pairs ? x / 2u : x;
    for (uint32_t i = 0; i < f->filter_rows; i++, rows += tml_dsp_filter_row(f->at_once, f->words))
    {
        for (uint32_t k = 0; k < f->words; k++, weights += 1u + pairs)
        {
            sum = tml_dsp_multiply_add(weights[0], rows[k], sum);
        }
    }
    return sum;
}

void tml_dsp_run_filter(const tml_dsp_filter *filter)
{
    const uint32_t *factors = filter->stream + 1;
    for (uint32_t y = 0; y < filter->rows; y++)
    {
        const uint32_t *rows = filter->plane + y * (filter->step / 4u);
        for (uint32_t x = 0; x < filter->outputs; x++)
        {
            const uint32_t sum = sum_of(filter, rows, x);
            filter->output[y * filter->row + x * filter->pixel] =
                filter->is_exact ? tml_dsp_round_twice(sum, factors[0], factors[1], factors[2] & 31u)
                                 : tml_dsp_saturate(tml_dsp_multiply_high_add(sum, factors[0], factors[1]));
        }
    }
}

#else
typedef int tml_dsp_filter_is_assembly;
#endif
