/* SPDX-License-Identifier: MIT */
#ifndef TINYML_SPECTRUM_H
#define TINYML_SPECTRUM_H

/*
 * The discrete Fourier transform of real samples, in 32-bit fixed point. Every stage halves, so no sum can leave 32
 * bits and the result is the transform divided by the number of points.
 */

#include <stdint.h>

/*
 * tml_spectrum takes pairs of samples as complex numbers, in the order of their bit-reversed indices: pair number 0
 * stands at place 0, and each next one at the place that follows that of the one before it.
 */
static inline uint32_t tml_spectrum_next_place(uint32_t place, uint32_t points)
{
    uint32_t bit = points / 4u;
    while ((place & bit) != 0)
    {
        place ^= bit;
        bit >>= 1;
    }
    return place | bit;
}

/*
 * X[k] / points for k = 0 to points / 2 - 1, in place: samples become (real, imaginary). points is a power of two, at
 * least 8; samples are at most 2^30 by magnitude; cosines is Q0.31 cos(2 pi k / points) for k = 0 to points / 4.
 */
void tml_spectrum(int32_t *samples /* [points] */, uint32_t points, const int32_t *cosines);

#endif
