/* SPDX-License-Identifier: MIT */
#ifndef TINYML_ENGINE_H
#define TINYML_ENGINE_H

#include "state.h"

/* The rows in which an operator can be split, and the multiply-accumulates (or what takes as long) of each: at least 1.
 */
uint32_t tml_operator_rows(const uint8_t *model, const tml_operator *op);
uint64_t tml_operator_row_macs(const uint8_t *model, const tml_operator *op);

/* Runs rows [begin, end) of operator number index. head_bias, if not null, replaces the biases of the learning head. */
void tml_operator_run(const tml_engine *engine, uint32_t index, uint32_t begin, uint32_t end, const int32_t *head_bias);

/* tml_run with the biases of the learning head: the learnt ones, or null for the factory's. */
tml_status tml_run_slice(const tml_engine *engine, tml_state *state, uint32_t max_macs, const int32_t *head_bias);

#endif
