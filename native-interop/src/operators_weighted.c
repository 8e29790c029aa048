/* SPDX-License-Identifier: MIT */
#include "channels.h"
#include "operators.h"
#include "parameters.h"
#include "prototypes.h"

void tml_run_weighted(const tml_job *job, uint32_t index, const uint8_t *block)
{
    const tml_operator *op = job->op;
    const int8_t *weights = tml_weights_of(job->engine->model, index, block);
    const int32_t *prepared = block == NULL ? NULL : tml_prepare_prototypes(job->engine, index, block, job->begin == 0);
    const int32_t *bias = prepared != NULL ? prepared : tml_bias_of(job->engine->model, index, block);
    const int32_t zero = tml_zero_of_sums(op, job->in);
    tml_channels learnt;
    const int is_learnt = tml_find_channels(job->engine->model, index, block, &learnt);
    if (op->code == TML_FULLY_CONNECTED)
    {
        const uint32_t depth = tml_elements(job->in);
        if (is_learnt)
        {
            tml_fully_connected_learnt(job->x, zero, depth, weights, &learnt, bias, &job->q, job->begin, job->end,
                                       job->y);
            return;
        }
        tml_fully_connected(job->x, zero, depth, weights, bias, &job->q, job->begin, job->end, job->y);
        return;
    }
    const tml_window_shape shape = tml_window_shape_of(op, job->in, job->out);
    switch (op->code)
    {
    case TML_CONV_2D:
        if (is_learnt)
        {
            tml_conv_learnt(job->x, zero, weights, &learnt, bias, &job->q, &shape, job->begin, job->end, job->y);
            break;
        }
        tml_conv(job->x, zero, weights, bias, &job->q, &shape, job->begin, job->end, job->y);
        break;
    case TML_DEPTHWISE_CONV_2D:
        tml_depthwise_conv(job->x, zero, weights, bias, &job->q, &shape, job->begin, job->end, job->y);
        break;
    default: /* TRANSPOSE_CONV */
        tml_transpose_conv(job->x, zero, weights, bias, &job->q, &shape, job->begin, job->end, job->y);
        break;
    }
}
