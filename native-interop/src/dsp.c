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
    default:
        return 0;
    }
}

void tml_run_dsp(const tml_job *job)
{
    if (job->op->code == TML_FULLY_CONNECTED)
    {
        tml_dsp_run_dense(job);
    }
    else
    {
        tml_dsp_run_conv(job);
    }
}
