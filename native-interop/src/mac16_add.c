/* SPDX-License-Identifier: MIT */

/*
 * The sum of two tensors. An input has 256 values, so what each adds to the output, in 2^-22 of it, is a table in flash: no
 * multiplication is left. 12 instructions an element: two loads of elements, two addresses, two loads of the tables, one to add,
 * one to shift, one to clamp, a store; and half of four for the loop.
 */

#include "mac16.h"
#include "packed.h"

enum
{
    VALUES = 256,
    FRACTION = 22
};

int tml_mac16_add_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    if (!tml_is_sum_of_one_shape(packed))
    {
        return 0;
    }
    needs->constants = 2u * VALUES * 4u;
    return 1;
}

static inline int8_t sum_of(uint32_t first, uint32_t second)
{
    return tml_mac16_clamp((int32_t)(first + second) >> FRACTION);
}

void tml_mac16_run_add(const tml_job *job)
{
    const uint32_t *first = tml_stream_of(job);
    const uint32_t *second = first + VALUES;
    const uint32_t begin = job->begin * tml_row_elements(job->out);
    const uint32_t end = job->end * tml_row_elements(job->out);
    const int8_t *in1 = tml_values(job->engine, tml_tensors_of(job->engine->model) + job->op->input1);
    const uint8_t *a = (const uint8_t *)job->x + begin;
    const uint8_t *b = (const uint8_t *)in1 + begin;
    int8_t *y = job->y + begin;
    int8_t *const y_end = job->y + end;
    if ((end - begin) % 2u != 0)
    {
        *y++ = sum_of(first[*a++], second[*b++]);
    }
    for (; y != y_end; a += 2, b += 2, y += 2)
    {
        const int8_t left = sum_of(first[a[0]], second[b[0]]);
        const int8_t right = sum_of(first[a[1]], second[b[1]]);
        y[0] = left;
        y[1] = right;
    }
}
