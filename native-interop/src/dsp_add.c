/* SPDX-License-Identifier: MIT */

/*
 * The sum of two tensors. An input has 256 values, so twice what rescaling makes of each is a table in flash; only the sum is
 * rescaled here, with double rounding. 11 instructions an element: two loads of elements, two of the tables, one to add, four
 * to rescale, one to saturate, a store; and half a loop.
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
    const tml_operator *op = packed->op;
    if ((op->code != TML_ADD && op->code != TML_SUB) || op->kernel_rows != 0 || !tml_have_one_shape(packed))
    {
        return 0;
    }
    needs->constants = (2u * VALUES + FACTORS) * 4u;
    return 1;
}

static inline int8_t rescaled(uint32_t twice, const uint32_t *factors)
{
    return tml_dsp_round_twice(twice, factors[0], factors[1], factors[2]);
}

void tml_dsp_run_add(const tml_job *job)
{
    const uint32_t *tables = (const uint32_t *)(const void *)(tml_constants_of(job->engine->model) + job->op->weights);
    const uint32_t *first = tables + VALUES / 2;
    const uint32_t *second = first + VALUES;
    const uint32_t factors[FACTORS] = {tables[2 * VALUES], tables[2 * VALUES + 1], tables[2 * VALUES + 2] & 31u};
    const uint32_t row = tml_row_elements(job->out);
    const int8_t *a = job->x + job->begin * row;
    const int8_t *b = tml_values(job->engine, tml_tensors_of(job->engine->model) + job->op->input1) + job->begin * row;
    int8_t *y = job->y + job->begin * row;
    uint32_t count = (job->end - job->begin) * row;
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
