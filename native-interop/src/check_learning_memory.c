/* SPDX-License-Identifier: MIT */

/* The memory of learning: all that it keeps has its place in the arena, and none shares a byte with another. */

#include "apart.h"
#include "backward.h"
#include "channels.h"
#include "check.h"
#include "head.h"
#include "operators.h"
#include "shots.h"

/* Bytes of the arena that learning uses, from least on. */
typedef struct region
{
    uint64_t offset;
    uint64_t bytes;
    uint64_t least;
    uint32_t alignment;
} region;

/* The regions of a model by number: the plan's, those that others have taken, each parameter's, each gradient's. */
enum
{
    ACTIVE,
    STAGED,
    STORE,
    HEAD_GRADIENT,
    MARKS,
    SCRATCH,
    LEARN_STATE,
    FRONT_END,
    FEATURE,
    FIRST_OF_PARAMETERS,
    REGIONS_OF_PARAMETER = 2,
    REGIONS_OF_GRADIENT = 3
};

static uint32_t gradients_in(const uint8_t *model)
{
    const tml_backward *plan = tml_backward_of(model);
    return plan == NULL ? 0 : plan->gradients;
}

/* i32 for the longest row of a gradient. */
static uint64_t scratch_bytes(const uint8_t *model)
{
    uint64_t most = 0;
    for (uint32_t i = 0; i < gradients_in(model); i++)
    {
        const tml_tensor *tensor = tml_tensors_of(model) + tml_gradients_of(tml_backward_of(model))[i].tensor;
        const uint64_t bytes = 4u * (uint64_t)tensor->shape[2] * tensor->shape[3];
        most = bytes > most ? bytes : most;
    }
    return most;
}

/* The first byte behind the states of inference and learning. */
static uint64_t behind_states(const uint8_t *model)
{
    return (uint64_t)tml_header_of(model)->arena_bytes + TML_LEARN_STATE_BYTES;
}

/*
 * Those that every model has; one of a part that is not there has no bytes. Rings and scratch may lie in the memory of
 * tensors, which are dead in the backward pass but for the head's input.
 */
TML_APART static region fixed_region(const uint8_t *model, uint32_t number)
{
    const tml_learning *plan = tml_learning_of(model);
    const tml_front_end *front = tml_front_end_of(model);
    const tml_tensor *feature = tml_tensors_of(model) + tml_operators_of(model)[plan->head].input0;
    region r = {0, 0, number < LEARN_STATE ? behind_states(model) : 0, 1};
    switch (number)
    {
    case ACTIVE:
    case STAGED:
        r.offset = number == ACTIVE ? plan->active : plan->staged;
        r.bytes = plan->parameter_bytes;
        r.alignment = 4;
        break;
    case STORE:
        r.offset = plan->store;
        r.bytes = (plan->shots + 1u) * ((uint64_t)tml_shot_elements(model) + 1u);
        break;
    case HEAD_GRADIENT:
        r.offset = plan->gradient;
        r.bytes = 4u * (uint64_t)tml_head_classes(model);
        r.alignment = 4;
        break;
    case MARKS:
        r.offset = plan->marks;
        r.bytes = 4u * (uint64_t)plan->shots;
        r.alignment = 4;
        break;
    case SCRATCH:
        r.offset = plan->scratch;
        r.bytes = scratch_bytes(model);
        r.least = TML_STATE_BYTES;
        r.alignment = 4;
        break;
    case LEARN_STATE:
        r.offset = tml_header_of(model)->arena_bytes;
        r.bytes = TML_LEARN_STATE_BYTES;
        break;
    case FRONT_END:
        r.offset = front == NULL ? 0 : front->memory;
        r.bytes = front == NULL ? 0 : tml_front_end_bytes(front);
        break;
    default:
        r.offset = feature->offset;
        r.bytes = tml_elements(feature);
        break;
    }
    return r;
}

/* The pixels of an operator's input; of a dense layer, which reads it at once, 1. */
static uint64_t pixels_of(const uint8_t *model, uint32_t operator_index)
{
    const tml_operator *op = tml_operators_of(model) + operator_index;
    return tml_elements(tml_tensors_of(model) + op->input0) / tml_input_channels(model, op);
}

/* Beside the block: 256ths of weights, biases that prototypes make. */
static region residual_of(const uint8_t *model, const tml_parameter *p)
{
    const int is_prototypes = p->kind == TML_PARAMETER_PROTOTYPES;
    const uint64_t bytes = p->kind == TML_PARAMETER_BIAS ? 0u
                           : is_prototypes               ? 4u * (uint64_t)tml_head_classes(model)
                                                         : p->bytes;
    const region residual = {p->residual, bytes, behind_states(model), is_prototypes ? 4 : 1};
    return residual;
}

/* The inputs of selected channels. */
static region saved_of(const uint8_t *model, const tml_parameter *p)
{
    const uint64_t bytes =
        p->kind == TML_PARAMETER_CHANNELS ? p->selected * pixels_of(model, p->operator_index) : 0u;
    const region saved = {p->saved, bytes, behind_states(model), 1};
    return saved;
}

TML_APART static region parameter_region(const uint8_t *model, const tml_parameter *p, uint32_t number)
{
    return number == 0 ? residual_of(model, p) : saved_of(model, p);
}

TML_APART static region gradient_region(const uint8_t *model, const tml_gradient *gradient, uint32_t number)
{
    const tml_tensor *tensor = tml_tensors_of(model) + gradient->tensor;
    region r = {gradient->ring, 2u * gradient->rows * (uint64_t)tml_row_elements(tensor), TML_STATE_BYTES, 2};
    if (number == 1)
    {
        r.offset = gradient->progress;
        r.bytes = 2u * (gradient->rows + 1u);
        r.least = behind_states(model);
    }
    else if (number == 2)
    {
        r.offset = gradient->mask;
        r.bytes = gradient->mask == TML_NO_CONSTANT ? 0u : (tml_elements(tensor) + 7u) / 8u;
        r.least = behind_states(model);
        r.alignment = 1;
    }
    return r;
}

static region region_of(const uint8_t *model, uint32_t number)
{
    if (number < FIRST_OF_PARAMETERS)
    {
        return fixed_region(model, number);
    }
    number -= FIRST_OF_PARAMETERS;
    uint32_t count;
    const tml_parameter *parameters = tml_parameters_of(model, &count);
    if (number < REGIONS_OF_PARAMETER * count)
    {
        return parameter_region(model, &parameters[number / REGIONS_OF_PARAMETER], number % REGIONS_OF_PARAMETER);
    }
    number -= REGIONS_OF_PARAMETER * count;
    const tml_gradient *gradients = tml_gradients_of(tml_backward_of(model));
    return gradient_region(model, &gradients[number / REGIONS_OF_GRADIENT], number % REGIONS_OF_GRADIENT);
}

/* Whether one of the regions before number `number` shares a byte with it. */
static int is_shared(const uint8_t *model, const region *r, uint32_t number)
{
    for (uint32_t i = 0; i < number; i++)
    {
        const region other = region_of(model, i);
        if (other.bytes != 0 && tml_share_bytes(r->offset, r->bytes, other.offset, other.bytes))
        {
            return 1;
        }
    }
    return 0;
}

int tml_has_learning_memory(const uint8_t *model)
{
    const uint32_t end = tml_header_of(model)->learn_arena_bytes;
    uint32_t parameters;
    tml_parameters_of(model, &parameters);
    const uint32_t count =
        FIRST_OF_PARAMETERS + REGIONS_OF_PARAMETER * parameters + REGIONS_OF_GRADIENT * gradients_in(model);
    for (uint32_t i = 0; i < count; i++)
    {
        const region r = region_of(model, i);
        if (r.bytes != 0 &&
            (r.offset % r.alignment != 0 || r.offset < r.least || r.offset + r.bytes > end || is_shared(model, &r, i)))
        {
            return 0;
        }
    }
    return 1;
}
