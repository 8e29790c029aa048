/* SPDX-License-Identifier: MIT */
#ifndef TINYML_PARAMETERS_H
#define TINYML_PARAMETERS_H

/*
 * The parameters that are trained. All of a model lie in one block of parameter_bytes, laid out by the compiler; a
 * record each says what it is and where its factory's values stand in flash. The arena holds two blocks: the active
 * one, which inferences use, and the staged one, which training changes. A patch is a copy of the active one.
 */

#include "state.h"

/* The records, and how many they are; 0 without a section. */
const tml_parameter *tml_parameters_of(const uint8_t *model, uint32_t *count);

/* The record of an operator's parameter of a kind; null: it is not trained. */
const tml_parameter *tml_find_parameter(const uint8_t *model, uint32_t kind, uint32_t operator_index);

/* An operator's biases and weights: those of a block, or the file's where the block is null or does not hold them. */
const int32_t *tml_bias_of(const uint8_t *model, uint32_t operator_index, const uint8_t *block);
const int8_t *tml_weights_of(const uint8_t *model, uint32_t operator_index, const uint8_t *block);

/* Products in each sum of an operator with weights. */
uint32_t tml_taps_of(const uint8_t *model, const tml_operator *op);

/* The greatest magnitude of a learnt bias: with it no sum of the operator leaves 32 bits, whatever the input. */
int32_t tml_bias_limit(const uint8_t *model, uint32_t operator_index);

/* Whether biases of a parameter, wherever they lie, are within that; those of another kind are. */
int tml_keeps_limit(const uint8_t *model, const tml_parameter *parameter, const uint8_t *values);

/* Residuals of trained weights become 0: nothing but the int8 weights is left of what was learnt before. */
void tml_residuals_reset(const uint8_t *model, uint8_t *arena);

/* Fills a block with the factory's values. */
void tml_parameters_reset(const uint8_t *model, uint8_t *block);

/* Halves the distance of all parameters of a block from the factory's values, rounding towards them. */
void tml_parameters_halve(const uint8_t *model, uint8_t *block);

/*
 * Proves the bytes of a block, wherever they come from: TML_OK, and inferences and training with it are as safe as with
 * the factory's; or TML_E_PARAMETERS. block is 4-byte aligned and has parameter_bytes.
 */
tml_status tml_parameters_check(const uint8_t *model, const uint8_t *block);

/* The largest |learnt - factory| of a bias, in its LSB. */
uint32_t tml_parameters_change(const uint8_t *model, const uint8_t *block);

#endif
