/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "parameters.h"

const tml_parameter *tml_parameters_of(const uint8_t *model, uint32_t *count)
{
    const tml_section *section = tml_find_section(model, TML_SECTION_PARAMETERS);
    *count = section == NULL ? 0 : section->length / (uint32_t)sizeof(tml_parameter);
    return section == NULL ? NULL : (const tml_parameter *)(const void *)(model + section->offset);
}

const tml_parameter *tml_find_parameter(const uint8_t *model, uint32_t kind, uint32_t operator_index)
{
    uint32_t count;
    const tml_parameter *parameters = tml_parameters_of(model, &count);
    for (uint32_t i = 0; i < count; i++)
    {
        if (parameters[i].kind == kind && parameters[i].operator_index == operator_index)
        {
            return &parameters[i];
        }
    }
    return NULL;
}

const int32_t *tml_bias_of(const uint8_t *model, uint32_t operator_index, const uint8_t *block)
{
    const tml_parameter *trained = block == NULL ? NULL : tml_find_parameter(model, TML_PARAMETER_BIAS, operator_index);
    return trained != NULL ? tml_words(block, trained->offset)
                           : tml_words(tml_constants_of(model), tml_operators_of(model)[operator_index].bias);
}

const int8_t *tml_weights_of(const uint8_t *model, uint32_t operator_index, const uint8_t *block)
{
    const tml_parameter *trained =
        block == NULL ? NULL : tml_find_parameter(model, TML_PARAMETER_WEIGHTS, operator_index);
    return trained != NULL ? tml_signed_bytes(block, trained->offset)
                           : tml_signed_bytes(tml_constants_of(model), tml_operators_of(model)[operator_index].weights);
}

uint32_t tml_taps_of(const uint8_t *model, const tml_operator *op)
{
    const tml_tensor *input = tml_tensors_of(model) + op->input0;
    const uint32_t filter = (uint32_t)op->filter[0] * op->filter[1];
    return op->code == TML_FULLY_CONNECTED     ? tml_elements(input)
           : op->code == TML_DEPTHWISE_CONV_2D ? filter
                                               : filter * input->shape[3];
}

int32_t tml_bias_limit(const uint8_t *model, uint32_t operator_index)
{
    const uint64_t most = 255u * 128u * (uint64_t)tml_taps_of(model, tml_operators_of(model) + operator_index);
    return most > INT32_MAX ? 0 : (int32_t)(INT32_MAX - most);
}

int tml_keeps_limit(const uint8_t *model, const tml_parameter *parameter, const uint8_t *values)
{
    if (parameter->kind != TML_PARAMETER_BIAS)
    {
        return 1; /* any byte is a weight or a strength */
    }
    const int32_t *bias = tml_words(values, 0);
    const int32_t limit = tml_bias_limit(model, parameter->operator_index);
    for (uint32_t c = 0; c < parameter->bytes / 4u; c++)
    {
        if (bias[c] > limit || bias[c] < -limit)
        {
            return 0;
        }
    }
    return 1;
}

void tml_parameters_reset(const uint8_t *model, uint8_t *block)
{
    uint32_t count;
    const tml_parameter *parameters = tml_parameters_of(model, &count);
    memset(block, 0, tml_learning_of(model)->parameter_bytes);
    for (uint32_t i = 0; i < count; i++)
    {
        if (parameters[i].kind != TML_PARAMETER_PROTOTYPES)
        {
            memcpy(block + parameters[i].offset, tml_constants_of(model) + parameters[i].factory, parameters[i].bytes);
        }
    }
}

void tml_residuals_reset(const uint8_t *model, uint8_t *arena)
{
    uint32_t count;
    const tml_parameter *parameters = tml_parameters_of(model, &count);
    for (uint32_t i = 0; i < count; i++)
    {
        if (parameters[i].kind == TML_PARAMETER_WEIGHTS || parameters[i].kind == TML_PARAMETER_CHANNELS)
        {
            memset(arena + parameters[i].residual, 0, parameters[i].bytes);
        }
    }
}

void tml_parameters_halve(const uint8_t *model, uint8_t *block)
{
    uint32_t count;
    const tml_parameter *parameters = tml_parameters_of(model, &count);
    for (uint32_t i = 0; i < count; i++)
    {
        const tml_parameter *p = &parameters[i];
        if (p->kind == TML_PARAMETER_BIAS)
        {
            int32_t *bias = (int32_t *)(void *)(block + p->offset);
            const int32_t *factory = tml_words(tml_constants_of(model), p->factory);
            for (uint32_t c = 0; c < p->bytes / 4u; c++)
            {
                bias[c] = (int32_t)(factory[c] + ((int64_t)bias[c] - factory[c]) / 2);
            }
        }
        else if (p->kind == TML_PARAMETER_PROTOTYPES)
        {
            for (uint32_t s = 0; s < p->bytes; s++)
            {
                block[p->offset + s] >>= 1;
            }
        }
        else
        {
            int8_t *weights = (int8_t *)block + p->offset;
            const int8_t *factory = tml_signed_bytes(tml_constants_of(model), p->factory);
            for (uint32_t w = 0; w < p->bytes; w++)
            {
                weights[w] = (int8_t)(factory[w] + (weights[w] - factory[w]) / 2);
            }
        }
    }
}

tml_status tml_parameters_check(const uint8_t *model, const uint8_t *block)
{
    uint32_t count;
    const tml_parameter *parameters = tml_parameters_of(model, &count);
    for (uint32_t i = 0; i < count; i++)
    {
        if (!tml_keeps_limit(model, &parameters[i], block + parameters[i].offset))
        {
            return TML_E_PARAMETERS;
        }
    }
    return TML_OK;
}

uint32_t tml_parameters_change(const uint8_t *model, const uint8_t *block)
{
    uint32_t count;
    const tml_parameter *parameters = tml_parameters_of(model, &count);
    int64_t most = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        if (parameters[i].kind != TML_PARAMETER_BIAS)
        {
            continue;
        }
        const int32_t *learnt = tml_words(block, parameters[i].offset);
        const int32_t *factory = tml_words(tml_constants_of(model), parameters[i].factory);
        for (uint32_t c = 0; c < parameters[i].bytes / 4u; c++)
        {
            const int64_t change = (int64_t)learnt[c] - factory[c];
            most = change > most ? change : -change > most ? -change : most;
        }
    }
    return (uint32_t)most;
}
