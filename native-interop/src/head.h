/* SPDX-License-Identifier: MIT */
#ifndef TINYML_HEAD_H
#define TINYML_HEAD_H

/* The dense head as learning sees it: logits from its int32 accumulator, softmax, cross-entropy and their gradient. */

#include "parameters.h"

typedef struct tml_head
{
    const int8_t *weights; /* [classes][features] */
    const int32_t *bias;
    const int32_t *logits; /* accumulator to Q8.23 */
    const int8_t *logit_shifts;
    int32_t zero_of_sums;
    uint32_t features;
    uint32_t classes;
} tml_head;

/* The number of its classes. */
uint32_t tml_head_classes(const uint8_t *model);

/* The head with the parameters of a block. */
tml_head tml_head_of(const uint8_t *model, const uint8_t *block);

/* The logit of a feature with a bias of the class, Q8.23. */
int32_t tml_head_logit(const tml_head *head, const int8_t *feature, uint32_t class_index, int32_t bias);

/* The class of the greatest logit; of equal ones the first. */
uint32_t tml_greatest(const int32_t *logits, uint32_t classes);

/*
 * Replaces logits, Q8.23, by the gradient of the softmax cross-entropy, p - onehot(label), Q0.31. Returns the
 * cross-entropy, Q9.22 nats.
 */
int32_t tml_loss_gradient(int32_t *values, uint32_t classes, uint32_t label);

#endif
