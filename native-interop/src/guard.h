/* SPDX-License-Identifier: MIT */
#ifndef TINYML_GUARD_H
#define TINYML_GUARD_H

/*
 * What an adaptation is judged by: shots that it was not trained on. The user's are held back in turns (folds), the
 * factory's are never trained on. Nothing is confirmed that names either worse.
 */

#include "state.h"

/* Spreads count shots over folds, each class evenly. */
void tml_guard_deal(const tml_engine *engine, uint32_t count, uint32_t folds);

/* Whether the round under way is the last one, which holds none of the user's shots back. */
static inline int tml_is_last_round(const tml_learn_state *learn)
{
    return learn->round == learn->folds;
}

/* Whether the round under way does not train on a shot: it is held back or, in the last one, doubtful. */
int tml_guard_leaves_out(const tml_engine *engine, const tml_learn_state *learn, uint32_t shot);

/* Adds the visit that is done to a tally. */
void tml_tally_visit(tml_tally *tally, const tml_learn_state *learn);

/* The mean loss of a tally of count visits, Q16.16 nats; 0 of none. */
int32_t tml_mean_loss(const tml_tally *tally, uint32_t count);

/*
 * The level, from a first one on, at which the user's held-back shots are named best and better than with the factory's
 * parameters, by the number of right ones, then by the loss, and at least half of them right. TML_LEVELS: at none.
 */
uint32_t tml_guard_level(const tml_learn_state *learn, uint32_t first);

/* Whether the labels as a whole are nonsense: most are doubtful, or at no level half of them are named as they say. */
int tml_guard_distrusts(const tml_learn_state *learn);

/*
 * Whether the label of the held-back shot of the visit that is done is contradicted by the others: they name another
 * class, with a loss of more than the model's doubt, though at least two of them have that label.
 */
int tml_guard_doubts(const tml_engine *engine, const tml_learn_state *learn);

#endif
