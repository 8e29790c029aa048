/* SPDX-License-Identifier: MIT */

/* From an operator to its kernel in the profile rv32. */

#include "rv32.h"
#include "packed.h"

int tml_rv32_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    switch (packed->op->kernel)
    {
    case TML_RV32_CONV:
    case TML_RV32_CONV_2:
        return tml_rv32_conv_needs_of(packed, needs);
    case TML_RV32_DENSE:
    case TML_RV32_DENSE_2:
        return tml_rv32_dense_needs_of(packed, needs);
    case TML_RV32_DEPTHWISE:
    case TML_RV32_DEPTHWISE_2:
        return tml_rv32_depthwise_needs_of(packed, needs);
    case TML_RV32_TABLE_SUM:
        return tml_table_sum_needs_of(packed, needs);
    default:
        return 0;
    }
}

void tml_run_rv32(const tml_job *job)
{
    switch (job->op->kernel)
    {
    case TML_RV32_DENSE:
    case TML_RV32_DENSE_2:
        tml_rv32_run_dense(job);
        break;
    case TML_RV32_DEPTHWISE:
    case TML_RV32_DEPTHWISE_2:
        tml_rv32_run_depthwise(job);
        break;
    case TML_RV32_TABLE_SUM:
        tml_run_table_sum(job);
        break;
    default:
        tml_rv32_run_conv(job);
        break;
    }
}

uint32_t tml_rv32_channel_groups(const tml_operator *op, const tml_tensor *out)
{
    switch (op->code)
    {
    case TML_DEPTHWISE_CONV_2D:
        return (op->flags & TML_FLAG_IN_PLACE) != 0 ? out->shape[3] : 0;
    case TML_FULLY_CONNECTED:
        return out->shape[3] / TML_RV32_UNITS;
    default:
        return 0;
    }
}
