/* SPDX-License-Identifier: MIT */
#ifndef TINYML_HEAD_BIAS_H
#define TINYML_HEAD_BIAS_H

/*
 * The learning scheme head-bias: stochastic gradient descent on the softmax cross-entropy of a dense head, in integers.
 * Logits come from the int32 accumulator, gradients are in real units (Q0.31), a step is rounded stochastically to
 * whole bias LSB: its expected value is the exact step, so small steps are not lost.
 */

#include "format.h"

typedef struct tml_head
{
    const tml_learning *plan;
    const int8_t *weights;  /* [classes][features] */
    const int32_t *factory; /* [classes] biases */
    const int32_t *logits;  /* [classes] accumulator to Q8.23 */
    const int8_t *logit_shifts;
    const int32_t *steps; /* [classes] gradient to bias LSB */
    const int8_t *step_shifts;
    int32_t zero_point; /* of the features */
    uint32_t features;
    uint32_t classes;
    int32_t *bias; /* [classes], the learnt ones */
} tml_head;

/* Cross-entropy of a feature with the learnt biases, Q.26 nats. */
int64_t tml_head_loss(const tml_head *head, const int8_t *feature, uint32_t label);

/* One gradient step on a feature. */
void tml_head_step(const tml_head *head, const int8_t *feature, uint32_t label, uint32_t *random);

#endif
