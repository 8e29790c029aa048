/* SPDX-License-Identifier: MIT */
#include "check.h"
#include "tinyml/tinyml.h"

static tml_status check_tensor(const uint8_t *model, const tml_tensor *tensor, uint32_t arena_bytes)
{
    const int is_constant = tensor->type == TML_TYPE_CONSTANT;
    if (tensor->type != TML_TYPE_INT8 && !is_constant)
    {
        return TML_E_TENSOR_TYPE;
    }
    const uint32_t plane = (uint32_t)tensor->shape[1] * tensor->shape[2];
    const uint64_t elements = (uint64_t)plane * tensor->shape[3];
    if (tensor->shape[0] != 1 || elements == 0 || elements > TML_MAX_ELEMENTS)
    {
        return TML_E_TENSOR_SHAPE;
    }
    if (is_constant ? !tml_in_constants(model, tensor->offset, elements, 1)
                    : tensor->offset < TML_STATE_BYTES || tensor->offset + elements > arena_bytes)
    {
        return TML_E_TENSOR_RANGE;
    }
    /* As bits: the sign is clear, not zero, the exponent is not that of infinities and NaN. */
    if (tensor->scale == 0 || tensor->scale >= 0x7F800000u)
    {
        return TML_E_TENSOR_SCALE;
    }
    if (tensor->zero_point < -128 || tensor->zero_point > 127)
    {
        return TML_E_TENSOR_ZERO;
    }
    return tensor->reserved == 0 ? TML_OK : TML_E_HEADER;
}

tml_status tml_check_tensors(const uint8_t *model)
{
    const tml_header *header = tml_header_of(model);
    const tml_tensor *tensors = tml_tensors_of(model);
    for (uint32_t i = 0; i < header->tensors; i++)
    {
        const tml_status status = check_tensor(model, &tensors[i], header->arena_bytes);
        if (status != TML_OK)
        {
            return status;
        }
    }
    const uint16_t *ports = tml_ports_of(model);
    for (uint32_t i = 0; i < (uint32_t)header->inputs + header->outputs; i++)
    {
        if (ports[i] >= header->tensors)
        {
            return TML_E_OPERAND;
        }
        if (tensors[ports[i]].type != TML_TYPE_INT8)
        {
            return TML_E_TENSOR_TYPE;
        }
    }
    return TML_OK;
}
