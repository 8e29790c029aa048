/* SPDX-License-Identifier: MIT */

/* All filters over one pixel, where there are no four: 13 instructions for a tap of four filters and a quarter of the loop. */

#include "rv32.h"

/* A tap of four filters. */
static inline void add_tap(uint32_t sums[TML_RV32_FILTERS], int32_t x, const int8_t *w)
{
    sums[0] += (uint32_t)(x * w[0]);
    sums[1] += (uint32_t)(x * w[1]);
    sums[2] += (uint32_t)(x * w[2]);
    sums[3] += (uint32_t)(x * w[3]);
}

void tml_rv32_run_pixel(const uint32_t *stream, const int8_t *window, uint32_t taps, const tml_rv32_output *output,
                        int8_t *y, uint32_t channels)
{
    for (int8_t *const end = y + channels; y != end; y += TML_RV32_FILTERS)
    {
        uint32_t sums[TML_RV32_FILTERS] = {stream[0], stream[1], stream[2], stream[3]};
        const int8_t *w = (const int8_t *)(stream + TML_RV32_FILTERS);
        for (const int8_t *x = window; x != window + taps; x += TML_RV32_TAPS, w += TML_RV32_TAPS * TML_RV32_FILTERS)
        {
            add_tap(sums, x[0], w);
            add_tap(sums, x[1], w + TML_RV32_FILTERS);
            add_tap(sums, x[2], w + 2u * TML_RV32_FILTERS);
            add_tap(sums, x[3], w + 3u * TML_RV32_FILTERS);
        }
        stream += TML_RV32_FILTERS + taps;
        for (uint32_t f = 0; f < TML_RV32_FILTERS; f++, stream += output->factors)
        {
            y[f] = (int8_t)tml_rv32_requantize(sums[f], stream, output);
        }
    }
}
