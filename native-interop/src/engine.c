/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine.h"
#include "backward.h"
#include "channels.h"
#include "front_end.h"
#include "learn.h"

tml_status tml_open(tml_engine *engine, const void *model, void *arena, uint32_t arena_bytes)
{
    if (engine == NULL || model == NULL || arena == NULL)
    {
        return TML_E_ARGUMENT;
    }
    if (((uintptr_t)arena & 15u) != 0)
    {
        return TML_E_ARENA_ALIGN;
    }
    const tml_header *header = tml_header_of(model);
    if (arena_bytes < header->arena_bytes)
    {
        return TML_E_ARENA_SIZE;
    }
    engine->model = model;
    engine->arena = arena;
    memset(arena, 0, TML_STATE_BYTES);
    tml_state *state = arena;
    state->magic = TML_STATE_MAGIC;
    tml_front_end_reset(engine, state);
    if (header->learn_arena_bytes != 0 && arena_bytes >= header->learn_arena_bytes)
    {
        state->learns = 1;
        memset(tml_learn_state_of(engine), 0, sizeof(tml_learn_state));
        tml_factory(engine);
    }
    return TML_OK;
}

static int8_t *port(const tml_engine *engine, uint32_t index, uint32_t *bytes)
{
    const tml_tensor *tensor = tml_tensors_of(engine->model) + tml_ports_of(engine->model)[index];
    if (bytes != NULL)
    {
        *bytes = tml_elements(tensor);
    }
    return tml_activation(engine, tensor);
}

int8_t *tml_input(const tml_engine *engine, uint32_t index, uint32_t *bytes)
{
    if (tml_state_of(engine) == NULL || index >= tml_header_of(engine->model)->inputs)
    {
        return NULL;
    }
    return port(engine, index, bytes);
}

const int8_t *tml_output(const tml_engine *engine, uint32_t index, uint32_t *bytes)
{
    if (tml_state_of(engine) == NULL || index >= tml_header_of(engine->model)->outputs)
    {
        return NULL;
    }
    return port(engine, tml_header_of(engine->model)->inputs + index, bytes);
}

tml_status tml_run(tml_engine *engine, uint32_t max_macs)
{
    tml_state *state = tml_state_of(engine);
    if (state == NULL)
    {
        return TML_E_STATE;
    }
    if (tml_tensors_are_taken(engine, state))
    {
        return TML_E_BUSY;
    }
    tml_budget budget = tml_budget_of(max_macs);
    return tml_run_slice(engine, state, &budget, tml_active_block(engine, state), 0);
}

tml_status tml_run_slice(const tml_engine *engine, tml_state *state, tml_budget *budget, const uint8_t *block,
                         int masks)
{
    const tml_header *header = tml_header_of(engine->model);
    if (!state->running)
    {
        state->step = 0;
        state->row = 0;
        state->running = 1;
        state->fresh = 0;
    }
    while (state->step < header->operators)
    {
        const tml_operator *op = tml_operators_of(engine->model) + state->step;
        const uint32_t rows = tml_operator_rows(engine->model, op);
        const uint32_t take = tml_afford(budget, tml_operator_row_macs(engine->model, op), rows - state->row);
        if (take == 0)
        {
            return TML_AGAIN;
        }
        if (masks && state->row == 0)
        {
            tml_keep_channels(engine, state->step);
        }
        tml_operator_run(engine, state->step, state->row, state->row + take, block);
        if (masks)
        {
            tml_keep_masks(engine, state->step, state->row, state->row + take);
        }
        state->row += take;
        if (state->row == rows)
        {
            state->row = 0;
            state->step++;
        }
    }
    state->running = 0;
    state->fresh = 1;
    return TML_OK;
}

void tml_restart(tml_engine *engine)
{
    tml_state *state = tml_state_of(engine);
    if (state != NULL && !tml_tensors_are_taken(engine, state))
    {
        state->running = 0;
        state->fresh = 0;
    }
}
