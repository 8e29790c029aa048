/* SPDX-License-Identifier: MIT */
#include "bands.h"
#include "fixed_point.h"

enum
{
    POWER_SHIFT = 12
};

/* sqrt(x), to 16 significant bits */
static uint32_t magnitude_of(uint64_t power)
{
    const uint32_t high = (uint32_t)(power >> 32);
    if (high == 0)
    {
        return tml_square_root((uint32_t)power);
    }
    const int32_t zeros = tml_leading_zeros(high) & ~1;
    return tml_square_root((uint32_t)((power << zeros) >> 32)) << (16 - zeros / 2);
}

/*
 * What a bin counts. By Parseval's theorem the powers of a spectrum sum to less than 2^60: a band's sum of powers /
 * 2^12 times a weight of at most 2^15 fits 64 bits, and one of magnitudes does anyway.
 */
static uint64_t bin_of(const int32_t *bin, uint32_t flags)
{
    const uint64_t power = (uint64_t)((int64_t)bin[0] * bin[0]) + (uint64_t)((int64_t)bin[1] * bin[1]);
    return (flags & TML_AUDIO_MAGNITUDE) != 0 ? magnitude_of(power) : power >> POWER_SHIFT;
}

/*
 * Between two edges one band's filter rises by a bin's weight and that of the band before falls by the rest to one: a
 * multiplication a bin serves both.
 */
void tml_log_bands(const tml_audio *audio, const uint8_t *constants, const int32_t *spectrum, int32_t gain,
                   int16_t *logarithms)
{
    const uint16_t *edges = tml_halves(constants, audio->filters);
    const uint16_t *weights = edges + audio->bands + 2u;
    const int32_t cleared = (audio->flags & TML_AUDIO_MAGNITUDE) != 0 ? gain * (1 << 9) : gain * (2 << 9);
    uint64_t rising = 0; /* of the band before */
    for (uint32_t band = 0; band <= audio->bands; band++)
    {
        uint64_t whole = 0;
        uint64_t rise = 0;
        for (uint32_t k = edges[band]; k < edges[band + 1u]; k++)
        {
            const uint64_t bin = bin_of(spectrum + 2u * k, audio->flags);
            whole += bin;
            rise += bin * *weights++;
        }
        if (band != 0)
        {
            const uint64_t sum = rising + (whole << 15) - rise;
            const int32_t logarithm = sum == 0 ? audio->floor : tml_log2_q6_9(sum) - cleared;
            logarithms[band - 1u] = (int16_t)(logarithm < audio->floor ? audio->floor : logarithm);
        }
        rising = rise;
    }
}
