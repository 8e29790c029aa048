/* SPDX-License-Identifier: MIT */
#ifndef TINYML_PCM_H
#define TINYML_PCM_H

#include <stdint.h>
#include "tinyml/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What a microphone sends becomes what a front end of sound takes: 16-bit PCM, little-endian, one channel, at the model's
 * rate. No model is needed. All that is kept lies in the caller's tml_pcm, which holds no pointer.
 */

/* What comes in. Codes of an ADC are big-endian words of two bytes; a slow mean is taken off them, for their middle is
 * where the amplifier's output rests. */
typedef enum tml_pcm_format
{
    TML_PCM_MONO = 0,  /* 16-bit, little-endian: 2 bytes a sample */
    TML_PCM_LEFT = 1,  /* the first of two such in a frame of 4 bytes */
    TML_PCM_RIGHT = 2, /* the second */
    TML_PCM_ADC10 = 3, /* MCP3021: 4 bits 0, 10 bits, 2 bits of no meaning */
    TML_PCM_ADC12 = 4  /* MCP3221: 4 bits 0, 12 bits */
} tml_pcm_format;

/* Samples in the filter's reach, a power of two: 4 periods of the slower rate to each side, at TML_PCM_MOST_RATIO to 1. */
#define TML_PCM_HISTORY 64
#define TML_PCM_MOST_RATIO 4

typedef struct tml_pcm
{
    int32_t format; /* tml_pcm_format */
    int32_t step;   /* samples in from one sample out to the next, Q16.16 */
    int32_t ahead;  /* from the newest sample in to the next one out, Q16.16 */
    int32_t newest; /* its place in the history */
    int32_t mean;   /* of an ADC's codes, Q24.8 */
    int32_t last;   /* sample in, before the mean is taken off */
    int32_t run;    /* equal samples in up to the last; INT32_MAX at most */
    int32_t begun;  /* 1: last is one */
    int32_t history[TML_PCM_HISTORY];
} tml_pcm;

/*
 * Rates in mHz (or any other unit, the same for both), from 1/TML_PCM_MOST_RATIO to TML_PCM_MOST_RATIO of each other; else,
 * as for an unknown format, TML_E_ARGUMENT. With equal rates samples pass unchanged.
 */
TML_API tml_status tml_pcm_start(tml_pcm *pcm, int32_t format, uint32_t rate_in, uint32_t rate_out);

/*
 * Converts count bytes (a frame that is not whole is ignored). missing: samples that were lost before the first of them; a
 * straight line goes in their place, so that time goes on as it does outside. Returns the bytes written to out, or
 * TML_E_ARGUMENT where capacity does not suffice; then everything starts anew.
 */
TML_API int32_t tml_pcm_convert(tml_pcm *pcm, const uint8_t *bytes, uint32_t count, uint32_t missing, uint8_t *out,
                                uint32_t capacity);

#ifdef __cplusplus
}
#endif

#endif
