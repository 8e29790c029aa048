/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "check.h"
#include "packed.h"

/* One bit per tensor, on the stack: the most that a proof keeps in memory. */
typedef struct tensor_set
{
    uint8_t bits[TML_MAX_TENSORS / 8u];
} tensor_set;

static int contains(const tensor_set *set, uint32_t tensor)
{
    return set->bits[tensor / 8u] >> (tensor % 8u) & 1;
}

static void add(tensor_set *set, uint32_t tensor)
{
    set->bits[tensor / 8u] = (uint8_t)(set->bits[tensor / 8u] | 1u << (tensor % 8u));
}

static void remove_from(tensor_set *set, uint32_t tensor)
{
    set->bits[tensor / 8u] = (uint8_t)(set->bits[tensor / 8u] & ~(1u << (tensor % 8u)));
}

/* Constants have no lifetime. */
static int is_activation(const uint8_t *model, uint32_t tensor)
{
    return tml_tensors_of(model)[tensor].type == TML_TYPE_INT8;
}

static void add_ports(tensor_set *set, const uint8_t *model, uint32_t first, uint32_t count)
{
    const uint16_t *ports = tml_ports_of(model);
    for (uint32_t i = 0; i < count; i++)
    {
        add(set, ports[first + i]);
    }
}

/* Forwards: each tensor is written before it is read, and once. */
static tml_status check_order(const uint8_t *model, tensor_set *written)
{
    const tml_header *header = tml_header_of(model);
    const tml_operator *operators = tml_operators_of(model);
    memset(written, 0, sizeof *written);
    add_ports(written, model, 0, header->inputs);
    for (uint32_t i = 0; i < header->operators; i++)
    {
        const tml_operator *op = &operators[i];
        for (uint32_t k = 0; k < tml_input_count(model, op); k++)
        {
            const uint32_t input = tml_input_of(model, op, k);
            if (is_activation(model, input) && !contains(written, input))
            {
                return TML_E_ORDER;
            }
        }
        if (contains(written, op->output))
        {
            return TML_E_OVERLAP;
        }
        add(written, op->output);
    }
    for (uint32_t i = 0; i < header->outputs; i++)
    {
        if (!contains(written, tml_ports_of(model)[header->inputs + i]))
        {
            return TML_E_ORDER;
        }
    }
    return TML_OK;
}

/* Whether a tensor shares bytes with one that is alive, itself and one exception aside. */
static int overlaps(const uint8_t *model, const tensor_set *alive, uint32_t tensor, uint32_t exception)
{
    const tml_tensor *tensors = tml_tensors_of(model);
    const tml_tensor *t = &tensors[tensor];
    for (uint32_t i = 0; i < tml_header_of(model)->tensors; i++)
    {
        if (i != tensor && i != exception && contains(alive, i) &&
            tml_share_bytes(t->offset, tml_elements(t), tensors[i].offset, tml_elements(&tensors[i])))
        {
            return 1;
        }
    }
    return 0;
}

/* Whether an operator's scratch shares bytes with its output or with a tensor that is alive, as its inputs are. */
static int scratch_overlaps(const uint8_t *model, const tensor_set *alive, const tml_operator *op)
{
    const tml_tensor *tensors = tml_tensors_of(model);
    const uint32_t bytes = tml_scratch_bytes(model, op);
    for (uint32_t i = 0; bytes != 0 && i < tml_header_of(model)->tensors; i++)
    {
        if ((i == op->output || contains(alive, i)) &&
            tml_share_bytes(op->scratch, bytes, tensors[i].offset, tml_elements(&tensors[i])))
        {
            return 1;
        }
    }
    return 0;
}

/* Whether an operator's output and its input 0, an activation, share bytes. */
static int shares_input(const uint8_t *model, const tml_operator *op)
{
    const tml_tensor *in = tml_tensors_of(model) + op->input0;
    const tml_tensor *out = tml_tensors_of(model) + op->output;
    return tml_share_bytes(in->offset, tml_elements(in), out->offset, tml_elements(out));
}

/*
 * Backwards: two tensors are alive together exactly if one of them is alive when the other is written, so each is
 * compared where it is written. What the outputs need is alive at the end.
 */
static tml_status check_overlaps(const uint8_t *model, tensor_set *alive)
{
    const tml_header *header = tml_header_of(model);
    const tml_operator *operators = tml_operators_of(model);
    memset(alive, 0, sizeof *alive);
    add_ports(alive, model, header->inputs, header->outputs);
    const tml_learning *learning = tml_learning_of(model);
    if (learning != NULL)
    {
        if (learning->head >= header->operators)
        {
            return TML_E_LEARNING;
        }
        add(alive, operators[learning->head].input0);
        if (learning->shot_kind == TML_SHOT_WINDOW)
        {
            add(alive, tml_ports_of(model)[0]);
        }
    }
    for (uint32_t i = header->operators; i-- != 0;)
    {
        const tml_operator *op = &operators[i];
        /* Input 0 may be overwritten, element by element or as far as it is done with, by the last to read it. */
        const int ends = is_activation(model, op->input0) && !contains(alive, op->input0);
        for (uint32_t k = 0; k < tml_input_count(model, op); k++)
        {
            const uint32_t input = tml_input_of(model, op, k);
            if (is_activation(model, input))
            {
                add(alive, input);
            }
        }
        const int in_place = ends && (op->flags & TML_FLAG_IN_PLACE) != 0;
        const int may_share = in_place || (ends && shares_input(model, op) && tml_may_overlap_input(model, op));
        if (overlaps(model, alive, op->output, may_share ? op->input0 : op->output) ||
            scratch_overlaps(model, alive, op))
        {
            return TML_E_OVERLAP;
        }
        remove_from(alive, op->output);
    }
    add_ports(alive, model, 0, header->inputs);
    for (uint32_t i = 0; i < header->inputs; i++)
    {
        if (overlaps(model, alive, tml_ports_of(model)[i], TML_NO_TENSOR))
        {
            return TML_E_OVERLAP;
        }
    }
    return TML_OK;
}

tml_status tml_check_lifetimes(const uint8_t *model)
{
    tensor_set set;
    const tml_status status = check_order(model, &set);
    return status == TML_OK ? check_overlaps(model, &set) : status;
}
