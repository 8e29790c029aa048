/* SPDX-License-Identifier: MIT */

/* From an operator to its kernel in the profile cortex-m-dsp. */

#include "dsp.h"
#include "packed.h"

int tml_dsp_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    switch (packed->op->kernel)
    {
    case TML_DSP_MATRIX:
    case TML_DSP_MATRIX_EXACT:
        return tml_dsp_matrix_needs_of(packed, needs);
    case TML_DSP_DEPTHWISE:
    case TML_DSP_DEPTHWISE_EXACT:
    case TML_DSP_FILTER:
    case TML_DSP_FILTER_EXACT:
        return tml_dsp_depthwise_needs_of(packed, needs);
    case TML_DSP_RESCALED_SUM:
        return tml_dsp_rescaled_sum_needs_of(packed, needs);
    case TML_DSP_TABLE_SUM:
        return tml_table_sum_needs_of(packed, needs);
    case TML_DSP_PIXEL:
        return tml_dsp_pixel_needs_of(packed, needs);
    case TML_DSP_WINOGRAD:
    case TML_DSP_WINOGRAD_EXACT:
        return tml_dsp_winograd_needs_of(packed, needs);
    default:
        return 0;
    }
}

void tml_run_dsp(const tml_job *job)
{
    switch (job->op->kernel)
    {
    case TML_DSP_DEPTHWISE:
    case TML_DSP_DEPTHWISE_EXACT:
    case TML_DSP_FILTER:
    case TML_DSP_FILTER_EXACT:
        tml_dsp_run_depthwise(job);
        break;
    case TML_DSP_RESCALED_SUM:
        tml_dsp_run_rescaled_sum(job);
        break;
    case TML_DSP_TABLE_SUM:
        tml_run_table_sum(job);
        break;
    case TML_DSP_PIXEL:
        tml_dsp_run_pixel_conv(job);
        break;
    case TML_DSP_WINOGRAD:
    case TML_DSP_WINOGRAD_EXACT:
        tml_dsp_run_winograd(job);
        break;
    default:
        job->op->code == TML_FULLY_CONNECTED ? tml_dsp_run_dense(job) : tml_dsp_run_conv(job);
        break;
    }
}
