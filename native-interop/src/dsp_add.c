/* SPDX-License-Identifier: MIT */

/*
 * The sum of two tensors. An input has 256 values, so what it adds to the output is a table in flash: 7 instructions an element,
 * two loads of elements, two of the tables, one to add, one to saturate, a store; and a quarter of the loop. Where no such tables
 * give every pair its output, they hold twice what rescaling makes of an input, and the sum is rescaled with double rounding: four
 * more.
 */

#include "dsp.h"
#include "packed.h"

enum
{
    VALUES = 256,
    FACTORS = 3
};

int tml_dsp_add_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    if (!tml_is_sum_of_one_shape(packed))
    {
        return 0;
    }
    needs->constants = (2u * VALUES + (packed->op->kernel == TML_DSP_ADD ? FACTORS : 0u)) * 4u;
    return 1;
}

static inline int8_t rescaled(uint32_t twice, const uint32_t *factors)
{
    return tml_dsp_round_twice(twice, factors[0], factors[1], factors[2]);
}

/* The tables' entries of 0. */
static void add_rescaled(const uint32_t *first, const uint32_t *second, const int8_t *a, const int8_t *b, uint32_t count,
                         int8_t *y)
{
    const uint32_t *stored = second + VALUES / 2;
    const uint32_t factors[FACTORS] = {stored[0], stored[1], stored[2] & 31u};
    if (count % 2u != 0)
    {
        *y++ = rescaled(first[*a++] + second[*b++], factors);
        count--;
    }
    for (const int8_t *end = a + count; a != end; a += 2, b += 2, y += 2)
    {
        const int8_t left = rescaled(first[a[0]] + second[b[0]], factors);
        const int8_t right = rescaled(first[a[1]] + second[b[1]], factors);
        y[0] = left;
        y[1] = right;
    }
}

static void add(const uint32_t *first, const uint32_t *second, const int8_t *a, const int8_t *b, uint32_t count, int8_t *y)
{
    for (; count % 4u != 0; count--)
    {
        *y++ = tml_dsp_saturate_whole(first[*a++] + second[*b++]);
    }
    for (const int8_t *end = a + count; a != end; a += 4, b += 4, y += 4)
    {
        y[0] = tml_dsp_saturate_whole(first[a[0]] + second[b[0]]);
        y[1] = tml_dsp_saturate_whole(first[a[1]] + second[b[1]]);
        y[2] = tml_dsp_saturate_whole(first[a[2]] + second[b[2]]);
        y[3] = tml_dsp_saturate_whole(first[a[3]] + second[b[3]]);
    }
}

void tml_dsp_run_add(const tml_job *job)
{
    const uint32_t *tables = tml_stream_of(job);
    const uint32_t *first = tables + VALUES / 2;
    const uint32_t *second = first + VALUES;
    const uint32_t row = tml_row_elements(job->out);
    const int8_t *a = job->x + job->begin * row;
    const int8_t *b = tml_values(job->engine, tml_tensors_of(job->engine->model) + job->op->input1) + job->begin * row;
    int8_t *y = job->y + job->begin * row;
    const uint32_t count = (job->end - job->begin) * row;
    job->op->kernel == TML_DSP_ADD ? add_rescaled(first, second, a, b, count, y) : add(first, second, a, b, count, y);
}
