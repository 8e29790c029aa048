/* SPDX-License-Identifier: MIT */
#ifndef TINYML_BACKWARD_H
#define TINYML_BACKWARD_H

/*
 * The backward pass of a visit, row by row as the compiler has ordered them. A gradient is in real units, 16-bit
 * mantissas with one exponent a row; what lies below reads it from a ring of rows. A bias is updated as soon as a row of
 * its gradient is there, so that nothing has to be summed up in between.
 */

#include "budget.h"
#include "parameters.h"
#include "window.h"

/* The section's parts; null: only the head is trained. */
const tml_backward *tml_backward_of(const uint8_t *model);

static inline const tml_gradient *tml_gradients_of(const tml_backward *plan)
{
    return (const tml_gradient *)(const void *)(plan + 1);
}

static inline const uint8_t *tml_backward_steps(const tml_backward *plan)
{
    return (const uint8_t *)(tml_gradients_of(plan) + plan->gradients);
}

/* The rows [begin, end) of an operator's output that row y of its input reaches. */
typedef struct tml_reach
{
    uint32_t begin;
    uint32_t end;
} tml_reach;

tml_reach tml_rows_reached(const uint8_t *model, const tml_operator *op, uint32_t y);

/* How often an operator reads a tensor whose gradient it passes on. */
static inline uint32_t tml_reads(const tml_operator *op, uint32_t tensor)
{
    return (op->input0 == tensor ? 1u : 0u) + (op->code == TML_ADD && op->input1 == tensor ? 1u : 0u);
}

/* Keeps the masks of rows [begin, end), in its order, that an operator has just written. */
void tml_keep_masks(const tml_engine *engine, uint32_t operator_index, uint32_t begin, uint32_t end);

/* Goes on with the pass of the visit under way as far as a budget lasts. */
tml_status tml_backward_continue(const tml_engine *engine, tml_learn_state *learn, tml_budget *budget);

#endif
