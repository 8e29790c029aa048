/* SPDX-License-Identifier: MIT */

/* From an operator's record to its kernel: with its two neighbours the only code that knows format and kernels. */

#include "operators.h"
#include "apart.h"
#include "channels.h"
#include "packed.h"
#include "parameters.h"
#include "prototypes.h"

/* What takes about as long as a multiply-accumulate counts as one; a softmax element takes about this many. */
enum
{
    SOFTMAX_MACS = 32
};

static int moves_nothing(const tml_operator *op)
{
    return op->code == TML_RESHAPE && (op->flags & TML_FLAG_IN_PLACE) != 0;
}

uint32_t tml_operator_rows(const uint8_t *model, const tml_operator *op)
{
    const tml_tensor *output = tml_tensors_of(model) + op->output;
    const uint32_t groups = tml_kernel_pieces(model, op);
    return groups != 0                       ? groups
           : op->code == TML_FULLY_CONNECTED ? output->shape[3]
           : moves_nothing(op)               ? 1u
                                             : output->shape[1];
}

uint64_t tml_operator_row_macs(const uint8_t *model, const tml_operator *op)
{
    const tml_tensor *input = tml_tensors_of(model) + op->input0;
    const tml_tensor *output = tml_tensors_of(model) + op->output;
    const uint64_t row = tml_row_elements(output);
    const uint64_t filter = (uint32_t)op->filter[0] * op->filter[1];
    switch (op->code)
    {
    case TML_CONV_2D:
        return row * filter * input->shape[3] * (op->kernel_rows == 0 ? 1u : op->kernel_rows);
    case TML_FULLY_CONNECTED:
    {
        const uint32_t groups = tml_kernel_pieces(model, op);
        return (uint64_t)tml_elements(input) * (groups == 0 ? 1u : (output->shape[3] + groups - 1u) / groups);
    }
    case TML_SOFTMAX:
        return row * SOFTMAX_MACS;
    case TML_MEAN:
        return tml_elements(input) / output->shape[1];
    case TML_TRANSPOSE_CONV:
    {
        /* Of the taps of an axis every stride-th reads an input. */
        const uint32_t rows = (op->filter[0] + op->stride[0] - 1u) / op->stride[0];
        const uint32_t columns = (op->filter[1] + op->stride[1] - 1u) / op->stride[1];
        return row * rows * columns * input->shape[3];
    }
    case TML_DEPTHWISE_CONV_2D:
        if (tml_kernel_pieces(model, op) != 0)
        {
            return (uint64_t)tml_elements(output) / tml_kernel_pieces(model, op) * filter;
        }
        return row * filter;
    case TML_AVERAGE_POOL_2D:
    case TML_MAX_POOL_2D:
        return row * filter;
    default: /* elementwise, and copies */
        return moves_nothing(op) ? 1u : row;
    }
}

tml_window_shape tml_window_shape_of(const tml_operator *op, const tml_tensor *in, const tml_tensor *out)
{
    const tml_window_shape shape = {
        {in->shape[1], op->filter[0], op->stride[0], op->dilation[0], op->padding[0]},
        {in->shape[2], op->filter[1], op->stride[1], op->dilation[1], op->padding[1]},
        in->shape[3],
        out->shape[2],
        out->shape[3],
        (op->flags & TML_FLAG_BACKWARDS) != 0,
    };
    return shape;
}

/* How sums become int8; the factors of an operator that has none stay unread, wherever its record points. */
static tml_requantization requantization_of(const tml_job *job)
{
    const tml_operator *op = job->op;
    const uint8_t *constants = tml_constants_of(job->engine->model);
    tml_requantization q = {NULL, NULL, job->out->zero_point, op->clamp[0], op->clamp[1]};
    if (tml_factors_of(op, job->out) != 0)
    {
        q.multipliers = tml_words(constants, op->multipliers);
        q.shifts = tml_signed_bytes(constants, op->shifts);
    }
    return q;
}

/* Operators with weights: those of a block, where it holds the operator's; null: the factory's. */
TML_APART static void run_weighted(const tml_job *job, uint32_t index, const uint8_t *block)
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

/* Operators with one input whose output has other values, but no weights. */
TML_APART static void run_unary(const tml_job *job)
{
    const tml_operator *op = job->op;
    const tml_window_shape shape = tml_window_shape_of(op, job->in, job->out);
    const uint32_t width = job->in->shape[2];
    switch (op->code)
    {
    case TML_AVERAGE_POOL_2D:
        tml_average_pool(job->x, op->clamp[0], op->clamp[1], &shape, job->begin, job->end, job->y);
        break;
    case TML_MAX_POOL_2D:
        tml_max_pool(job->x, op->clamp[0], op->clamp[1], &shape, job->begin, job->end, job->y);
        break;
    case TML_SOFTMAX:
        tml_softmax(job->x, job->in->shape[3], job->q.multipliers[0], job->q.shifts[0], job->begin * width,
                    job->end * width, job->y);
        break;
    case TML_LOOKUP:
    {
        const uint32_t row = tml_row_elements(job->out);
        const int8_t *table = tml_signed_bytes(tml_constants_of(job->engine->model), op->weights);
        tml_lookup(job->x, table, job->begin * row, job->end * row, job->y);
        break;
    }
    default: /* MEAN */
    {
        const tml_extents from = tml_extents_of(job->in);
        const tml_extents to = tml_extents_of(job->out);
        tml_requantization q = job->q; /* saturated, not clamped */
        q.low = INT8_MIN;
        q.high = INT8_MAX;
        tml_mean(job->x, &from, job->in->zero_point, &q, &to, job->begin, job->end, job->y);
        break;
    }
    }
}

void tml_operator_run(const tml_engine *engine, uint32_t index, uint32_t begin, uint32_t end, const uint8_t *block)
{
    const tml_operator *op = tml_operators_of(engine->model) + index;
    const tml_tensor *tensors = tml_tensors_of(engine->model);
    const tml_tensor *in = tensors + op->input0;
    const tml_tensor *out = tensors + op->output;
    /* Backwards, the rows that come first are the last ones. */
    const int backwards = (op->flags & TML_FLAG_BACKWARDS) != 0;
    const uint32_t rows = tml_operator_rows(engine->model, op);
    tml_job job = {engine, op, in, out, tml_values(engine, in), tml_activation(engine, out), begin, end, {0}};
    if (backwards)
    {
        job.begin = rows - end;
        job.end = rows - begin;
    }
    if (op->kernel != 0)
    {
        tml_run_packed(&job);
        return;
    }
    job.q = requantization_of(&job);
    switch (op->code)
    {
    case TML_CONV_2D:
    case TML_DEPTHWISE_CONV_2D:
    case TML_TRANSPOSE_CONV:
    case TML_FULLY_CONNECTED:
        run_weighted(&job, index, block);
        break;
    case TML_AVERAGE_POOL_2D:
    case TML_MAX_POOL_2D:
    case TML_SOFTMAX:
    case TML_LOOKUP:
    case TML_MEAN:
        run_unary(&job);
        break;
    case TML_ADD:
    case TML_SUB:
    case TML_MUL:
    case TML_MAXIMUM:
    case TML_MINIMUM:
        tml_run_binary(&job);
        break;
    default:
        tml_run_movement(&job);
        break;
    }
}
