/* SPDX-License-Identifier: MIT */
#ifndef TINYML_FUZZ_H
#define TINYML_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "tinyml/patch.h"
#include "../src/format.h"

/* Larger arenas, and inferences with more multiply-accumulates, only repeat what smaller ones show. */
#define FUZZ_MAX_ARENA (1u << 20)
#define FUZZ_MAX_MACS  (1u << 17)

/* Ends the program with a sentence: libFuzzer then keeps the input. */
void fuzz_fail(const char *sentence);

/* A block of exactly so many bytes, 16-byte aligned, filled. */
uint8_t *fuzz_allocate(size_t bytes, uint8_t filling);

static inline uint32_t fuzz_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* The multiply-accumulates of an inference, and of its most expensive row. */
typedef struct fuzz_cost
{
    uint64_t whole;
    uint64_t row;
} fuzz_cost;

fuzz_cost fuzz_cost_of(const uint8_t *model);

/* Fills all inputs from a seed. */
void fuzz_fill_inputs(const tml_engine *engine, uint32_t seed);

/* An accepted model gives the same outputs at once, in slices, and with every tensor in a place of its own. */
void fuzz_compare(const uint8_t *model, uint32_t length);

/* Takes in a patch of what the engine has, or a part of one, altered as the argument says: as bytes or as lines. */
void fuzz_patch(tml_engine *engine, uint32_t argument);

/* Calls the functions of the interface in an order that the script gives. */
void fuzz_play(const uint8_t *model, const uint8_t *script, size_t script_bytes);

#endif
