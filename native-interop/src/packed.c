/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "packed.h"

int tml_packed_needs_of(uint32_t profile, const tml_packed *packed, tml_packed_needs *needs)
{
    needs->constants = 0;
    needs->scratch = 0;
    switch (profile)
    {
#if TML_HAS_PROFILE(1)
    case TML_CORTEX_M_DSP:
        return tml_dsp_needs_of(packed, needs);
#endif
#if TML_HAS_PROFILE(2)
    case TML_XTENSA_MAC16:
        return tml_mac16_needs_of(packed, needs);
#endif
#if TML_HAS_PROFILE(3)
    case TML_RV32:
        return tml_rv32_needs_of(packed, needs);
#endif
    default:
        (void)packed;
        return 0;
    }
}

int tml_is_sum_of_one_shape(const tml_packed *packed)
{
    const tml_operator *op = packed->op;
    const uint16_t *shape = packed->out->shape;
    return (op->code == TML_ADD || op->code == TML_SUB) && op->kernel_rows == 0 && packed->second != NULL &&
           memcmp(packed->in->shape, shape, sizeof packed->out->shape) == 0 &&
           memcmp(packed->second->shape, shape, sizeof packed->out->shape) == 0;
}

int tml_is_depthwise(const tml_packed *packed)
{
    const tml_operator *op = packed->op;
    const tml_tensor *in = packed->in;
    const tml_tensor *out = packed->out;
    const int in_place = (op->flags & TML_FLAG_IN_PLACE) != 0;
    return op->code == TML_DEPTHWISE_CONV_2D && op->kernel_rows != 0 && (op->flags & TML_FLAG_BACKWARDS) == 0 &&
           op->dilation[0] == 1 && op->dilation[1] == 1 && op->stride[0] <= 2 && op->stride[1] <= 2 &&
           in->shape[3] == out->shape[3] &&
           (!in_place || (op->stride[0] == 1 && op->stride[1] == 1 && in->shape[1] == out->shape[1] &&
                          in->shape[2] == out->shape[2]));
}

void tml_run_packed(const tml_job *job)
{
    switch (tml_header_of(job->engine->model)->profile)
    {
#if TML_HAS_PROFILE(1)
    case TML_CORTEX_M_DSP:
        tml_run_dsp(job);
        break;
#endif
#if TML_HAS_PROFILE(2)
    case TML_XTENSA_MAC16:
        tml_run_mac16(job);
        break;
#endif
#if TML_HAS_PROFILE(3)
    case TML_RV32:
        tml_run_rv32(job);
        break;
#endif
    default:
        break;
    }
}

/* Of cortex-m-dsp and xtensa-mac16. */
static uint32_t pieces_of_blocks(const tml_operator *op, const tml_tensor *out)
{
    if (op->kernel_rows == 0)
    {
        return 0;
    }
    if (op->code == TML_CONV_2D)
    {
        return (out->shape[1] + op->kernel_rows - 1u) / op->kernel_rows;
    }
    return (op->flags & TML_FLAG_IN_PLACE) != 0 ? out->shape[3] / TML_GROUP_CHANNELS : 0;
}

uint32_t tml_kernel_pieces(const uint8_t *model, const tml_operator *op)
{
    const tml_tensor *out = tml_tensors_of(model) + op->output;
    switch (op->kernel == 0 ? TML_PORTABLE : tml_header_of(model)->profile)
    {
    case TML_CORTEX_M_DSP:
    case TML_XTENSA_MAC16:
        return pieces_of_blocks(op, out);
#if TML_HAS_PROFILE(3)
    case TML_RV32:
        return tml_rv32_channel_groups(op, out);
#endif
    default:
        return 0;
    }
}

uint32_t tml_scratch_bytes(const uint8_t *model, const tml_operator *op)
{
    const tml_tensor *tensors = tml_tensors_of(model);
    const tml_tensor *second = tml_is_binary(op) ? tensors + op->input1 : NULL;
    const tml_packed packed = {op, tensors + op->input0, second, tensors + op->output};
    tml_packed_needs needs = {0, 0};
    if (op->kernel == 0 || !tml_packed_needs_of(tml_header_of(model)->profile, &packed, &needs))
    {
        return 0;
    }
    return (uint32_t)needs.scratch;
}
