/* SPDX-License-Identifier: MIT */

/* The learning schedule: what is trained, and with which numbers. */

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

tml_status tml_check_learning(const uint8_t *model)
{
    const tml_learning *plan = tml_learning_of(model);
    const int is_sound = plan == NULL || (is_schedule(model, plan) && are_parameters(model) && tml_is_backward(model) &&
                                          tml_has_learning_memory(model));
    return is_sound ? TML_OK : TML_E_LEARNING;
}
