/* SPDX-License-Identifier: MIT */
#ifndef TINYML_CHANNELS_H
#define TINYML_CHANNELS_H

/*
 * Layers whose weights are trained for some of their input channels only. The gradient of such a weight needs the
 * channel's input, so a copy of it survives the forward pass; all other activations may be overwritten.
 */

#include "parameters.h"
#include "kernels.h"

/* A sum of the gradient of a weight takes at most so many pixels of a row: a mantissa of 14 bits times 9 bits each. */
#define TML_CHANNELS_WIDTH 512u

/* So many learnt weights of a sum may differ from the factory's by up to 255, times an input of up to 255. */
#define TML_CHANNELS_TAPS 33025u

/* The elements that an operator sums over at each tap: channels; of a dense layer the whole input. */
uint32_t tml_input_channels(const uint8_t *model, const tml_operator *op);

/* Whether a block holds such weights of an operator, and which. */
int tml_find_channels(const uint8_t *model, uint32_t operator_index, const uint8_t *block, tml_channels *channels);

/* Keeps the channels of the input that an operator is about to read. */
void tml_keep_channels(const tml_engine *engine, uint32_t operator_index);

/* A row of the gradient of the operator's output, in real units. */
typedef struct tml_output_row
{
    const int16_t *mantissas; /* [width][channels] */
    int32_t exponent;
    uint32_t y;
} tml_output_row;

/* What a row gives to the operator's trained channels, if it has any. */
void tml_step_channels(const tml_engine *engine, tml_learn_state *learn, uint32_t operator_index,
                       const tml_output_row *row);

/* The multiply-accumulates of that; 0: none are trained. */
uint64_t tml_channels_macs(const uint8_t *model, uint32_t operator_index);

#endif
