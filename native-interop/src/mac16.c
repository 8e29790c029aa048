/* SPDX-License-Identifier: MIT */

/* From an operator to its kernel in the profile xtensa-mac16. */

#include "mac16.h"
#include "packed.h"

int tml_mac16_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    switch (packed->op->kernel)
    {
    case TML_MAC16_MATRIX:
    case TML_MAC16_MATRIX_SHIFTED:
    case TML_MAC16_MATRIX_SIGNED:
        return tml_mac16_matrix_needs_of(packed, needs);
    case TML_MAC16_DEPTHWISE:
    case TML_MAC16_DEPTHWISE_SHIFTED:
    case TML_MAC16_RUNS_SHIFTED:
    case TML_MAC16_RUNS_SIGNED:
        return tml_mac16_depthwise_needs_of(packed, needs);
    case TML_MAC16_TABLE_SUM:
        return tml_table_sum_needs_of(packed, needs);
    default:
        return 0;
    }
}

void tml_run_mac16(const tml_job *job)
{
    switch (job->op->kernel)
    {
    case TML_MAC16_DEPTHWISE:
    case TML_MAC16_DEPTHWISE_SHIFTED:
    case TML_MAC16_RUNS_SHIFTED:
    case TML_MAC16_RUNS_SIGNED:
        tml_mac16_run_depthwise(job);
        break;
    case TML_MAC16_TABLE_SUM:
        tml_run_table_sum(job);
        break;
    default:
        tml_mac16_run_matrix(job);
        break;
    }
}
