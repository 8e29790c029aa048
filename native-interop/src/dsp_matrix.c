/* SPDX-License-Identifier: MIT */

/* Convolutions and dense layers as products of packed filters and columns of int16. */

#include <string.h>

#include "dsp.h"
#include "dsp_window.h"
#include "packed.h"

static uint32_t words_of_pair(const tml_operator *op, uint32_t words)
{
    return TML_DSP_INITS + words + (op->kernel == TML_DSP_MATRIX_EXACT ? TML_DSP_EXACT_FACTORS : TML_DSP_FACTORS);
}

static uint32_t words_of_dense(uint32_t depth)
{
    return (depth / 2u + TML_DSP_GROUP - 1u) / TML_DSP_GROUP * TML_DSP_GROUP;
}

static void run_block(const tml_job *job, const tml_dsp_block *block, uint32_t pixels)
{
    if (job->op->kernel == TML_DSP_MATRIX_EXACT)
    {
        pixels == 4 ? tml_dsp_block_4_exact(block) : tml_dsp_block_1_exact(block);
    }
    else
    {
        pixels == 4 ? tml_dsp_block_4(block) : tml_dsp_block_1(block);
    }
}

static uint32_t *scratch_of(const tml_job *job)
{
    return (uint32_t *)(void *)(job->engine->arena + job->op->scratch);
}

void tml_dsp_run_conv(const tml_job *job)
{
    const tml_dsp_window w = tml_dsp_window_of(job->op, job->in, job->out);
    const uint32_t channels = job->out->shape[3];
    uint32_t *columns = scratch_of(job);
    int8_t *patches = (int8_t *)(columns + 4u * w.words);
    tml_dsp_block block = {tml_stream_of(job),
                           columns,
                           w.words,
                           channels / 2u,
                           NULL,
                           channels};
    const uint32_t begin = job->begin * job->out->shape[2];
    const uint32_t end = job->end * job->out->shape[2];
    /* The last pixels go one by one; where they have no kernel of their own, each four times to the same place. */
    const int repeat = w.run % 4u != 0 || w.words % TML_DSP_GROUP != 0;
    tml_dsp_reader reader;
    uint32_t pixels = 4;
    reader.ahead = 0;
    for (uint32_t done = 0; done < end - begin; done += pixels)
    {
        if (end - begin - done < pixels)
        {
            pixels = 1;
            block.stride = 0;
        }
        const uint32_t first = w.shape.backwards ? end - done - pixels : begin + done;
        if (pixels == 4 && reader.ahead != 0)
        {
            tml_dsp_gather_next(&reader);
        }
        else
        {
            tml_dsp_gather(&w, &reader, job->x, job->in->zero_point, first, pixels, repeat, patches, columns);
        }
        block.output = job->y + first * channels;
        run_block(job, &block, repeat ? 4 : pixels);
    }
}

/* A slice computes whole pairs: a unit beside its end or begin gets the value that it has or will have anyway. */
void tml_dsp_run_dense(const tml_job *job)
{
    const uint32_t depth = tml_elements(job->in);
    const uint32_t words = words_of_dense(depth);
    const uint32_t first = job->begin / 2u;
    uint32_t *columns = scratch_of(job);
    tml_dsp_block block = {tml_stream_of(job) +
                               first * words_of_pair(job->op, words),
                           columns,
                           words,
                           (job->end + 1u) / 2u - first,
                           job->y + 2u * first,
                           0};
    if (block.pairs == 0)
    {
        return;
    }
    uint32_t *behind = tml_dsp_widen_1(job->x, depth, columns);
    memset(behind, 0, (size_t)((const uint8_t *)(columns + words) - (const uint8_t *)behind));
    run_block(job, &block, 1);
}

int tml_dsp_matrix_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const uint32_t channels = packed->out->shape[3];
    uint32_t words;
    if (op->kernel_rows != 0 || (op->flags & TML_FLAG_IN_PLACE) != 0 || channels % 2u != 0)
    {
        return 0;
    }
    /* A depthwise convolution of one channel is a convolution. */
    if (op->code == TML_CONV_2D || (op->code == TML_DEPTHWISE_CONV_2D && packed->in->shape[3] == 1))
    {
        const tml_dsp_window w = tml_dsp_window_of(op, packed->in, packed->out);
        words = w.words;
        needs->scratch = 4u * ((uint64_t)words * 4u + w.patch);
    }
    else
    {
        const uint32_t depth = tml_elements(packed->in);
        if (op->code != TML_FULLY_CONNECTED || depth % 4u != 0)
        {
            return 0;
        }
        words = words_of_dense(depth);
        needs->scratch = (uint64_t)words * 4u;
    }
    needs->constants = (uint64_t)(channels / 2u) * words_of_pair(op, words) * 4u;
    return 1;
}

int tml_dsp_pixel_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const uint32_t filters = packed->out->shape[3];
    if (op->code != TML_CONV_2D || op->kernel_rows != 0 || (op->flags & TML_FLAG_IN_PLACE) != 0 ||
        op->filter[0] != 1 || op->filter[1] != 1 || op->stride[0] != 1 || op->stride[1] != 1 ||
        packed->in->shape[3] != TML_DSP_PIXEL_CHANNELS || filters % TML_DSP_PIXEL_FILTERS != 0)
    {
        return 0;
    }
    needs->constants = (uint64_t)filters * TML_DSP_PIXEL_WORDS * 4u;
    return 1;
}

void tml_dsp_run_pixel_conv(const tml_job *job)
{
    const int backwards = (job->op->flags & TML_FLAG_BACKWARDS) != 0;
    const uint32_t filters = job->out->shape[3];
    const uint32_t count = (job->end - job->begin) * job->out->shape[2];
    const uint32_t first = job->begin * job->out->shape[2] + (backwards ? count - 1u : 0);
    const uint32_t *stream = tml_stream_of(job);
    const tml_dsp_pixels pixels = {stream,
                                   stream + filters * TML_DSP_PIXEL_WORDS,
                                   job->x + first * TML_DSP_PIXEL_CHANNELS,
                                   job->y + first * filters,
                                   count,
                                   backwards ? -1 : 1};
    if (count != 0)
    {
        tml_dsp_run_pixels(&pixels);
    }
}
