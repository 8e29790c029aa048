/* SPDX-License-Identifier: MIT */
#ifndef TINYML_LEARN_H
#define TINYML_LEARN_H

#include "state.h"

/* Classes that a learning head may have. */
#define TML_LEARN_CLASSES 64u

/* TML_OK: the engine can learn. */
tml_status tml_find_learner(const tml_engine *engine);

/* Whether an adaptation is under way, which uses the staged block. */
int tml_is_adapting(const tml_engine *engine);

/* Gives up an adaptation under way: what is in use stays, and nothing is found. */
void tml_adaptation_abandon(tml_engine *engine);

/* The block that an inference uses; null: the factory's parameters. */
const uint8_t *tml_active_block(const tml_engine *engine, const tml_state *state);

/* Whether tensors belong to a visit of a shot that is under way, so that no inference may start. */
int tml_tensors_are_taken(const tml_engine *engine, const tml_state *state);

#endif
