/* SPDX-License-Identifier: MIT */
#ifndef TINYML_RV32_OPERATOR_H
#define TINYML_RV32_OPERATOR_H

/* What an operator's record tells all kernels of rv32. */

#include "packed.h"
#include "rv32.h"

/* Words of a channel's factors. */
static inline uint32_t tml_rv32_factors_of(const tml_operator *op)
{
    return op->kernel % 2u == 0 ? 2u * TML_RV32_FACTORS : TML_RV32_FACTORS;
}

/* Of a stream that begins with its shift. */
static inline tml_rv32_output tml_rv32_output_of(const tml_operator *op, const uint32_t *stream)
{
    const tml_rv32_output output = {op->clamp[0], op->clamp[1], tml_rv32_factors_of(op), stream[0] & 31u};
    return output;
}

#endif
