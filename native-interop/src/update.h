/* SPDX-License-Identifier: MIT */
#ifndef TINYML_UPDATE_H
#define TINYML_UPDATE_H

/*
 * One step of gradient descent on a parameter. Gradients come in real units, mantissa * 2^-exponent; the compiler has
 * folded rate and LSB into one factor per channel. Steps are rounded stochastically: their expected value is exact, so
 * small ones are not lost; and saturate, so no parameter leaves its range.
 */

#include "parameters.h"

typedef struct tml_update
{
    const int32_t *multipliers; /* per channel: LSB for a gradient of 1.0 */
    const int8_t *shifts;
    uint32_t decay; /* Q0.16, pull towards the factory's value */
    uint32_t *random;
} tml_update;

tml_update tml_update_of(const uint8_t *model, const tml_parameter *parameter, uint32_t *random);

/* The step of a channel, in LSB, Q.32; within +-2^62. */
int64_t tml_step_of(const tml_update *update, uint32_t channel, int32_t mantissa, int32_t exponent);

/* A weight, -127 to 127, whose 256ths are kept in residual, by weight - step - decay * (weight - factory); step is in
 * 256ths, Q.32. */
void tml_step_weight(const tml_update *update, int64_t step, int8_t factory, int8_t *weight, int8_t *residual);

/* The biases of an operator in the staged block. */
typedef struct tml_bias_update
{
    tml_update update;
    int32_t *staged;
    const int32_t *factory;
    int32_t limit;
} tml_bias_update;

/* block: the staged one. */
tml_bias_update tml_bias_update_of(const uint8_t *model, const tml_parameter *bias, uint8_t *block, uint32_t *random);

/* bias - step - decay * (bias - factory), within the limit, of a channel whose gradient is mantissa * 2^-exponent. */
void tml_step_bias(const tml_bias_update *bias, uint32_t channel, int32_t mantissa, int32_t exponent);

#endif
