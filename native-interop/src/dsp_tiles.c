/* SPDX-License-Identifier: MIT */

/* Tiles of 4x4 inputs, in plain C: the reference of the assembly in dsp_tiles_arm.c. */

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

/* The sums of all places, of one of two filters for one tile. Returns the stream behind both filters' weights. */
static const uint32_t *sum_places(const tml_dsp_tiles *tiles, const uint32_t *stream, uint32_t filter, uint32_t tile,
                                  uint32_t sums[TML_DSP_PLACES])
{
    const uint32_t *weights = stream + TML_DSP_INITS;
    const uint32_t *x = tiles->inputs;
    uint32_t words = tiles->first / 2u;
    uint32_t sum = stream[filter];
    for (uint32_t place = 0; place < TML_DSP_PLACES;)
    {
        for (uint32_t k = 0; k < words; k++)
        {
            sum = tml_dsp_multiply_add(weights[2u * k + filter], x[TML_DSP_TILES * k + tile], sum);
        }
        weights += 2u * words;
        x += TML_DSP_TILES * words;
        words = ((*x & 1u) != 0 ? TML_DSP_HALF_CHANNELS : TML_DSP_PART_CHANNELS) / 2u;
        if ((*x >> 1 & 7u) != TML_DSP_PART)
        {
            sums[place++] = sum;
            sum = 0;
        }
        x += (int32_t)*x >> 10; /* a distance in words */
    }
    return weights;
}

/* From the sums of a tile to its outputs. */
static void write_tile(const tml_dsp_tiles *tiles, const uint32_t sums[TML_DSP_PLACES], const uint32_t *factors,
                       int8_t *out)
{
    uint32_t m[SIDE * SIDE];
    uint32_t rows[SIDE * SIDE];
    for (uint32_t p = 0; p < TML_DSP_PLACES; p++)
    {
        m[p] = sums[tml_dsp_place(p / SIDE, p % SIDE)];
    }
    for (uint32_t p = 0; p < SIDE; p++)
    {
        transform_output(m + p, SIDE, rows + p);
    }
    for (uint32_t p = 0; p < TML_DSP_TILE_OUTPUTS; p++)
    {
        uint32_t y[TML_DSP_TILE_OUTPUTS];
        transform_output(rows + SIDE * p, 1, y);
        for (uint32_t q = 0; q < TML_DSP_TILE_OUTPUTS; q++)
        {
            out[p * tiles->row + q * tiles->pixel] = tiles->is_exact ? exact(y[q], factors) : fast(y[q], factors);
        }
    }
}

void tml_dsp_run_tiles(const tml_dsp_tiles *tiles)
{
    const uint32_t factors = (tiles->is_exact ? TML_DSP_EXACT_FACTORS : TML_DSP_FACTORS) / 2u;
    const uint32_t *stream = tiles->stream;
    for (uint32_t pair = 0; pair < tiles->pairs; pair++)
    {
        const uint32_t *behind = stream;
        for (uint32_t i = 0; i < 2u * TML_DSP_TILES; i++)
        {
            const uint32_t filter = i / TML_DSP_TILES;
            const uint32_t tile = i % TML_DSP_TILES;
            uint32_t sums[TML_DSP_PLACES];
            behind = sum_places(tiles, stream, filter, tile, sums);
            write_tile(tiles, sums, behind + filter * factors,
                       tiles->output + 2u * pair + filter + tile * TML_DSP_TILE_OUTPUTS * tiles->pixel);
        }
        stream = behind + 2u * factors;
    }
}

#else
typedef int tml_dsp_tiles_are_assembly;
#endif
