/* SPDX-License-Identifier: MIT */

/*
 * What sanitizers cannot see: a tensor that is overwritten inside the arena while it is still needed, an output that
 * depends on what the arena held before, a slice that resumes at the wrong row. All three change the outputs.
 */

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "../src/crc32.h"
#include "../src/engine.h"
#include "../src/packed.h"
#include "../src/shots.h"

#define GUARD_BYTES 64u
#define GUARD       0xA5u

fuzz_cost fuzz_cost_of(const uint8_t *model)
{
    fuzz_cost cost = {0, 0};
    for (uint32_t i = 0; i < tml_header_of(model)->operators; i++)
    {
        const tml_operator *op = tml_operators_of(model) + i;
        const uint64_t row = tml_operator_row_macs(model, op);
        if (row == 0)
        {
            fuzz_fail("a row costs nothing");
        }
        cost.row = row > cost.row ? row : cost.row;
        cost.whole += row * tml_operator_rows(model, op);
    }
    return cost;
}

void fuzz_fill_inputs(const tml_engine *engine, uint32_t seed)
{
    uint32_t bytes = 0;
    int8_t *input;
    for (uint32_t i = 0; (input = tml_input(engine, i, &bytes)) != NULL; i++)
    {
        /* Of four inputs one has only the least value and one only the greatest: the largest sums. */
        const uint32_t pattern = fuzz_random(&seed) % 4u;
        for (uint32_t k = 0; k < bytes; k++)
        {
            const int32_t any = (int32_t)(fuzz_random(&seed) % 256u) - 128;
            input[k] = (int8_t)(pattern == 0 ? -128 : pattern == 1 ? 127 : any);
        }
    }
}

/* Of the outputs, and of what a model that learns takes from a finished inference. */
static uint32_t digest_of(const tml_engine *engine)
{
    uint32_t digest = 0;
    uint32_t bytes = 0;
    const int8_t *output;
    for (uint32_t i = 0; (output = tml_output(engine, i, &bytes)) != NULL; i++)
    {
        digest = digest * 31u + tml_crc32((const uint8_t *)output, bytes);
    }
    if (tml_learning_of(engine->model) != NULL)
    {
        const tml_tensor *kept = tml_shot_tensor(engine->model);
        digest ^= tml_crc32((const uint8_t *)tml_activation(engine, kept), tml_elements(kept));
    }
    return digest;
}

/* One inference in slices; behind the arena that the engine is told of lies a guard. */
static uint32_t infer(const uint8_t *model, uint32_t slice, uint8_t filling)
{
    const uint32_t arena_bytes = tml_header_of(model)->arena_bytes;
    uint8_t *arena = fuzz_allocate(arena_bytes + GUARD_BYTES, filling);
    memset(arena + arena_bytes, GUARD, GUARD_BYTES);
    tml_engine engine;
    if (tml_open(&engine, model, arena, arena_bytes) != TML_OK)
    {
        fuzz_fail("an accepted model does not open");
    }
    fuzz_fill_inputs(&engine, tml_header_of(model)->crc32);
    tml_status status;
    while ((status = tml_run(&engine, slice)) == TML_AGAIN)
    {
    }
    if (status != TML_OK)
    {
        fuzz_fail("an accepted model does not run");
    }
    for (uint32_t i = 0; i < GUARD_BYTES; i++)
    {
        if (arena[arena_bytes + i] != GUARD)
        {
            fuzz_fail("bytes behind the arena were written");
        }
    }
    const uint32_t digest = digest_of(&engine);
    free(arena);
    return digest;
}

/* Gives every activation and scratch a place of its own and takes away the flags that speak of places; 0: the arena would be too
 * large. */
static int spread(uint8_t *model)
{
    tml_header *header = (tml_header *)(void *)model;
    tml_tensor *tensors = (tml_tensor *)(void *)(model + tml_find_section(model, TML_SECTION_TENSORS)->offset);
    tml_operator *operators = (tml_operator *)(void *)(model + tml_find_section(model, TML_SECTION_OPERATORS)->offset);
    uint64_t end = TML_STATE_BYTES;
    for (uint32_t i = 0; i < header->tensors; i++)
    {
        if (tensors[i].type == TML_TYPE_INT8)
        {
            tensors[i].offset = (uint32_t)end;
            end += (tml_elements(&tensors[i]) + 15u) & ~15u;
        }
        if (end > 4u * FUZZ_MAX_ARENA)
        {
            return 0;
        }
    }
    for (uint32_t i = 0; i < header->operators; i++)
    {
        const uint32_t scratch = tml_scratch_bytes(model, &operators[i]);
        operators[i].flags &= TML_FLAG_FOLDED;
        if (scratch != 0)
        {
            operators[i].scratch = (uint32_t)end;
            end += (scratch + 15u) & ~15u;
        }
    }
    header->arena_bytes = (uint32_t)end;
    header->learn_arena_bytes = 0;
    return 1;
}

void fuzz_compare(const uint8_t *model, uint32_t length)
{
    const fuzz_cost cost = fuzz_cost_of(model);
    if (cost.whole > FUZZ_MAX_MACS)
    {
        return;
    }
    const uint32_t digest = infer(model, 0, 0x00);
    if (infer(model, 1u + (uint32_t)(cost.whole / 7u), 0x5A) != digest)
    {
        fuzz_fail("slices give other outputs");
    }
    uint8_t *other = fuzz_allocate(length, 0);
    memcpy(other, model, length);
    if (spread(other) && infer(other, 0, 0xC3) != digest)
    {
        fuzz_fail("tensors that share bytes change the outputs");
    }
    free(other);
}
