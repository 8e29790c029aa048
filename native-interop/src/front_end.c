/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "front_end.h"
#include "learn.h"

/* What the front ends have in common: rows in a ring, and a window that is due each hop rows. */

void tml_front_end_reset(const tml_engine *engine, tml_state *state)
{
    const tml_front_end *front = tml_front_end_of(engine->model);
    if (front != NULL)
    {
        memset(state->sum, 0, sizeof state->sum);
        state->records = 0;
        state->until_due = front->rows;
    }
}

/* The front end of an open engine. */
static tml_status find(const tml_engine *engine, const tml_front_end **front)
{
    if (tml_state_of(engine) == NULL)
    {
        return TML_E_STATE;
    }
    *front = tml_front_end_of(engine->model);
    return *front == NULL ? TML_E_UNSUPPORTED : TML_OK;
}

static void finish_row(tml_state *state, const tml_front_end *front)
{
    state->next_row = (uint16_t)(state->next_row + 1u == front->rows ? 0 : state->next_row + 1u);
    if (--state->until_due == 0)
    {
        state->until_due = front->hop;
        state->due = 1;
    }
}

int32_t tml_feed(tml_engine *engine, const uint8_t *bytes, uint32_t count)
{
    const tml_front_end *front;
    const tml_status status = find(engine, &front);
    if (status != TML_OK)
    {
        return status;
    }
    tml_state *state = tml_state_of(engine);
    if ((bytes == NULL && count != 0) || count > INT32_MAX)
    {
        return TML_E_ARGUMENT;
    }
    const uint32_t records = count / front->record_bytes;
    uint32_t taken = 0;
    if (records != 0)
    {
        state->due = 0;
    }
    while (taken < records && !state->due)
    {
        const uint8_t *next = bytes + taken * front->record_bytes;
        int row_is_done = 0;
        taken += front->kind == TML_FRONT_END_IMU
                     ? tml_imu_take(engine, state, tml_as_imu(front), next, records - taken, &row_is_done)
                     : tml_audio_take(engine, state, tml_as_audio(front), next, records - taken, &row_is_done);
        if (row_is_done)
        {
            finish_row(state, front);
        }
    }
    return (int32_t)(taken * front->record_bytes);
}

tml_status tml_gap(tml_engine *engine)
{
    const tml_front_end *front;
    const tml_status status = find(engine, &front);
    if (status == TML_OK)
    {
        tml_front_end_reset(engine, tml_state_of(engine));
    }
    return status;
}

tml_status tml_window(tml_engine *engine)
{
    const tml_front_end *front;
    const tml_status status = find(engine, &front);
    if (status != TML_OK)
    {
        return status;
    }
    tml_state *state = tml_state_of(engine);
    if (!state->due)
    {
        return TML_NOT_READY;
    }
    if (state->running || tml_tensors_are_taken(engine, state))
    {
        return TML_E_BUSY;
    }
    int8_t *input = tml_input(engine, 0, NULL);
    if (front->kind == TML_FRONT_END_IMU)
    {
        tml_imu_window(engine, state, tml_as_imu(front), input);
    }
    else
    {
        tml_audio_window(engine, state, tml_as_audio(front), input);
    }
    state->due = 0;
    state->fresh = 0;
    return TML_OK;
}
