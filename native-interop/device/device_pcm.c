/* SPDX-License-Identifier: MIT */
#include "device_check.h"

typedef char words_are_those_of_a_tml_pcm[sizeof(tml_pcm) == 4u * TML_DEVICE_PCM_WORDS ? 1 : -1];

/* The state in an array of words; null: it is none. */
static tml_pcm *pcm_in(int32_t *state, uint32_t words)
{
    return words < TML_DEVICE_PCM_WORDS ? NULL : (tml_pcm *)(void *)state;
}

int32_t tml_device_pcm_start(int32_t *state, uint32_t words, int32_t format, int32_t rate_in, int32_t rate_out)
{
    if (rate_in < 0 || rate_out < 0)
    {
        return TML_E_ARGUMENT;
    }
    return tml_pcm_start(pcm_in(state, words), format, (uint32_t)rate_in, (uint32_t)rate_out);
}

int32_t tml_device_pcm_convert(int32_t *state, uint32_t words, const uint8_t *bytes, uint32_t length, int32_t count,
                               int32_t missing, uint8_t *pcm, uint32_t capacity)
{
    if (!tml_device_is_inside(bytes, length, 0, count) || missing < 0)
    {
        return TML_E_ARGUMENT;
    }
    return tml_pcm_convert(pcm_in(state, words), bytes, (uint32_t)count, (uint32_t)missing, pcm, capacity);
}
