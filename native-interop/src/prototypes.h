/* SPDX-License-Identifier: MIT */
#ifndef TINYML_PROTOTYPES_H
#define TINYML_PROTOTYPES_H

/*
 * The stored shots as prototypes of their classes, in the manner of Tip-Adapter (Zhang et al., 2022): a shot adds to
 * the logit of its class what is left of its strength at its distance from the feature, strength * exp(-distance^2 /
 * width). What is learnt is a strength for each shot; with none the head is the factory's.
 */

#include "head.h"
#include "shots.h"

/*
 * The head's bias of a class for a feature: the one in use, and what the prototypes add to it, within its limit. head
 * is of the same block.
 */
int32_t tml_prototype_bias(const tml_engine *engine, const tml_head *head, const uint8_t *block, const int8_t *feature,
                           uint32_t class_index);

/*
 * All biases of the head for its input, before its first row runs: where they lie. Null: the model has no
 * prototypes.
 */
const int32_t *tml_prepare_prototypes(const tml_engine *engine, uint32_t operator_index, const uint8_t *block,
                                      int is_first_row);

/* Gives the shots that an adaptation's round learns from their whole strength in the staged block, the others none. */
void tml_train_prototypes(const tml_engine *engine);

/* The strengths in use move as the shots do when number victim of count is given up and a new one comes last. */
void tml_move_prototypes(const tml_engine *engine, uint32_t victim, uint32_t count);

/* Whether a model learns prototypes. */
int tml_has_prototypes(const uint8_t *model);

#endif
