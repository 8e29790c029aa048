/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "bands.h"
#include "fixed_point.h"
#include "front_end.h"
#include "requantize.h"
#include "spectrum.h"

/* Three arrays, one behind the other. */
static int32_t *spectrum_of(const tml_engine *engine, const tml_audio *audio)
{
    return (int32_t *)(void *)(engine->arena + audio->memory);
}

static int16_t *samples_of(const tml_engine *engine, const tml_audio *audio)
{
    return (int16_t *)(void *)(spectrum_of(engine, audio) + audio->fft);
}

static int16_t *ring_of(const tml_engine *engine, const tml_audio *audio)
{
    return samples_of(engine, audio) + audio->frame;
}

static int32_t peak_of(const int16_t *samples, uint32_t count)
{
    int32_t peak = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        const int32_t magnitude = samples[i] < 0 ? -samples[i] : samples[i];
        peak = magnitude > peak ? magnitude : peak;
    }
    return peak;
}

/* Sample number i, shifted to the left by gain, under the window, of which one half is stored; full scale is 2^30. */
static int32_t windowed(const tml_audio *audio, const int32_t *window, const int16_t *samples, int32_t gain, uint32_t i)
{
    if (i >= audio->frame)
    {
        return 0;
    }
    const int32_t weight = window[i <= audio->frame / 2u ? i : audio->frame - i];
    return (int32_t)(((int64_t)(samples[i] * (1 << gain)) * weight) >> 16);
}

/* The windowed frame, in the order that the transform wants. */
static void apply_window(const tml_audio *audio, const uint8_t *constants, const int16_t *samples, int32_t gain,
                         int32_t *spectrum)
{
    const int32_t *window = tml_words(constants, audio->window);
    uint32_t place = 0;
    for (uint32_t i = 0; i < audio->fft; i += 2u)
    {
        spectrum[2u * place] = windowed(audio, window, samples, gain, i);
        spectrum[2u * place + 1u] = windowed(audio, window, samples, gain, i + 1u);
        place = tml_spectrum_next_place(place, audio->fft);
    }
}

/* The cosine transform of the bands: what they have in common weighs in the sum of a row. */
static void transform_bands(const tml_audio *audio, const int16_t *rows, const int16_t *bands, int16_t *coefficients)
{
    for (uint32_t c = 0; c < audio->channels; c++)
    {
        int32_t sum = 1 << 14;
        for (uint32_t m = 0; m < audio->bands; m++)
        {
            sum += bands[m] * *rows++;
        }
        coefficients[c] = (int16_t)(sum >> 15);
    }
}

static int16_t greatest_of(const int16_t *values, uint32_t count)
{
    int16_t greatest = values[0];
    for (uint32_t i = 1; i < count; i++)
    {
        greatest = values[i] > greatest ? values[i] : greatest;
    }
    return greatest;
}

/* The logarithm of the frame's greatest sample, or of its square for powers. */
static int16_t level_of_samples(const tml_audio *audio, const int16_t *samples)
{
    const int16_t greatest = greatest_of(samples, audio->frame);
    const int32_t logarithm = tml_log2_q6_9(greatest < 1 ? 1u : (uint32_t)greatest);
    return (int16_t)((audio->flags & TML_AUDIO_MAGNITUDE) != 0 ? logarithm : 2 * logarithm);
}

/* A full frame becomes a row. Quiet frames are shifted to the left as far as 16 bits allow, and lose nothing. */
static void add_row(const tml_engine *engine, const tml_audio *audio, uint32_t place)
{
    const uint8_t *constants = tml_constants_of(engine->model);
    int32_t *spectrum = spectrum_of(engine, audio);
    const int16_t *samples = samples_of(engine, audio);
    int16_t *row = ring_of(engine, audio) + place * tml_audio_row(audio);
    int16_t bands[TML_AUDIO_BANDS];

    const int32_t peak = peak_of(samples, audio->frame);
    const int32_t room = peak == 0 ? 0 : tml_leading_zeros((uint32_t)peak) - 17;
    const int32_t gain = room > 0 ? room : 0;
    apply_window(audio, constants, samples, gain, spectrum);
    tml_spectrum(spectrum, audio->fft, tml_words(constants, audio->cosines));
    tml_log_bands(audio, constants, spectrum, gain, bands);
    if (audio->transform == TML_NO_CONSTANT)
    {
        memcpy(row, bands, 2u * audio->bands);
    }
    else
    {
        transform_bands(audio, tml_signed_halves(constants, audio->transform), bands, row);
    }
    if ((audio->flags & TML_AUDIO_LEVEL_PEAK) != 0)
    {
        row[audio->channels] = level_of_samples(audio, samples);
    }
    else if ((audio->flags & TML_AUDIO_LEVEL_GREATEST) != 0)
    {
        row[audio->channels] = greatest_of(bands, audio->bands);
    }
}

uint32_t tml_audio_take(const tml_engine *engine, tml_state *state, const tml_audio *audio, const uint8_t *records,
                        uint32_t count, int *row_is_done)
{
    int16_t *samples = samples_of(engine, audio);
    const uint32_t room = (uint32_t)audio->frame - state->records;
    const uint32_t taken = count < room ? count : room;
    const uint8_t *bytes = records + audio->byte_offset;
    for (uint32_t i = 0; i < taken; i++)
    {
        const int32_t raw = bytes[1] << 8 | bytes[0];
        samples[state->records + i] = (int16_t)(raw >= 0x8000 ? raw - 0x10000 : raw);
        bytes += audio->record_bytes;
    }
    state->records = (uint16_t)(state->records + taken);
    *row_is_done = state->records == audio->frame;
    if (*row_is_done)
    {
        add_row(engine, audio, state->next_row);
        state->records = (uint16_t)(audio->frame - audio->decimation);
        memmove(samples, samples + audio->decimation, 2u * state->records);
    }
    return taken;
}

/* What a channel is reduced by: its offset, and the window's level as the channel sees it. */
static int32_t offset_of(const tml_audio *audio, const uint8_t *constants, uint32_t channel, int32_t level)
{
    int32_t share = level;
    if (audio->transform != TML_NO_CONSTANT)
    {
        const int16_t *row = tml_signed_halves(constants, audio->transform) + channel * audio->bands;
        int32_t sum = 0;
        for (uint32_t m = 0; m < audio->bands; m++)
        {
            sum += row[m];
        }
        share = (level * sum + (1 << 14)) >> 15;
    }
    return tml_words(constants, audio->offsets)[channel] + share;
}

void tml_audio_window(const tml_engine *engine, const tml_state *state, const tml_audio *audio, int8_t *out)
{
    const uint8_t *constants = tml_constants_of(engine->model);
    const int32_t *multipliers = tml_words(constants, audio->multipliers);
    const int8_t *shifts = tml_signed_bytes(constants, audio->shifts);
    const int32_t zero = tml_tensors_of(engine->model)[tml_ports_of(engine->model)[0]].zero_point;
    const int16_t *ring = ring_of(engine, audio);
    const uint32_t width = tml_audio_row(audio);
    int32_t level = 0;
    if (width != audio->channels)
    {
        level = ring[audio->channels];
        for (uint32_t r = 1; r < audio->rows; r++)
        {
            const int16_t of_row = ring[r * width + audio->channels];
            level = of_row > level ? of_row : level;
        }
    }
    for (uint32_t c = 0; c < audio->channels; c++)
    {
        const int32_t offset = offset_of(audio, constants, c, level);
        uint32_t r = state->next_row;
        for (uint32_t i = 0; i < audio->rows; i++)
        {
            const int32_t value = ring[r * width + c] - offset;
            out[i * audio->channels + c] =
                tml_to_int8(tml_requantize(value, multipliers[c], shifts[c]), zero, INT8_MIN, INT8_MAX);
            r = r + 1u == audio->rows ? 0 : r + 1u;
        }
    }
}
