/* SPDX-License-Identifier: MIT */
#ifndef TINYML_FRONT_END_H
#define TINYML_FRONT_END_H

#include "state.h"

/* Forgets all samples; nothing where the model has no front end. */
void tml_front_end_reset(const tml_engine *engine, tml_state *state);

/*
 * What each kind does, behind tml_feed and tml_window. take: adds at most count records, up to the one that completes a
 * row of the ring, and returns how many. window: writes the rows of the ring, the oldest first, to the model's input.
 */
uint32_t tml_imu_take(const tml_engine *engine, tml_state *state, const tml_imu *imu, const uint8_t *records,
                      uint32_t count, int *row_is_done);
void tml_imu_window(const tml_engine *engine, const tml_state *state, const tml_imu *imu, int8_t *out);

uint32_t tml_audio_take(const tml_engine *engine, tml_state *state, const tml_audio *audio, const uint8_t *records,
                        uint32_t count, int *row_is_done);
void tml_audio_window(const tml_engine *engine, const tml_state *state, const tml_audio *audio, int8_t *out);

#endif
