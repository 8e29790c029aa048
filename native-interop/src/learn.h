/* SPDX-License-Identifier: MIT */
#ifndef TINYML_LEARN_H
#define TINYML_LEARN_H

#include "state.h"

/* Classes that a learning head may have. */
#define TML_LEARN_CLASSES 64u

/* The block that an inference uses; null: the factory's parameters. */
const uint8_t *tml_active_block(const tml_engine *engine, const tml_state *state);

/* Whether tensors belong to a visit of a shot that is under way, so that no inference may start. */
int tml_tensors_are_taken(const tml_engine *engine, const tml_state *state);

/* Elements that a shot of this kind keeps. */
uint32_t tml_shot_elements(const uint8_t *model);

#endif
