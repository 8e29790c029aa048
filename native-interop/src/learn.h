/* SPDX-License-Identifier: MIT */
#ifndef TINYML_LEARN_H
#define TINYML_LEARN_H

#include "state.h"

/* Classes that a learning head may have: bounds the stack of a step. */
#define TML_LEARN_CLASSES 64u

/* The biases that an inference uses in the head: the learnt ones, or null for the factory's. */
const int32_t *tml_head_bias(const tml_engine *engine, const tml_state *state);

#endif
