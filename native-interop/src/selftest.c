/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine.h"
#include "learn.h"

/* Fills all inputs with the high bytes of a linear congruential generator. */
static void fill_inputs(const tml_engine *engine, uint32_t x)
{
    for (uint32_t i = 0; i < tml_header_of(engine->model)->inputs; i++)
    {
        uint32_t bytes = 0;
        int8_t *input = tml_input(engine, i, &bytes);
        for (uint32_t k = 0; k < bytes; k++)
        {
            const uint8_t byte = (uint8_t)((x = x * 1664525u + 1013904223u) >> 24);
            memcpy(input + k, &byte, 1);
        }
    }
}

tml_status tml_selftest(tml_engine *engine, uint32_t index)
{
    tml_state *state = tml_state_of(engine);
    if (state == NULL)
    {
        return TML_E_STATE;
    }
    const uint8_t *section = tml_section_data(engine->model, TML_SECTION_SELF_TEST);
    if (section == NULL)
    {
        return TML_E_UNSUPPORTED;
    }
    if (index >= tml_info(engine->model, TML_SELF_TESTS))
    {
        return TML_E_ARGUMENT;
    }
    if (state->running || tml_tensors_are_taken(engine, state))
    {
        return TML_E_BUSY;
    }
    const uint32_t outputs = tml_header_of(engine->model)->outputs;
    uint32_t vector_bytes = 4;
    for (uint32_t i = 0; i < outputs; i++)
    {
        uint32_t bytes = 0;
        tml_output(engine, i, &bytes);
        vector_bytes += bytes;
    }
    const uint8_t *vector = section + 4 + index * vector_bytes;
    uint32_t seed; /* vectors follow each other without padding */
    memcpy(&seed, vector, sizeof seed);
    fill_inputs(engine, seed);
    tml_budget budget = tml_budget_of(0);
    tml_status status = tml_run_slice(engine, state, &budget, NULL, 0);
    state->fresh = 0;
    const uint8_t *expected = vector + 4;
    for (uint32_t i = 0; i < outputs && status == TML_OK; i++)
    {
        uint32_t bytes = 0;
        const int8_t *output = tml_output(engine, i, &bytes);
        status = memcmp(output, expected, bytes) == 0 ? TML_OK : TML_E_SELFTEST;
        expected += bytes;
    }
    return status;
}
