/* SPDX-License-Identifier: MIT */
#include "check.h"
#include "packed.h"
#include "tinyml/tinyml.h"

/* What feeds the network. */

static int is_imu(const uint8_t *model, const tml_imu *imu)
{
    const tml_tensor *input = tml_tensors_of(model) + tml_ports_of(model)[0];
    if (imu->flags > (TML_IMU_SUBTRACT_MEAN | TML_IMU_DIVIDE_BY_RMS) || imu->channels < 1 ||
        imu->channels > TML_IMU_CHANNELS || imu->record_bytes < 2 || imu->record_bytes > 32 || imu->decimation < 1 ||
        imu->decimation > 16 || imu->hop < 1 || imu->hop > imu->rows || imu->gain < 1 || imu->gain > 127 ||
        imu->reserved[0] != 0 || imu->reserved[1] != 0)
    {
        return 0;
    }
    if (imu->channels != input->shape[3] || imu->rows != input->shape[1] || input->shape[2] != 1)
    {
        return 0;
    }
    for (uint32_t c = 0; c < imu->channels; c++)
    {
        if (imu->byte_offset[c] + 2 > imu->record_bytes || imu->group[c] >= TML_IMU_GROUPS ||
            imu->floor[imu->group[c]] == 0)
        {
            return 0;
        }
    }
    return 1;
}

/* Whole numbers in range; the input's row is the front end's, whatever its width and channels. */
static int has_geometry(const uint8_t *model, const tml_audio *audio)
{
    const tml_tensor *input = tml_tensors_of(model) + tml_ports_of(model)[0];
    const uint32_t levels = TML_AUDIO_LEVEL_PEAK | TML_AUDIO_LEVEL_GREATEST;
    const int is_power_of_two = (audio->fft & (audio->fft - 1u)) == 0;
    return audio->flags <= (TML_AUDIO_MAGNITUDE | levels) && (audio->flags & levels) != levels &&
           audio->record_bytes >= 2 && audio->record_bytes <= 32 && audio->byte_offset + 2u <= audio->record_bytes &&
           audio->rows >= 1 && audio->hop >= 1 && audio->hop <= audio->rows && audio->bands >= 1 &&
           audio->bands <= TML_AUDIO_BANDS && audio->channels >= 1 && audio->channels <= audio->bands &&
           audio->fft >= TML_AUDIO_LEAST_FFT && audio->fft <= TML_AUDIO_GREATEST_FFT && is_power_of_two &&
           audio->frame >= 2 && audio->frame <= audio->fft && audio->frame % 2u == 0 && audio->decimation >= 1 &&
           audio->decimation <= audio->frame && audio->rows == input->shape[1] &&
           audio->channels == (uint32_t)input->shape[2] * input->shape[3];
}

static int has_window(const uint8_t *model, const tml_audio *audio)
{
    const uint32_t count = audio->frame / 2u + 1u;
    if (!tml_in_constants(model, audio->window, count, 4))
    {
        return 0;
    }
    const int32_t *window = tml_words(tml_constants_of(model), audio->window);
    for (uint32_t i = 0; i < count; i++)
    {
        if (window[i] < 0)
        {
            return 0;
        }
    }
    return 1;
}

/* Roots of unity that amplify nothing: without it a butterfly could leave 32 bits. */
static int has_cosines(const uint8_t *model, const tml_audio *audio)
{
    const uint32_t quarter = audio->fft / 4u;
    if (!tml_in_constants(model, audio->cosines, quarter + 1u, 4))
    {
        return 0;
    }
    const int32_t *cosines = tml_words(tml_constants_of(model), audio->cosines);
    for (uint32_t k = 0; k <= quarter; k++)
    {
        const int64_t re = cosines[k];
        const int64_t im = cosines[quarter - k];
        if (re < 0 || im < 0 || re * re + im * im > (int64_t)1 << 62)
        {
            return 0;
        }
    }
    return 1;
}

static int has_filters(const uint8_t *model, const tml_audio *audio)
{
    if (!tml_in_constants(model, audio->filters, audio->bands + 2u, 2))
    {
        return 0;
    }
    const uint16_t *edges = tml_halves(tml_constants_of(model), audio->filters);
    for (uint32_t i = 0; i <= audio->bands; i++)
    {
        if (edges[i] > edges[i + 1u])
        {
            return 0;
        }
    }
    const uint32_t bins = (uint32_t)edges[audio->bands + 1u] - edges[0];
    if (edges[audio->bands + 1u] > audio->fft / 2u ||
        !tml_in_constants(model, audio->filters, audio->bands + 2u + bins, 2))
    {
        return 0;
    }
    for (uint32_t i = 0; i < bins; i++)
    {
        if (edges[audio->bands + 2u + i] > 1u << 15)
        {
            return 0;
        }
    }
    return 1;
}

/* A transform none of whose coefficients is greater than the greatest band. */
static int has_transform(const uint8_t *model, const tml_audio *audio)
{
    if (audio->transform == TML_NO_CONSTANT)
    {
        return audio->channels == audio->bands;
    }
    if (!tml_in_constants(model, audio->transform, (uint32_t)audio->channels * audio->bands, 2))
    {
        return 0;
    }
    const int16_t *row = tml_signed_halves(tml_constants_of(model), audio->transform);
    for (uint32_t c = 0; c < audio->channels; c++, row += audio->bands)
    {
        int32_t sum = 0;
        for (uint32_t m = 0; m < audio->bands; m++)
        {
            sum += row[m] < 0 ? -row[m] : row[m];
        }
        if (sum >= 1 << 15)
        {
            return 0;
        }
    }
    return 1;
}

static int has_normalisation(const uint8_t *model, const tml_audio *audio)
{
    const uint32_t channels = audio->channels;
    if (!tml_in_constants(model, audio->offsets, channels, 4) ||
        !tml_in_constants(model, audio->multipliers, channels, 4) ||
        !tml_in_constants(model, audio->shifts, channels, 1))
    {
        return 0;
    }
    const uint8_t *constants = tml_constants_of(model);
    const int32_t *offsets = tml_words(constants, audio->offsets);
    for (uint32_t c = 0; c < channels; c++)
    {
        if (offsets[c] < -(1 << 20) || offsets[c] > 1 << 20)
        {
            return 0;
        }
    }
    return tml_are_factors(tml_words(constants, audio->multipliers), tml_signed_bytes(constants, audio->shifts),
                           channels, 30);
}

static int is_audio(const uint8_t *model, const tml_audio *audio)
{
    return has_geometry(model, audio) && has_window(model, audio) && has_cosines(model, audio) &&
           has_filters(model, audio) && has_transform(model, audio) && has_normalisation(model, audio);
}

/* Its memory lies inside the arena, and neither an activation nor scratch in it. */
static int has_memory(const uint8_t *model, const tml_front_end *front)
{
    const tml_header *header = tml_header_of(model);
    const tml_tensor *tensors = tml_tensors_of(model);
    const uint64_t bytes = tml_front_end_bytes(front);
    const uint32_t alignment = front->kind == TML_FRONT_END_IMU ? 2u : 4u;
    if (front->memory % alignment != 0 || front->memory < TML_STATE_BYTES ||
        front->memory + bytes > header->arena_bytes)
    {
        return 0;
    }
    for (uint32_t i = 0; i < header->tensors; i++)
    {
        if (tensors[i].type == TML_TYPE_INT8 &&
            tml_share_bytes(front->memory, bytes, tensors[i].offset, tml_elements(&tensors[i])))
        {
            return 0;
        }
    }
    for (uint32_t i = 0; i < header->operators; i++)
    {
        const tml_operator *op = tml_operators_of(model) + i;
        if (tml_share_bytes(front->memory, bytes, op->scratch, tml_scratch_bytes(model, op)))
        {
            return 0;
        }
    }
    return 1;
}

tml_status tml_check_front_end(const uint8_t *model)
{
    const tml_front_end *front = tml_front_end_of(model);
    if (front == NULL)
    {
        return TML_OK;
    }
    const int is_right = front->kind == TML_FRONT_END_IMU     ? is_imu(model, tml_as_imu(front))
                         : front->kind == TML_FRONT_END_AUDIO ? is_audio(model, tml_as_audio(front))
                                                              : 0;
    return is_right && has_memory(model, front) ? TML_OK : TML_E_FRONT_END;
}
