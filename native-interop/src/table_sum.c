/* SPDX-License-Identifier: MIT */

/*
 * The sum of two tensors by tables, in every profile: what each value of an input adds to the output, in 2^-22 of it, is a word in
 * flash, so nothing is multiplied. An element takes two loads of inputs, two of tables, an addition, the clamp and a store: 7
 * instructions on Cortex-M, 10 on Xtensa, which has no scaled addresses, 13 on RV32, which clamps by two branches; and a
 * quarter of the loop.
 */

#include "dsp_instructions.h"
#include "mac16_instructions.h"
#include "packed.h"

int tml_table_sum_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    if (!tml_is_sum_of_one_shape(packed))
    {
        return 0;
    }
    needs->constants = 2u * TML_TABLE * 4u;
    return 1;
}

/* Bits of an entry behind the point. */
#define POINT 22

static inline int32_t output_of(uint32_t sum)
{
#if TML_DSP_ASSEMBLY
    int32_t y;
    __asm__("ssat %0, #8, %1, asr %2" : "=r"(y) : "r"(sum), "i"(POINT));
    return y;
#else
    const int32_t y = (int32_t)sum >> POINT;
#if TML_MAC16_ASSEMBLY
    return tml_mac16_clamp(y);
#else
    return y < INT8_MIN ? INT8_MIN : y > INT8_MAX ? INT8_MAX : y;
#endif
#endif
}

/* Rows lie one after another, so a job is one run of elements. */
void tml_run_table_sum(const tml_job *job)
{
    const uint32_t *first = tml_stream_of(job);
    const uint32_t *second = first + TML_TABLE;
    const uint32_t begin = job->begin * tml_row_elements(job->out);
    const uint32_t end = job->end * tml_row_elements(job->out);
    const uint8_t *a = (const uint8_t *)job->x + begin;
    const uint8_t *b = (const uint8_t *)tml_second_of(job) + begin;
    int8_t *y = job->y + begin;
    for (uint32_t odd = (end - begin) % 4u; odd != 0; odd--)
    {
        *y++ = (int8_t)output_of(first[*a++] + second[*b++]);
    }
    for (const int8_t *const last = job->y + end; y != last; a += 4, b += 4, y += 4)
    {
        y[0] = (int8_t)output_of(first[a[0]] + second[b[0]]);
        y[1] = (int8_t)output_of(first[a[1]] + second[b[1]]);
        y[2] = (int8_t)output_of(first[a[2]] + second[b[2]]);
        y[3] = (int8_t)output_of(first[a[3]] + second[b[3]]);
    }
}
