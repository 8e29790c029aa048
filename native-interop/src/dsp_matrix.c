/* SPDX-License-Identifier: MIT */

/* Convolutions and dense layers as products of packed filters and columns of int16. */

#include <string.h>

#include "dsp.h"
#include "dsp_window.h"
#include "packed.h"

static uint32_t words_of_pair(const tml_operator *op, uint32_t groups)
{
    return TML_DSP_INITS + groups * TML_DSP_TAPS / 2u +
           (op->kernel == TML_DSP_MATRIX_EXACT ? TML_DSP_EXACT_FACTORS : TML_DSP_FACTORS);
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

/* Zeros behind the taps, up to a whole group, in columns of so many pixels. */
static void fill_group(uint32_t *columns, uint32_t taps, uint32_t groups, uint32_t pixels)
{
    const uint32_t begin = (taps + 3u) / 4u * 2u * pixels;
    const uint32_t end = groups * TML_DSP_TAPS / 2u * pixels;
    memset(columns + begin, 0, (end - begin) * sizeof *columns);
}

void tml_dsp_run_conv(const tml_job *job)
{
    const tml_dsp_window w = tml_dsp_window_of(job->op, job->in);
    const tml_window_shape shape = tml_window_shape_of(job->op, job->in, job->out);
    uint32_t *columns = scratch_of(job);
    int8_t *patches = (int8_t *)(columns + w.groups * TML_DSP_TAPS / 2u * 4u);
    tml_dsp_block block = {(const uint32_t *)(const void *)(tml_constants_of(job->engine->model) + job->op->weights),
                           columns,
                           w.groups,
                           job->out->shape[3] / 2u,
                           NULL,
                           job->out->shape[3]};
    const uint32_t begin = job->begin * job->out->shape[2];
    const uint32_t end = job->end * job->out->shape[2];
    uint32_t pixels = 4;
    fill_group(columns, w.taps, w.groups, pixels);
    memset(patches, 0, 4u * w.patch);
    for (uint32_t done = 0; done < end - begin; done += pixels)
    {
        if (end - begin - done < pixels)
        {
            pixels = 1;
            fill_group(columns, w.taps, w.groups, pixels);
        }
        const uint32_t first = shape.backwards ? end - done - pixels : begin + done;
        tml_dsp_gather(&w, &shape, job->x, job->in->zero_point, first, pixels, patches, columns);
        block.output = job->y + first * block.stride;
        run_block(job, &block, pixels);
    }
}

/* A slice computes whole pairs: a unit beside its end or begin gets the value that it has or will have anyway. */
void tml_dsp_run_dense(const tml_job *job)
{
    const uint32_t depth = tml_elements(job->in);
    const uint32_t groups = (depth + TML_DSP_TAPS - 1u) / TML_DSP_TAPS;
    const uint32_t first = job->begin / 2u;
    uint32_t *columns = scratch_of(job);
    tml_dsp_block block = {(const uint32_t *)(const void *)(tml_constants_of(job->engine->model) + job->op->weights) +
                               first * words_of_pair(job->op, groups),
                           columns,
                           groups,
                           (job->end + 1u) / 2u - first,
                           job->y + 2u * first,
                           0};
    if (block.pairs == 0)
    {
        return;
    }
    fill_group(columns, depth, groups, 1);
    tml_dsp_widen_1(job->x, depth, columns);
    run_block(job, &block, 1);
}

int tml_dsp_matrix_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const uint32_t channels = packed->out->shape[3];
    uint32_t groups;
    if (op->kernel_rows != 0 || (op->flags & TML_FLAG_IN_PLACE) != 0 || channels % 2u != 0)
    {
        return 0;
    }
    /* A depthwise convolution of one channel is a convolution. */
    if (op->code == TML_CONV_2D || (op->code == TML_DEPTHWISE_CONV_2D && packed->in->shape[3] == 1))
    {
        const tml_dsp_window w = tml_dsp_window_of(op, packed->in);
        groups = w.groups;
        needs->scratch = 4u * (uint64_t)(groups * TML_DSP_TAPS * 2u + w.patch);
    }
    else
    {
        const uint32_t depth = tml_elements(packed->in);
        if (op->code != TML_FULLY_CONNECTED || depth % 4u != 0)
        {
            return 0;
        }
        groups = (depth + TML_DSP_TAPS - 1u) / TML_DSP_TAPS;
        needs->scratch = (uint64_t)groups * TML_DSP_TAPS * 2u;
    }
    needs->constants = (uint64_t)(channels / 2u) * words_of_pair(op, groups) * 4u;
    return 1;
}
