/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "front_end.h"
#include "learn.h"
#include "requantize.h"

static int16_t *ring_of(const tml_engine *engine, const tml_imu *imu)
{
    return (int16_t *)(void *)(engine->arena + imu->ring);
}

void tml_front_end_reset(const tml_engine *engine, tml_state *state)
{
    const tml_imu *imu = tml_imu_of(engine->model);
    if (imu != NULL)
    {
        memset(state->sum, 0, sizeof state->sum);
        state->records = 0;
        state->until_due = imu->rows;
    }
}

/* Adds one record; every decimation-th completes a row. */
static void take_record(const tml_engine *engine, tml_state *state, const tml_imu *imu, const uint8_t *record)
{
    for (uint32_t c = 0; c < imu->channels; c++)
    {
        const uint8_t *bytes = record + imu->byte_offset[c];
        const int32_t raw = bytes[0] << 8 | bytes[1];
        state->sum[c] += raw >= 0x8000 ? raw - 0x10000 : raw;
    }
    if (++state->records < imu->decimation)
    {
        return;
    }
    int16_t *row = ring_of(engine, imu) + (uint32_t)state->next_row * imu->channels;
    for (uint32_t c = 0; c < imu->channels; c++)
    {
        row[c] = (int16_t)tml_rounding_divide(state->sum[c], imu->decimation);
        state->sum[c] = 0;
    }
    state->records = 0;
    state->next_row = (uint16_t)(state->next_row + 1u == imu->rows ? 0 : state->next_row + 1u);
    if (--state->until_due == 0)
    {
        state->until_due = imu->hop;
        state->due = 1;
    }
}

int32_t tml_feed(tml_engine *engine, const uint8_t *bytes, uint32_t count)
{
    tml_state *state = tml_state_of(engine);
    if (state == NULL)
    {
        return TML_E_STATE;
    }
    const tml_imu *imu = tml_imu_of(engine->model);
    if (imu == NULL)
    {
        return TML_E_UNSUPPORTED;
    }
    if ((bytes == NULL && count != 0) || count > INT32_MAX)
    {
        return TML_E_ARGUMENT;
    }
    uint32_t consumed = 0;
    if (count >= imu->record_bytes)
    {
        state->due = 0;
    }
    while (count - consumed >= imu->record_bytes && !state->due)
    {
        take_record(engine, state, imu, bytes + consumed);
        consumed += imu->record_bytes;
    }
    return (int32_t)consumed;
}

tml_status tml_gap(tml_engine *engine)
{
    tml_state *state = tml_state_of(engine);
    if (state == NULL)
    {
        return TML_E_STATE;
    }
    if (tml_imu_of(engine->model) == NULL)
    {
        return TML_E_UNSUPPORTED;
    }
    tml_front_end_reset(engine, state);
    return TML_OK;
}

/* floor(sqrt(x)), a bit a turn */
static int32_t square_root(uint32_t x)
{
    uint32_t root = 0;
    for (uint32_t bit = 1u << 30; bit != 0; bit >>= 2)
    {
        if (x >= root + bit)
        {
            x -= root + bit;
            root = (root >> 1) + bit;
        }
        else
        {
            root >>= 1;
        }
    }
    return (int32_t)root;
}

/* Each channel's mean over the window, or 0 where the model does not subtract it. */
static void find_means(const tml_imu *imu, const int16_t *ring, int32_t mean[TML_IMU_CHANNELS])
{
    for (uint32_t c = 0; c < imu->channels; c++)
    {
        int64_t sum = 0;
        for (uint32_t r = 0; r < imu->rows; r++)
        {
            sum += ring[r * imu->channels + c];
        }
        const int64_t half = imu->rows / 2;
        mean[c] =
            (imu->flags & TML_IMU_SUBTRACT_MEAN) == 0 ? 0 : (int32_t)((sum + (sum >= 0 ? half : -half)) / imu->rows);
    }
}

/* What the channels of each group are divided by. */
static void find_divisors(const tml_imu *imu, const int16_t *ring, const int32_t mean[TML_IMU_CHANNELS],
                          int32_t divisor[TML_IMU_GROUPS])
{
    for (uint32_t g = 0; g < TML_IMU_GROUPS; g++)
    {
        uint64_t squares = 0; /* at most 8 * 65535 values below 2^32 */
        uint32_t values = 0;
        divisor[g] = imu->floor[g];
        for (uint32_t c = 0; c < imu->channels && (imu->flags & TML_IMU_DIVIDE_BY_RMS) != 0; c++)
        {
            if (imu->group[c] != g)
            {
                continue;
            }
            for (uint32_t r = 0; r < imu->rows; r++)
            {
                const int64_t centred = ring[r * imu->channels + c] - mean[c];
                squares += (uint64_t)(centred * centred);
            }
            values += imu->rows;
        }
        if (values != 0)
        {
            const int32_t rms = square_root((uint32_t)(squares / values));
            divisor[g] = rms > divisor[g] ? rms : divisor[g];
        }
    }
}

tml_status tml_window(tml_engine *engine)
{
    tml_state *state = tml_state_of(engine);
    if (state == NULL)
    {
        return TML_E_STATE;
    }
    const tml_imu *imu = tml_imu_of(engine->model);
    if (imu == NULL)
    {
        return TML_E_UNSUPPORTED;
    }
    if (!state->due)
    {
        return TML_NOT_READY;
    }
    if (state->running || tml_tensors_are_taken(engine, state))
    {
        return TML_E_BUSY;
    }
    const int16_t *ring = ring_of(engine, imu);
    int32_t mean[TML_IMU_CHANNELS];
    int32_t divisor[TML_IMU_GROUPS];
    find_means(imu, ring, mean);
    find_divisors(imu, ring, mean, divisor);

    int8_t *out = tml_input(engine, 0, NULL);
    uint32_t r = state->next_row;
    for (uint32_t i = 0; i < imu->rows; i++)
    {
        for (uint32_t c = 0; c < imu->channels; c++)
        {
            const int32_t scaled = (ring[r * imu->channels + c] - mean[c]) * imu->gain;
            *out++ = tml_to_int8(tml_rounding_divide(scaled, divisor[imu->group[c]]), 0, INT8_MIN, INT8_MAX);
        }
        r = r + 1u == imu->rows ? 0 : r + 1u;
    }
    state->due = 0;
    state->fresh = 0;
    return TML_OK;
}
