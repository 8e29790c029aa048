/* SPDX-License-Identifier: MIT */
#include "head_bias.h"
#include "fixed_point.h"
#include "kernels.h"
#include "learn.h"
#include "random.h"

#define ONE_Q31 ((int64_t)1 << 31)

/* x * m * 2^(s-31), rounded once and saturated: a logit needs more range than double rounding leaves it. */
static int32_t scale(int32_t x, int32_t multiplier, int32_t shift)
{
    const int32_t right = 31 - shift; /* 1 to 62 */
    return tml_saturate32(((int64_t)x * multiplier + ((int64_t)1 << (right - 1))) >> right);
}

/* Logits, Q8.23; returns the greatest. */
static int32_t find_logits(const tml_head *head, const int8_t *feature, int32_t logits[TML_LEARN_CLASSES])
{
    int32_t greatest = INT32_MIN;
    for (uint32_t c = 0; c < head->classes; c++)
    {
        const int8_t *weights = head->weights + c * head->features;
        const int32_t sum = head->bias[c] + tml_dot(feature, head->zero_point, weights, head->features);
        logits[c] = scale(sum, head->logits[c], head->logit_shifts[c]);
        greatest = logits[c] > greatest ? logits[c] : greatest;
    }
    return greatest;
}

/* exp(logit - greatest), Q0.31; what Q5.26 cannot hold is below half an LSB of the result. */
static int32_t exp_of(int32_t logit, int32_t greatest)
{
    const int64_t x = ((int64_t)logit - greatest) * 8; /* Q8.23 to Q.26 */
    return x < INT32_MIN ? 0 : tml_exp_q5_26((int32_t)x);
}

/* Replaces logits by their exponentials; returns the sum, Q32.31, at least one. */
static uint64_t to_exponentials(const tml_head *head, int32_t greatest, int32_t logits[TML_LEARN_CLASSES])
{
    uint64_t sum = 0;
    for (uint32_t c = 0; c < head->classes; c++)
    {
        logits[c] = exp_of(logits[c], greatest);
        sum += (uint32_t)logits[c];
    }
    return sum < (uint64_t)ONE_Q31 ? (uint64_t)ONE_Q31 : sum;
}

int64_t tml_head_loss(const tml_head *head, const int8_t *feature, uint32_t label)
{
    int32_t values[TML_LEARN_CLASSES];
    const int32_t greatest = find_logits(head, feature, values);
    const int64_t behind = (int64_t)greatest - values[label];
    return tml_ln_q32_31(to_exponentials(head, greatest, values)) + behind * 8;
}

/* floor(x / 2^bits + u) with u uniform in [0, 1): the expected value is x / 2^bits. bits is at most 32. */
static int64_t round_stochastically(int64_t x, uint32_t bits, uint32_t *random)
{
    return (x + (int64_t)(tml_random(random) >> (32u - bits))) >> bits;
}

/* gradient (Q0.31, at most 1 in magnitude) * m * 2^(s-31) in bias LSB, Q.32 */
static int64_t step_of(int64_t gradient, int32_t multiplier, int32_t shift)
{
    const int32_t right = 30 - shift; /* 0 to 61: from 62 - s fractional bits to 32 */
    const int64_t half = right == 0 ? 0 : (int64_t)1 << (right - 1);
    return (gradient * multiplier + half) >> right;
}

void tml_head_step(const tml_head *head, const int8_t *feature, uint32_t label, uint32_t *random)
{
    /* With a bias in this range no sum over any input leaves 32 bits. */
    const int32_t limit = INT32_MAX - 255 * 128 * (int32_t)head->features;
    int32_t values[TML_LEARN_CLASSES];
    const int32_t greatest = find_logits(head, feature, values);
    const uint64_t sum = to_exponentials(head, greatest, values);
    for (uint32_t c = 0; c < head->classes; c++)
    {
        const int64_t p = (int64_t)((((uint64_t)(uint32_t)values[c] << 31) + sum / 2u) / sum);
        const int64_t gradient = p - (c == label ? ONE_Q31 : 0);
        const int64_t step = step_of(gradient, head->steps[c], head->step_shifts[c]);
        const int64_t pull = ((int64_t)head->bias[c] - head->factory[c]) * (int64_t)head->plan->decay;
        const int64_t bias =
            head->bias[c] - round_stochastically(step, 32, random) - round_stochastically(pull, 16, random);
        head->bias[c] = bias > limit ? limit : bias < -limit ? -limit : (int32_t)bias;
    }
}
