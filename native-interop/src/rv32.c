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
    default:
        return 0;
    }
}

void tml_run_rv32(const tml_job *job)
{
    tml_rv32_run_conv(job);
}

uint32_t tml_rv32_channel_groups(const tml_operator *op, const tml_tensor *out)
{
    (void)op;
    (void)out;
    return 0;
}
