/* SPDX-License-Identifier: MIT */
#include <string.h>

/* The backward pass: that each gradient is one that can be computed, and each step finds its rows. */

#include "backward.h"
#include "check.h"

/* Operators whose gradient the engine can pass on: it reads weights in the portable layout. */
static int is_differentiable(const tml_operator *op)
{
    return op->kernel == 0 &&
           (op->code <= TML_AVERAGE_POOL_2D || op->code == TML_ADD || op->code == TML_MEAN || op->code == TML_RESHAPE);
}

static int have_equal_shapes(const tml_tensor *a, const tml_tensor *b)
{
    return memcmp(a->shape, b->shape, sizeof a->shape) == 0;
}

/* The scales of an operator's weights: at most 1 each, so that no mantissa grows. */
static int are_scales(const uint8_t *model, const tml_gradient *gradient, uint32_t channels)
{
    if (!tml_in_constants(model, gradient->factors, channels, 2))
    {
        return 0;
    }
    const uint16_t *factors = tml_halves(tml_constants_of(model), gradient->factors);
    for (uint32_t c = 0; c < channels; c++)
    {
        if (factors[c] > 0x8000u)
        {
            return 0;
        }
    }
    return 1;
}

static int is_gradient(const uint8_t *model, const tml_gradient *gradient)
{
    const tml_header *header = tml_header_of(model);
    if (gradient->operator_index >= header->operators)
    {
        return 0;
    }
    const tml_operator *op = tml_operators_of(model) + gradient->operator_index;
    const tml_tensor *tensors = tml_tensors_of(model);
    const tml_tensor *out = tensors + op->output;
    const int scales = gradient->factors != TML_NO_CONSTANT;
    return op->output == gradient->tensor && is_differentiable(op) && gradient->rows >= 1 &&
           gradient->rows <= out->shape[1] && scales == tml_has_weights(op) &&
           (!scales || are_scales(model, gradient, out->shape[3])) &&
           (op->code != TML_ADD ||
            (have_equal_shapes(tensors + op->input0, out) && have_equal_shapes(tensors + op->input1, out)));
}

/* The head's output, and then tensors of operators before it, each before the last. */
static int are_gradients(const uint8_t *model, const tml_backward *plan)
{
    const tml_gradient *gradients = tml_gradients_of(plan);
    if (plan->gradients < 2 || plan->gradients > TML_MAX_GRADIENTS ||
        gradients[0].operator_index != tml_learning_of(model)->head)
    {
        return 0;
    }
    for (uint32_t i = 0; i < plan->gradients; i++)
    {
        if (!is_gradient(model, &gradients[i]) ||
            (i != 0 && gradients[i].operator_index >= gradients[i - 1u].operator_index))
        {
            return 0;
        }
    }
    return 1;
}

/* Whether the next row of gradient number index finds all rows that it is made of, done and not yet overwritten. */
static int finds_rows(const uint8_t *model, const tml_gradient *gradients, const uint16_t *done, uint32_t index)
{
    for (uint32_t j = 0; j < index; j++)
    {
        const tml_operator *op = tml_operators_of(model) + gradients[j].operator_index;
        if (tml_reads(op, gradients[index].tensor) == 0)
        {
            continue;
        }
        const tml_reach reach = tml_rows_reached(model, op, done[index]);
        if (reach.begin < reach.end &&
            (reach.end > done[j] || reach.begin + gradients[j].rows < done[j]))
        {
            return 0;
        }
    }
    return 1;
}

static int are_steps(const uint8_t *model, const tml_backward *plan)
{
    const tml_gradient *gradients = tml_gradients_of(plan);
    const tml_tensor *tensors = tml_tensors_of(model);
    uint16_t done[TML_MAX_GRADIENTS];
    memset(done, 0, sizeof done);
    for (uint32_t i = 0; i < plan->steps; i++)
    {
        const uint32_t index = tml_backward_steps(plan)[i];
        if (index >= plan->gradients || done[index] >= tensors[gradients[index].tensor].shape[1] ||
            !finds_rows(model, gradients, done, index))
        {
            return 0;
        }
        done[index]++;
    }
    for (uint32_t i = 0; i < plan->gradients; i++)
    {
        if (done[i] != tensors[gradients[i].tensor].shape[1])
        {
            return 0;
        }
    }
    return 1;
}

/* Whether a trained parameter's operator has a gradient. */
static int is_reached(const tml_backward *plan, uint32_t operator_index)
{
    for (uint32_t i = 0; i < plan->gradients; i++)
    {
        if (tml_gradients_of(plan)[i].operator_index == operator_index)
        {
            return 1;
        }
    }
    return 0;
}

int tml_is_backward(const uint8_t *model)
{
    const tml_backward *plan = tml_backward_of(model);
    const tml_learning *learning = tml_learning_of(model);
    uint32_t count;
    const tml_parameter *parameters = tml_parameters_of(model, &count);
    int needed = 0;
    if (plan != NULL && !are_gradients(model, plan))
    {
        return 0;
    }
    for (uint32_t i = 0; i < count; i++)
    {
        const int behind = parameters[i].operator_index != learning->head;
        if (behind && (plan == NULL || !is_reached(plan, parameters[i].operator_index)))
        {
            return 0;
        }
        needed |= behind;
    }
    return needed == (learning->shot_kind == TML_SHOT_WINDOW) && needed == (plan != NULL) &&
           (plan == NULL || are_steps(model, plan));
}
