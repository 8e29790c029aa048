/* SPDX-License-Identifier: MIT */
#include "check.h"

/* Every element that a strided copy reads: the steps lead away from the start in both directions at most so far. */
static tml_status check_strided_copy(const tml_operands *o)
{
    if (!tml_in_constants(o->model, o->op->multipliers, 4, 4))
    {
        return TML_E_CONSTANT;
    }
    const int32_t *steps = tml_words(tml_constants_of(o->model), o->op->multipliers);
    int64_t first = steps[0];
    int64_t last = steps[0];
    for (uint32_t i = 1; i <= 3; i++)
    {
        const int64_t reach = (o->out->shape[i] - 1) * (int64_t)steps[i];
        first += reach < 0 ? reach : 0;
        last += reach > 0 ? reach : 0;
    }
    return first >= 0 && last < (int64_t)tml_elements(o->in) ? TML_OK : TML_E_OPERAND_SHAPE;
}

/* The list is in bounds, and names tensors: the operands' check needed it. */
static tml_status check_concatenation(const tml_operands *o)
{
    const uint32_t axis = o->op->filter[0];
    if (axis < 1 || axis > 3)
    {
        return TML_E_GEOMETRY;
    }
    uint32_t size = 0;
    for (uint32_t i = 0; i < tml_input_count(o->model, o->op); i++)
    {
        const tml_tensor *part = tml_tensors_of(o->model) + tml_input_of(o->model, o->op, i);
        for (uint32_t k = 1; k <= 3; k++)
        {
            if (k != axis && part->shape[k] != o->out->shape[k])
            {
                return TML_E_OPERAND_SHAPE;
            }
        }
        size += part->shape[axis];
    }
    return size == o->out->shape[axis] ? TML_OK : TML_E_OPERAND_SHAPE;
}

static tml_status check_pad(const tml_operands *o)
{
    const uint32_t before[] = {o->op->padding[0], o->op->padding[1], o->op->filter[0]};
    if (o->op->clamp[0] != o->op->clamp[1])
    {
        return TML_E_CLAMP;
    }
    for (uint32_t i = 0; i < 3; i++)
    {
        if (before[i] + o->in->shape[1 + i] > o->out->shape[1 + i])
        {
            return TML_E_OPERAND_SHAPE;
        }
    }
    return TML_OK;
}

static tml_status check_resize(const tml_operands *o)
{
    const uint32_t rows = o->out->shape[1];
    const uint32_t columns = o->out->shape[2];
    if (!tml_in_constants(o->model, o->op->weights, rows + columns, 2))
    {
        return TML_E_CONSTANT;
    }
    const uint16_t *indices = tml_halves(tml_constants_of(o->model), o->op->weights);
    int fits = o->in->shape[3] == o->out->shape[3];
    for (uint32_t i = 0; i < rows + columns; i++)
    {
        fits = fits && indices[i] < o->in->shape[i < rows ? 1 : 2];
    }
    return fits ? TML_OK : TML_E_OPERAND_SHAPE;
}

tml_status tml_check_movement(const tml_operands *o)
{
    switch (o->op->code)
    {
    case TML_STRIDED_COPY:
        return check_strided_copy(o);
    case TML_CONCATENATION:
        return check_concatenation(o);
    case TML_PAD:
        return check_pad(o);
    case TML_RESIZE_NEAREST_NEIGHBOR:
        return check_resize(o);
    default: /* RESHAPE */
        return tml_elements(o->in) == tml_elements(o->out) ? TML_OK : TML_E_OPERAND_SHAPE;
    }
}
