/* SPDX-License-Identifier: MIT */
#include "fixed_point.h"
#include "front_end.h"
#include "requantize.h"

static int16_t *ring_of(const tml_engine *engine, const tml_imu *imu)
{
    return (int16_t *)(void *)(engine->arena + imu->ring);
}

/* Adds one record; whether that completes a row of the ring. */
static int take_record(const tml_engine *engine, tml_state *state, const tml_imu *imu, const uint8_t *record)
{
    for (uint32_t c = 0; c < imu->channels; c++)
    {
        const uint8_t *bytes = record + imu->byte_offset[c];
        const int32_t raw = bytes[0] << 8 | bytes[1];
        state->sum[c] += raw >= 0x8000 ? raw - 0x10000 : raw;
    }
    if (++state->records < imu->decimation)
    {
        return 0;
    }
    int16_t *row = ring_of(engine, imu) + (uint32_t)state->next_row * imu->channels;
    for (uint32_t c = 0; c < imu->channels; c++)
    {
        row[c] = (int16_t)tml_rounding_divide(state->sum[c], imu->decimation);
        state->sum[c] = 0;
    }
    state->records = 0;
    return 1;
}

uint32_t tml_imu_take(const tml_engine *engine, tml_state *state, const tml_imu *imu, const uint8_t *records,
                      uint32_t count, int *row_is_done)
{
    uint32_t taken = 0;
    *row_is_done = 0;
    while (taken < count && !*row_is_done)
    {
        *row_is_done = take_record(engine, state, imu, records + taken * imu->record_bytes);
        taken++;
    }
    return taken;
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
            const int32_t rms = (int32_t)tml_square_root((uint32_t)(squares / values));
            divisor[g] = rms > divisor[g] ? rms : divisor[g];
        }
    }
}

void tml_imu_window(const tml_engine *engine, const tml_state *state, const tml_imu *imu, int8_t *out)
{
    const int16_t *ring = ring_of(engine, imu);
    int32_t mean[TML_IMU_CHANNELS];
    int32_t divisor[TML_IMU_GROUPS];
    find_means(imu, ring, mean);
    find_divisors(imu, ring, mean, divisor);

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
}
