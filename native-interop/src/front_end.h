/* SPDX-License-Identifier: MIT */
#ifndef TINYML_FRONT_END_H
#define TINYML_FRONT_END_H

#include "state.h"

/* Forgets all samples; nothing where the model has no front end. */
void tml_front_end_reset(const tml_engine *engine, tml_state *state);

#endif
