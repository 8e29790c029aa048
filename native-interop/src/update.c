/* SPDX-License-Identifier: MIT */
#include "update.h"
#include "random.h"

tml_update tml_update_of(const uint8_t *model, const tml_parameter *parameter, uint32_t *random)
{
    const uint8_t *constants = tml_constants_of(model);
    const tml_update update = {
        tml_words(constants, parameter->steps),
        tml_signed_bytes(constants, parameter->step_shifts),
        tml_learning_of(model)->decay,
        random,
    };
    return update;
}

int64_t tml_step_of(const tml_update *update, uint32_t channel, int32_t mantissa, int32_t exponent)
{
    const int64_t most = (int64_t)1 << 62;
    const int64_t product = (int64_t)mantissa * update->multipliers[channel]; /* at most 2^62 */
    const int32_t right = exponent - 1 - update->shifts[channel];             /* from 31 - shift + exponent to 32 */
    if (right > 62)
    {
        return 0;
    }
    if (right > 0)
    {
        return (product + ((int64_t)1 << (right - 1))) >> right;
    }
    const int64_t fits = right < -62 ? 0 : most >> -right;
    return product > fits ? most : product < -fits ? -most : product * ((int64_t)1 << (right < -62 ? 0 : -right));
}

/* floor(x / 2^bits + u) with u uniform in [0, 1): the expected value is x / 2^bits. bits is at most 32. */
static int64_t round_stochastically(int64_t x, uint32_t bits, uint32_t *random)
{
    return (x + (int64_t)(tml_random(random) >> (32u - bits))) >> bits;
}

void tml_step_weight(const tml_update *update, int64_t step, int8_t factory, int8_t *weight, int8_t *residual)
{
    const int64_t limit = 127 * 256;
    const int64_t value = *weight * 256 + *residual;
    const int64_t pull = (value - factory * 256) * (int64_t)update->decay;
    const int64_t next = value - round_stochastically(step, 32, update->random) -
                         (update->decay == 0 ? 0 : round_stochastically(pull, 16, update->random));
    const int32_t kept = (int32_t)(next > limit ? limit : next < -limit ? -limit : next);
    const int32_t rounded = (kept + 128) >> 8; /* to the nearest: the residual is -128 to 127 */
    *weight = (int8_t)rounded;
    *residual = (int8_t)(kept - rounded * 256);
}

tml_bias_update tml_bias_update_of(const uint8_t *model, const tml_parameter *bias, uint8_t *block, uint32_t *random)
{
    const tml_bias_update update = {
        tml_update_of(model, bias, random),
        (int32_t *)(void *)(block + bias->offset),
        tml_words(tml_constants_of(model), bias->factory),
        tml_bias_limit(model, bias->operator_index),
    };
    return update;
}

void tml_step_bias(const tml_bias_update *bias, uint32_t channel, int32_t mantissa, int32_t exponent)
{
    const tml_update *update = &bias->update;
    const int64_t limit = bias->limit;
    const int32_t value = bias->staged[channel];
    const int64_t step = tml_step_of(update, channel, mantissa, exponent);
    const int64_t pull = ((int64_t)value - bias->factory[channel]) * (int64_t)update->decay;
    const int64_t next = value - round_stochastically(step, 32, update->random) -
                         (update->decay == 0 ? 0 : round_stochastically(pull, 16, update->random));
    bias->staged[channel] = (int32_t)(next > limit ? limit : next < -limit ? -limit : next);
}
