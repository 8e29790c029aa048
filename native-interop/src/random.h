/* SPDX-License-Identifier: MIT */
#ifndef TINYML_RANDOM_H
#define TINYML_RANDOM_H

#include <stdint.h>

/* PCG-RXS-M-XS with 32 bits of state: every state is valid, its period is 2^32. */
static inline uint32_t tml_random(uint32_t *state)
{
    const uint32_t x = *state;
    *state = x * 747796405u + 2891336453u;
    const uint32_t mixed = ((x >> ((x >> 28) + 4u)) ^ x) * 277803737u;
    return (mixed >> 22) ^ mixed;
}

/*
 * Place number i of the order that a key gives to 0..count-1, without memory: a bijection of the next power of two,
 * applied again while it leads out of the range.
 */
static inline uint32_t tml_shuffled(uint32_t i, uint32_t count, uint32_t key)
{
    uint32_t mask = 0;
    uint32_t bits = 0;
    while (mask + 1u < count)
    {
        mask = mask << 1 | 1u;
        bits++;
    }
    const uint32_t fold = (bits + 1u) / 2u;
    do
    {
        i = (i + key) & mask;
        i = (i * (key >> 15 | 1u)) & mask;
        i ^= i >> fold;
        i = (i * 0x2C1B3C6Du) & mask;
        i ^= i >> fold;
    } while (i >= count);
    return i;
}

#endif
