/* SPDX-License-Identifier: MIT */
#ifndef TINYML_BANDS_H
#define TINYML_BANDS_H

#include "format.h"

/*
 * The logarithms of the bands of a spectrum, Q6.9 of log2: triangular filters over magnitudes or powers. gain: the
 * number of bits by which the samples were shifted to the left, which the logarithms are cleared of.
 */
void tml_log_bands(const tml_audio *audio, const uint8_t *constants, const int32_t *spectrum, int32_t gain,
                   int16_t *logarithms /* [bands] */);

#endif
