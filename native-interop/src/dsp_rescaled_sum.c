/* SPDX-License-Identifier: MIT */

/*
 * The sum of two tensors on cortex-m-dsp where no tables of outputs (table_sum.c) give every pair its output: they hold twice what
 * rescaling makes of an input, and the sum is rescaled with double rounding, four instructions more.
 */

#include "dsp.h"
#include "packed.h"

enum
{
    FACTORS = 3
};

int tml_dsp_rescaled_sum_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    if (!tml_is_sum_of_one_shape(packed))
    {
        return 0;
    }
    needs->constants = (2u * TML_TABLE + FACTORS) * 4u;
    return 1;
}

static inline int8_t rescaled(uint32_t twice, const uint32_t *factors)
{
    return tml_dsp_round_twice(twice, factors[0], factors[1], factors[2]);
}

void tml_dsp_run_rescaled_sum(const tml_job *job)
{
    const uint32_t *first = tml_stream_of(job);
    const uint32_t *second = first + TML_TABLE;
    const uint32_t *stored = second + TML_TABLE;
    const uint32_t factors[FACTORS] = {stored[0], stored[1], stored[2] & 31u};
    const uint32_t begin = job->begin * tml_row_elements(job->out);
    const uint32_t end = job->end * tml_row_elements(job->out);
    const uint8_t *a = (const uint8_t *)job->x + begin;
    const uint8_t *b = (const uint8_t *)tml_second_of(job) + begin;
    int8_t *y = job->y + begin;
    if ((end - begin) % 2u != 0)
    {
        *y++ = rescaled(first[*a++] + second[*b++], factors);
    }
    for (const int8_t *const last = job->y + end; y != last; a += 2, b += 2, y += 2)
    {
        const int8_t left = rescaled(first[a[0]] + second[b[0]], factors);
        const int8_t right = rescaled(first[a[1]] + second[b[1]], factors);
        y[0] = left;
        y[1] = right;
    }
}
