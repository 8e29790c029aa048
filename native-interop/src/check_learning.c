/* SPDX-License-Identifier: MIT */
#include <string.h>

/* The learning schedule: what is trained, with which numbers, and in which memory. */

#include "backward.h"
#include "channels.h"
#include "check.h"
#include "head.h"
#include "learn.h"
#include "shots.h"

/* Of which a squared distance fits 31 bits. */
#define MOST_FEATURES 32768u

static const tml_operator *head_of(const uint8_t *model)
{
    return tml_operators_of(model) + tml_learning_of(model)->head; /* in range: the lifetimes' check needed it */
}

/* Whether a tensor is an output of the model or read by a softmax. */
static int gives_scores(const uint8_t *model, uint32_t tensor)
{
    const tml_header *header = tml_header_of(model);
    for (uint32_t i = 0; i < header->outputs; i++)
    {
        if (tml_ports_of(model)[header->inputs + i] == tensor)
        {
            return 1;
        }
    }
    for (uint32_t i = 0; i < header->operators; i++)
    {
        const tml_operator *op = tml_operators_of(model) + i;
        if (op->code == TML_SOFTMAX && op->input0 == tensor)
        {
            return 1;
        }
    }
    return 0;
}

/* Whether there are count multipliers and shifts of the range that a step and a logit take. */
static int has_factors(const uint8_t *model, uint32_t multipliers, uint32_t shifts, uint32_t count)
{
    const uint8_t *constants = tml_constants_of(model);
    return tml_in_constants(model, multipliers, count, 4) && tml_in_constants(model, shifts, count, 1) &&
           tml_are_factors(tml_words(constants, multipliers), tml_signed_bytes(constants, shifts), count, 30);
}

/* Whether the factory's shots are there, each of a class that exists. */
static int has_factory_shots(const uint8_t *model, const tml_learning *plan, uint32_t classes)
{
    const uint32_t row = tml_shot_elements(model) + 1u;
    if (plan->factory_shots == 0)
    {
        return 1;
    }
    if (plan->factory_shots > TML_MAX_SHOTS ||
        !tml_in_constants(model, plan->factory, (uint64_t)row * plan->factory_shots, 1))
    {
        return 0;
    }
    for (uint32_t i = 1; i <= plan->factory_shots; i++)
    {
        if (tml_constants_of(model)[plan->factory + i * row - 1u] >= classes)
        {
            return 0;
        }
    }
    return 1;
}

static int is_schedule(const uint8_t *model, const tml_learning *plan)
{
    const tml_header *header = tml_header_of(model);
    const uint32_t classes = tml_head_classes(model);
    return head_of(model)->code == TML_FULLY_CONNECTED && head_of(model)->kernel == 0 && classes >= 2 &&
           classes <= TML_LEARN_CLASSES &&
           gives_scores(model, head_of(model)->output) && plan->shots >= 1 && plan->shots <= TML_MAX_SHOTS &&
           plan->epochs >= 1 && plan->epochs <= 1000 && plan->decay <= 0xFFFFu &&
           (plan->shot_kind == TML_SHOT_FEATURE || (plan->shot_kind == TML_SHOT_WINDOW && header->inputs == 1)) &&
           plan->parameter_bytes % 4u == 0 && plan->policy <= TML_POLICY_RESERVOIR && plan->guard <= TML_GUARD_OFF &&
           plan->reserved == 0 && has_factors(model, plan->logits, plan->logit_shifts, classes) &&
           has_factory_shots(model, plan, classes);
}

/* Prototypes are by themselves: what else was trained would move them, or they would answer for the shot itself. */
static int are_prototypes(const uint8_t *model, const tml_parameter *p)
{
    uint32_t count;
    const tml_learning *plan = tml_learning_of(model);
    const uint8_t *constants = tml_constants_of(model);
    tml_parameters_of(model, &count);
    if (count != 1 || p->operator_index != plan->head || plan->shot_kind != TML_SHOT_FEATURE || plan->replay != 0 ||
        tml_shot_elements(model) > MOST_FEATURES || p->bytes != plan->shots || p->factory != TML_NO_CONSTANT ||
        p->saved != TML_NO_CONSTANT || p->selected < 1 || p->selected > 255 || !tml_in_constants(model, p->channels, 2, 4) ||
        !has_factors(model, p->steps, p->step_shifts, tml_head_classes(model)))
    {
        return 0;
    }
    const int32_t *width = tml_words(constants, p->channels);
    return width[0] >= 1 && width[1] >= -31 && width[1] <= 30;
}

/* Whether some input channels of an operator before the head are named, so few and small that no sum leaves 32 bits. */
static int is_selection_of(const uint8_t *model, const tml_parameter *parameter, const tml_operator *op)
{
    if ((op->code != TML_CONV_2D && op->code != TML_FULLY_CONNECTED) || (op->flags & TML_FLAG_FOLDED) != 0 ||
        parameter->operator_index == tml_learning_of(model)->head)
    {
        return 0;
    }
    const uint32_t channels = tml_input_channels(model, op);
    const uint32_t taps = tml_taps_of(model, op) / channels;
    if (parameter->selected == 0 || (uint64_t)taps * parameter->selected > TML_CHANNELS_TAPS ||
        tml_tensors_of(model)[op->output].shape[2] > TML_CHANNELS_WIDTH ||
        !tml_in_constants(model, parameter->channels, parameter->selected, 2))
    {
        return 0;
    }
    const uint16_t *numbers = tml_halves(tml_constants_of(model), parameter->channels);
    for (uint32_t k = 0; k < parameter->selected; k++)
    {
        if (numbers[k] >= channels || (k != 0 && numbers[k] <= numbers[k - 1u]))
        {
            return 0;
        }
    }
    return 1;
}

/* Whether a parameter is one that its operator has, of the right size, with factory values that keep sums in range. */
static int is_parameter(const uint8_t *model, const tml_parameter *parameter)
{
    if (parameter->operator_index >= tml_header_of(model)->operators || parameter->reserved != 0)
    {
        return 0;
    }
    if (parameter->kind == TML_PARAMETER_PROTOTYPES)
    {
        return are_prototypes(model, parameter);
    }
    const tml_operator *op = tml_operators_of(model) + parameter->operator_index;
    const uint64_t channels = tml_tensors_of(model)[op->output].shape[3];
    const int is_selection = parameter->kind == TML_PARAMETER_CHANNELS;
    uint64_t bytes;
    switch (parameter->kind)
    {
    case TML_PARAMETER_BIAS:
        bytes = 4u * channels;
        break;
    case TML_PARAMETER_WEIGHTS: /* trained with the gradient of the logits; folded zero points would not move along */
        if (parameter->operator_index != tml_learning_of(model)->head || (op->flags & TML_FLAG_FOLDED) != 0)
        {
            return 0;
        }
        bytes = channels * tml_taps_of(model, op);
        break;
    case TML_PARAMETER_CHANNELS:
        if (!is_selection_of(model, parameter, op))
        {
            return 0;
        }
        bytes = channels * (tml_taps_of(model, op) / tml_input_channels(model, op)) * parameter->selected;
        break;
    default:
        return 0;
    }
    if (!is_selection && (parameter->channels != TML_NO_CONSTANT || parameter->selected != 0 ||
                          parameter->saved != TML_NO_CONSTANT))
    {
        return 0;
    }
    return tml_has_weights(op) && op->code != TML_TRANSPOSE_CONV && parameter->bytes == bytes &&
           tml_in_constants(model, parameter->factory, bytes, 1) &&
           parameter->factory % (parameter->kind == TML_PARAMETER_BIAS ? 4u : 1u) == 0 &&
           has_factors(model, parameter->steps, parameter->step_shifts, (uint32_t)channels) &&
           tml_keeps_limit(model, parameter, tml_constants_of(model) + parameter->factory);
}

/* Each parameter by itself, none twice, one after another in the block. */
static int are_parameters(const uint8_t *model)
{
    uint32_t count;
    const tml_parameter *parameters = tml_parameters_of(model, &count);
    uint64_t end = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        const tml_parameter *p = &parameters[i];
        if (!is_parameter(model, p) || p->offset % 4u != 0 || p->offset < end ||
            tml_find_parameter(model, p->kind, p->operator_index) != p)
        {
            return 0;
        }
        end = (uint64_t)p->offset + p->bytes;
    }
    return end <= tml_learning_of(model)->parameter_bytes;
}

/* Bytes of the arena that learning uses, from least on. */
typedef struct region
{
    uint64_t offset;
    uint64_t bytes;
    uint64_t least;
    uint32_t alignment;
} region;

enum
{
    FIXED_REGIONS = 9,
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

/*
 * The regions that every model has. Rings and scratch may lie in the memory of tensors, which are dead in the backward
 * pass but for the head's input. A region of a part that is not there has no bytes.
 */
static void find_fixed_regions(const uint8_t *model, region *fixed)
{
    const tml_header *header = tml_header_of(model);
    const tml_learning *plan = tml_learning_of(model);
    const tml_front_end *front = tml_front_end_of(model);
    const tml_tensor *feature = tml_tensors_of(model) + head_of(model)->input0;
    const uint64_t behind = (uint64_t)header->arena_bytes + TML_LEARN_STATE_BYTES;
    const region regions[FIXED_REGIONS] = {
        {plan->active, plan->parameter_bytes, behind, 4},
        {plan->staged, plan->parameter_bytes, behind, 4},
        {plan->store, (plan->shots + 1u) * ((uint64_t)tml_shot_elements(model) + 1u), behind, 1},
        {plan->gradient, 4u * (uint64_t)tml_head_classes(model), behind, 4},
        {plan->marks, 4u * (uint64_t)plan->shots, behind, 4},
        {plan->scratch, scratch_bytes(model), TML_STATE_BYTES, 4},
        {header->arena_bytes, TML_LEARN_STATE_BYTES, 0, 1},
        {front == NULL ? 0 : front->memory, front == NULL ? 0 : tml_front_end_bytes(front), 0, 1},
        {feature->offset, tml_elements(feature), 0, 1},
    };
    memcpy(fixed, regions, sizeof regions);
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
    const region residual = {p->residual, bytes, (uint64_t)tml_header_of(model)->arena_bytes + TML_LEARN_STATE_BYTES,
                             is_prototypes ? 4 : 1};
    return residual;
}

/* The inputs of selected channels. */
static region saved_of(const uint8_t *model, const tml_parameter *p)
{
    const uint64_t bytes =
        p->kind == TML_PARAMETER_CHANNELS ? p->selected * pixels_of(model, p->operator_index) : 0u;
    const region saved = {p->saved, bytes, (uint64_t)tml_header_of(model)->arena_bytes + TML_LEARN_STATE_BYTES, 1};
    return saved;
}

/* Region number index: the fixed ones, then those of parameters, then those of gradients. */
static region region_of(const uint8_t *model, const region *fixed, uint32_t index)
{
    const uint64_t behind = (uint64_t)tml_header_of(model)->arena_bytes + TML_LEARN_STATE_BYTES;
    if (index < FIXED_REGIONS)
    {
        return fixed[index];
    }
    index -= FIXED_REGIONS;
    uint32_t count;
    const tml_parameter *parameters = tml_parameters_of(model, &count);
    if (index < REGIONS_OF_PARAMETER * count)
    {
        const tml_parameter *p = &parameters[index / REGIONS_OF_PARAMETER];
        return index % REGIONS_OF_PARAMETER == 0 ? residual_of(model, p) : saved_of(model, p);
    }
    index -= REGIONS_OF_PARAMETER * count;
    const tml_gradient *gradient = tml_gradients_of(tml_backward_of(model)) + index / REGIONS_OF_GRADIENT;
    const tml_tensor *tensor = tml_tensors_of(model) + gradient->tensor;
    const uint64_t row = 2u * (uint64_t)tensor->shape[2] * tensor->shape[3];
    const region of_gradient[REGIONS_OF_GRADIENT] = {
        {gradient->ring, gradient->rows * row, TML_STATE_BYTES, 2},
        {gradient->progress, 2u * (gradient->rows + 1u), behind, 2},
        {gradient->mask, gradient->mask == TML_NO_CONSTANT ? 0u : (tml_elements(tensor) + 7u) / 8u, behind, 1},
    };
    return of_gradient[index % REGIONS_OF_GRADIENT];
}

/* All regions lie inside the arena of learning, where they may, apart from each other. */
static int has_memory(const uint8_t *model)
{
    const tml_header *header = tml_header_of(model);
    region fixed[FIXED_REGIONS];
    uint32_t parameters;
    tml_parameters_of(model, &parameters);
    find_fixed_regions(model, fixed);
    const uint32_t count = FIXED_REGIONS + REGIONS_OF_PARAMETER * parameters + REGIONS_OF_GRADIENT * gradients_in(model);
    for (uint32_t i = 0; i < count; i++)
    {
        const region r = region_of(model, fixed, i);
        if (r.bytes == 0)
        {
            continue;
        }
        if (r.offset % r.alignment != 0 || r.offset < r.least || r.offset + r.bytes > header->learn_arena_bytes)
        {
            return 0;
        }
        for (uint32_t k = 0; k < i; k++)
        {
            const region other = region_of(model, fixed, k);
            if (other.bytes != 0 && tml_share_bytes(r.offset, r.bytes, other.offset, other.bytes))
            {
                return 0;
            }
        }
    }
    return 1;
}

tml_status tml_check_learning(const uint8_t *model)
{
    const tml_learning *plan = tml_learning_of(model);
    return plan == NULL ||
                   (is_schedule(model, plan) && are_parameters(model) && tml_is_backward(model) && has_memory(model))
               ? TML_OK
               : TML_E_LEARNING;
}
