/* SPDX-License-Identifier: MIT */

/* 3x3 convolutions with stride 1, four tiles of 2x2 outputs at a time. */

#include <string.h>

#include "dsp.h"
#include "dsp_winograd.h"
#include "packed.h"
#include "window_copy.h"

/* Four times a sum of 9 * channels products of int8 must fit 32 bits. */
#define MOST_CHANNELS (INT32_MAX / (4 * 9 * 128 * 128))

static uint32_t parts_of(uint32_t channels)
{
    return (channels + TML_DSP_PART_CHANNELS - 1u) / TML_DSP_PART_CHANNELS;
}

/* Words that the first part does not use at each place. */
static uint32_t unused_of(uint32_t channels)
{
    return channels % TML_DSP_PART_CHANNELS == 0 ? 0 : TML_DSP_HALF_CHANNELS / 2u * TML_DSP_TILES;
}

int tml_dsp_winograd_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const uint32_t channels = packed->in->shape[3];
    const uint32_t filters = packed->out->shape[3];
    if (op->code != TML_CONV_2D || op->kernel_rows != TML_DSP_TILE_OUTPUTS ||
        (op->flags & (TML_FLAG_IN_PLACE | TML_FLAG_BACKWARDS)) != 0 || op->filter[0] != 3 || op->filter[1] != 3 ||
        op->stride[0] != 1 || op->stride[1] != 1 || op->dilation[0] != 1 || op->dilation[1] != 1 ||
        channels % TML_DSP_HALF_CHANNELS != 0 || channels > MOST_CHANNELS || filters % 2u != 0)
    {
        return 0;
    }
    const uint32_t factors = op->kernel == TML_DSP_WINOGRAD_EXACT ? TML_DSP_EXACT_FACTORS : TML_DSP_FACTORS;
    const uint64_t inputs = (uint64_t)TML_DSP_TILE_INPUTS * TML_DSP_TILE_COLUMNS * channels;
    const uint64_t outputs = (uint64_t)TML_DSP_TILE_OUTPUTS * TML_DSP_TILES_WIDE * filters;
    needs->constants = (uint64_t)(filters / 2u) * (TML_DSP_INITS + TML_DSP_PLACES * channels + factors) * 4u;
    needs->scratch = (uint64_t)parts_of(channels) * TML_DSP_PART_WORDS * 4u + (inputs > outputs ? inputs : outputs);
    return 1;
}

/* What follows on each place of each part. */
static void link_places(uint32_t *numbers, uint32_t channels)
{
    const int32_t part = (int32_t)TML_DSP_PART_WORDS * 4;
    const int32_t unused = (int32_t)unused_of(channels) * 4;
    const uint32_t last = parts_of(channels) - 1u;
    for (uint32_t place = 0; place < TML_DSP_PLACES; place++)
    {
        uint32_t *link = numbers + place * TML_DSP_PLACE_WORDS + TML_DSP_PLACE_WORDS - 1u;
        for (uint32_t i = 0; i < last; i++, link += TML_DSP_PART_WORDS)
        {
            *link = (uint32_t)(part - (int32_t)TML_DSP_PLACE_WORDS * 4 + 4) * 256u + 2u * TML_DSP_PART;
        }
        const uint32_t ended = place == TML_DSP_PLACES - 1u ? TML_DSP_TILE : TML_DSP_ROW_1 + place % TML_DSP_TILE_INPUTS;
        *link = (uint32_t)(4 + unused - (int32_t)last * part) * 256u + 2u * ended + (unused != 0);
    }
}

/* From an image to the numbers of four tiles, by way of a copy where the tiles reach over an edge. */
static void read_tiles(const tml_job *job, const tml_window_shape *shape, uint32_t y, uint32_t x, int8_t *copy,
                       uint32_t *numbers)
{
    const uint32_t channels = (uint32_t)shape->channels;
    const tml_place at = tml_place_of(shape, (int32_t)y, (int32_t)x);
    uint32_t row = (uint32_t)shape->x.input * channels;
    const int8_t *source = copy;
    if (at.outside)
    {
        tml_copy_window(shape, job->x, job->in->zero_point, &at, copy);
        row = TML_DSP_TILE_COLUMNS * channels;
    }
    else
    {
        source = job->x + (uint32_t)at.top * row + (uint32_t)at.left * channels;
    }
    uint32_t *part = numbers;
    uint32_t word = unused_of(channels);
    for (uint32_t c = 0; c < channels; c += 4u)
    {
        tml_dsp_tile_inputs(source + c, row, channels, part + word);
        word += 2u * TML_DSP_TILES;
        if (word == TML_DSP_PLACE_WORDS - 1u)
        {
            word = 0;
            part += TML_DSP_PART_WORDS;
        }
    }
}

/* Four tiles of which less than all is wanted: to a place of their own, and from there to the image. */
static void run_cut_tiles(tml_dsp_tiles tiles, uint32_t rows, uint32_t columns, int8_t *place)
{
    int8_t *const output = tiles.output;
    const uint32_t row = tiles.row;
    tiles.output = place;
    tiles.row = TML_DSP_TILES_WIDE * tiles.pixel;
    tml_dsp_run_tiles(&tiles);
    for (uint32_t y = 0; y < rows; y++)
    {
        memcpy(output + y * row, place + y * tiles.row, (size_t)columns * tiles.pixel);
    }
}

/* The job's rows are rows of tiles: what a tile gives must not depend on where a slice begins. */
void tml_dsp_run_winograd(const tml_job *job)
{
    const uint32_t height = job->out->shape[1];
    const uint32_t channels = job->in->shape[3];
    const uint32_t filters = job->out->shape[3];
    const uint32_t width = job->out->shape[2];
    uint32_t *numbers = (uint32_t *)(void *)tml_scratch_of(job);
    int8_t *copy = (int8_t *)(numbers + parts_of(channels) * TML_DSP_PART_WORDS);
    tml_window_shape shape = tml_window_shape_of(job->op, job->in, job->out);
    shape.y.filter = (int32_t)TML_DSP_TILE_INPUTS;
    shape.x.filter = (int32_t)TML_DSP_TILE_COLUMNS;
    tml_dsp_tiles tiles = {tml_stream_of(job),
                           numbers + unused_of(channels),
                           unused_of(channels) == 0 ? TML_DSP_PART_CHANNELS : TML_DSP_HALF_CHANNELS,
                           filters / 2u,
                           NULL,
                           filters,
                           width * filters,
                           job->op->kernel == TML_DSP_WINOGRAD_EXACT};
    link_places(numbers, channels);
    for (uint32_t row = job->begin; row < job->end; row++)
    {
        const uint32_t y = row * TML_DSP_TILE_OUTPUTS;
        const uint32_t rows = height - y < TML_DSP_TILE_OUTPUTS ? height - y : TML_DSP_TILE_OUTPUTS;
        for (uint32_t x = 0; x < width; x += TML_DSP_TILES_WIDE)
        {
            const uint32_t columns = width - x < TML_DSP_TILES_WIDE ? width - x : TML_DSP_TILES_WIDE;
            read_tiles(job, &shape, y, x, copy, numbers);
            tiles.output = job->y + (y * width + x) * filters;
            if (rows == TML_DSP_TILE_OUTPUTS && columns == TML_DSP_TILES_WIDE)
            {
                tml_dsp_run_tiles(&tiles);
            }
            else
            {
                run_cut_tiles(tiles, rows, columns, copy);
            }
        }
    }
}
