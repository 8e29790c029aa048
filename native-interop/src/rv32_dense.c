/* SPDX-License-Identifier: MIT */

/* Dense layers: sixteen units at a time over all inputs, without scratch. */

#include "rv32_operator.h"

static uint32_t words_of_block(const tml_operator *op, uint32_t taps)
{
    return TML_RV32_DENSE_INITS + TML_RV32_UNITS * (taps / 4u + tml_rv32_factors_of(op));
}

int tml_rv32_dense_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const uint32_t units = packed->out->shape[3];
    const uint32_t taps = tml_elements(packed->in);
    if (op->code != TML_FULLY_CONNECTED || op->kernel_rows != 0 || units % TML_RV32_UNITS != 0 ||
        taps % TML_RV32_TAPS != 0)
    {
        return 0;
    }
    needs->constants = (1u + (uint64_t)(units / TML_RV32_UNITS) * words_of_block(op, taps)) * 4u;
    return 1;
}

/* The job's rows are blocks. */
void tml_rv32_run_dense(const tml_job *job)
{
    const uint32_t *stream = tml_stream_of(job);
    const uint32_t taps = tml_elements(job->in);
    const tml_rv32_output output = tml_rv32_output_of(job->op, stream);
    stream++;
    for (uint32_t block = job->begin; block < job->end; block++)
    {
        uint32_t sums[TML_RV32_UNITS];
        const tml_rv32_dense dense = {stream + block * words_of_block(job->op, taps), job->x, taps, sums};
        const uint32_t *factors = tml_rv32_run_dense_block(&dense);
        int8_t *y = job->y + block * TML_RV32_UNITS;
        for (uint32_t unit = 0; unit < TML_RV32_UNITS; unit++, factors += output.factors)
        {
            y[unit] = (int8_t)tml_rv32_requantize(sums[unit], factors, &output);
        }
    }
}
