/* SPDX-License-Identifier: MIT */
#ifndef TINYML_ENGINE_H
#define TINYML_ENGINE_H

#include "budget.h"
#include "state.h"

/* The rows in which an operator can be split, and the multiply-accumulates (or what takes as long) of each: at least 1.
 */
uint32_t tml_operator_rows(const uint8_t *model, const tml_operator *op);
uint64_t tml_operator_row_macs(const uint8_t *model, const tml_operator *op);

/* Runs rows [begin, end) of operator number index with the trained parameters of a block; null: the factory's. */
void tml_operator_run(const tml_engine *engine, uint32_t index, uint32_t begin, uint32_t end, const uint8_t *block);

/* tml_run with the trained parameters of a block, as far as a budget lasts; masks: keeps those of the backward pass. */
tml_status tml_run_slice(const tml_engine *engine, tml_state *state, tml_budget *budget, const uint8_t *block,
                         int masks);

#endif
