/* SPDX-License-Identifier: MIT */

/* Tiles of 4x4 inputs, in plain C: the reference of the assembly in dsp_tiles_arm.c. */

#include <string.h>

#include "dsp.h"
#include "dsp_winograd.h"

#if !TML_DSP_ASSEMBLY

enum
{
    SIDE = (int)TML_DSP_TILE_INPUTS,
    CHANNELS = 4
};

/* d0 - d2, d1 + d2, d2 - d1, d1 - d3, so many numbers apart. */
static void transform_input(const int32_t *d, uint32_t step, int32_t *v)
{
    v[0] = d[0] - d[2u * step];
    v[step] = d[step] + d[2u * step];
    v[2u * step] = d[2u * step] - d[step];
    v[3u * step] = d[step] - d[3u * step];
}

/* Of a word, the channels (0, 2) or (1, 3). */
static uint32_t halves(const int32_t (*v)[SIDE * SIDE], uint32_t first, uint32_t at)
{
    return (uint32_t)(v[first][at] & 0xFFFF) | (uint32_t)v[first + 2u][at] << 16;
}

void tml_dsp_tile_inputs(const int8_t *source, uint32_t row, uint32_t channels, uint32_t *to)
{
    for (uint32_t tile = 0; tile < TML_DSP_TILES; tile++)
    {
        const int8_t *corner = source + tile * TML_DSP_TILE_OUTPUTS * channels;
        int32_t v[CHANNELS][SIDE * SIDE];
        for (uint32_t c = 0; c < CHANNELS; c++)
        {
            int32_t d[SIDE * SIDE];
            int32_t columns[SIDE * SIDE];
            for (uint32_t i = 0; i < SIDE * SIDE; i++)
            {
                d[i] = corner[i / SIDE * row + i % SIDE * channels + c];
            }
            for (uint32_t i = 0; i < SIDE; i++)
            {
                transform_input(d + i, SIDE, columns + i);
            }
            for (uint32_t i = 0; i < SIDE; i++)
            {
                transform_input(columns + SIDE * i, 1, v[c] + SIDE * i);
            }
        }
        for (uint32_t i = 0; i < SIDE * SIDE; i++)
        {
            uint32_t *place = to + tml_dsp_place(i / SIDE, i % SIDE) * TML_DSP_PLACE_WORDS + tile;
            place[0] = halves((const int32_t(*)[SIDE * SIDE])v, 0, i);
            place[TML_DSP_TILES] = halves((const int32_t(*)[SIDE * SIDE])v, 1, i);
        }
    }
}

/*
 * m0 + m1 + m2 and m1 - m2 -+ m3, so many numbers apart; sums wrap. Along a column the weights of row 3 have the other sign, as the
 * assembly adds its sum to a difference.
 */
static void transform_output(const uint32_t *m, uint32_t step, uint32_t *y)
{
    y[0] = m[0] + m[step] + m[2u * step];
    y[step] = m[step] - m[2u * step] + (step == 1 ? 0 - m[3] : m[3u * step]);
}

static int8_t fast(uint32_t sum, const uint32_t *factors)
{
    return tml_dsp_saturate(tml_dsp_multiply_high_add(sum, factors[0], factors[1]) >> 6);
}

static int8_t exact(uint32_t sum, const uint32_t *factors)
{
    const int32_t twice = (int32_t)sum >> 1;
    const uint32_t shift = factors[2] & 0xFFu; /* as the core takes it of a register */
    const uint32_t sign = (uint32_t)((int32_t)sum >> 31);
    const int32_t y = tml_dsp_multiply_high_add((uint32_t)twice, factors[0], factors[1] + sign);
    return tml_dsp_saturate(y >> (shift > 31u ? 31u : shift));
}

/* The sums of all places, of two filters for each tile. Returns the stream behind them. */
static const uint32_t *sum_places(const tml_dsp_tiles *tiles, const uint32_t *stream,
                                  uint32_t sums[2u * TML_DSP_TILES][TML_DSP_PLACES])
{
    const uint32_t *weights = stream + TML_DSP_INITS;
    const uint32_t *x = tiles->inputs;
    uint32_t words = tiles->first / 2u;
    uint32_t ended;
    memset(sums, 0, 2u * TML_DSP_TILES * TML_DSP_PLACES * sizeof sums[0][0]);
    for (uint32_t i = 0; i < 2u * TML_DSP_TILES; i++)
    {
        sums[i][0] = stream[i / TML_DSP_TILES];
    }
    for (uint32_t place = 0; place < TML_DSP_PLACES; place += ended != TML_DSP_PART)
    {
        for (uint32_t i = 0; i < 2u * TML_DSP_TILES; i++)
        {
            const uint32_t *w = weights + i / TML_DSP_TILES;
            for (uint32_t k = 0; k < words; k++)
            {
                sums[i][place] = tml_dsp_multiply_add(w[2u * k], x[TML_DSP_TILES * k + i % TML_DSP_TILES], sums[i][place]);
            }
        }
        weights += 2u * words;
        x += TML_DSP_TILES * words;
        words = ((*x & 1u) != 0 ? TML_DSP_HALF_CHANNELS : TML_DSP_PART_CHANNELS) / 2u;
        ended = *x >> 1 & 7u;
        x += (int32_t)*x >> 10; /* a distance in words */
    }
    return weights;
}

void tml_dsp_run_tiles(const tml_dsp_tiles *tiles)
{
    const uint32_t factors = (tiles->is_exact ? TML_DSP_EXACT_FACTORS : TML_DSP_FACTORS) / 2u;
    const uint32_t *stream = tiles->stream;
    for (uint32_t pair = 0; pair < tiles->pairs; pair++)
    {
        uint32_t sums[2u * TML_DSP_TILES][TML_DSP_PLACES];
        stream = sum_places(tiles, stream, sums);
        for (uint32_t i = 0; i < 2u * TML_DSP_TILES; i++)
        {
            const uint32_t *factor = stream + i / TML_DSP_TILES * factors;
            int8_t *out = tiles->output + 2u * pair + i / TML_DSP_TILES +
                          i % TML_DSP_TILES * TML_DSP_TILE_OUTPUTS * tiles->pixel;
            uint32_t m[SIDE * SIDE];
            uint32_t rows[SIDE * SIDE];
            uint32_t y[SIDE * SIDE];
            for (uint32_t p = 0; p < TML_DSP_PLACES; p++)
            {
                m[p] = sums[i][tml_dsp_place(p / SIDE, p % SIDE)];
            }
            for (uint32_t p = 0; p < SIDE; p++)
            {
                transform_output(m + p, SIDE, rows + p);
            }
            for (uint32_t p = 0; p < TML_DSP_TILE_OUTPUTS; p++)
            {
                transform_output(rows + SIDE * p, 1, y);
                for (uint32_t q = 0; q < TML_DSP_TILE_OUTPUTS; q++)
                {
                    out[p * tiles->row + q * tiles->pixel] = tiles->is_exact ? exact(y[q], factor) : fast(y[q], factor);
                }
            }
        }
        stream += 2u * factors;
    }
}

#else
typedef int tml_dsp_tiles_are_assembly;
#endif
