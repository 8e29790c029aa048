/* SPDX-License-Identifier: MIT */
#ifndef TINYML_VISIT_H
#define TINYML_VISIT_H

/*
 * A visit of a stored shot, in slices: forward (where a shot is a window), head, and to train backward and update. The
 * sequence of visits is the business of learn.c.
 */

#include "budget.h"
#include "state.h"

typedef enum tml_visit_kind
{
    TML_VISIT_TO_TEST,
    TML_VISIT_TO_TRAIN
} tml_visit_kind;

/*
 * Begins the visit of a row (shots.h) with the staged block (staged = 1) or the active one (0); only the staged one is
 * trained.
 */
void tml_visit_start(tml_engine *engine, uint32_t row, int staged, tml_visit_kind kind);

/*
 * Goes on with it as far as a budget lasts. TML_OK: it is done, and the state holds what it found (predicted,
 * visit_loss); TML_AGAIN: it is not.
 */
tml_status tml_visit_continue(tml_engine *engine, tml_budget *budget);

/* Abandons a visit; what it has already changed in the staged block stays. */
void tml_visit_abandon(tml_engine *engine);

/* A block of the arena. */
uint8_t *tml_block_of(const tml_engine *engine, int staged);

#endif
