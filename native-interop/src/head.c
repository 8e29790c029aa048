/* SPDX-License-Identifier: MIT */
#include "head.h"
#include "fixed_point.h"
#include "kernels.h"

#define ONE_Q31 ((int64_t)1 << 31)

uint32_t tml_head_classes(const uint8_t *model)
{
    const tml_operator *op = tml_operators_of(model) + tml_learning_of(model)->head;
    return tml_tensors_of(model)[op->output].shape[3];
}

tml_head tml_head_of(const uint8_t *model, const uint8_t *block)
{
    const tml_learning *plan = tml_learning_of(model);
    const uint8_t *constants = tml_constants_of(model);
    const tml_operator *op = tml_operators_of(model) + plan->head;
    const tml_tensor *input = tml_tensors_of(model) + op->input0;
    const tml_head head = {
        tml_weights_of(model, plan->head, block),
        tml_bias_of(model, plan->head, block),
        tml_words(constants, plan->logits),
        tml_signed_bytes(constants, plan->logit_shifts),
        tml_zero_of_sums(op, input),
        tml_elements(input),
        tml_head_classes(model),
    };
    return head;
}

int32_t tml_head_logit(const tml_head *head, const int8_t *feature, uint32_t class_index, int32_t bias)
{
    const int8_t *weights = head->weights + class_index * head->features;
    const int32_t sum = bias + tml_dot(feature, head->zero_of_sums, weights, head->features);
    /* Rounded once and saturated: a logit needs more range than double rounding leaves it. */
    const int32_t right = 31 - head->logit_shifts[class_index]; /* 1 to 62 */
    return tml_saturate32(((int64_t)sum * head->logits[class_index] + ((int64_t)1 << (right - 1))) >> right);
}

uint32_t tml_greatest(const int32_t *logits, uint32_t classes)
{
    uint32_t greatest = 0;
    for (uint32_t c = 1; c < classes; c++)
    {
        greatest = logits[c] > logits[greatest] ? c : greatest;
    }
    return greatest;
}

/* exp(logit - greatest), Q0.31; what Q5.26 cannot hold is below half an LSB of the result. */
static int32_t exp_of(int32_t logit, int32_t greatest)
{
    const int64_t x = ((int64_t)logit - greatest) * 8; /* Q8.23 to Q.26 */
    return x < INT32_MIN ? 0 : tml_exp_q5_26((int32_t)x);
}

int32_t tml_loss_gradient(int32_t *values, uint32_t classes, uint32_t label)
{
    const int32_t greatest = values[tml_greatest(values, classes)];
    const int64_t behind = (int64_t)greatest - values[label];
    uint64_t sum = 0; /* Q32.31 */
    for (uint32_t c = 0; c < classes; c++)
    {
        values[c] = exp_of(values[c], greatest);
        sum += (uint32_t)values[c];
    }
    sum = sum < (uint64_t)ONE_Q31 ? (uint64_t)ONE_Q31 : sum;
    for (uint32_t c = 0; c < classes; c++)
    {
        const int64_t p = (int64_t)((((uint64_t)(uint32_t)values[c] << 31) + sum / 2u) / sum);
        values[c] = (int32_t)(p - (c == label ? ONE_Q31 : 0));
    }
    return tml_saturate32((tml_ln_q32_31(sum) + behind * 8 + 8) >> 4);
}
