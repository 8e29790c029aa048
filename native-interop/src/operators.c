/* SPDX-License-Identifier: MIT */

/* From an operator's record to its kernel: the only code that knows both the format and the kernels. */

#include "engine.h"
#include "kernels.h"

/* What takes about as long as a multiply-accumulate counts as one; a softmax element takes about this many. */
enum
{
    SOFTMAX_MACS = 32
};

uint32_t tml_operator_rows(const uint8_t *model, const tml_operator *op)
{
    const tml_tensor *output = tml_tensors_of(model) + op->output;
    return op->code == TML_FULLY_CONNECTED ? output->shape[3] : output->shape[1];
}

uint64_t tml_operator_row_macs(const uint8_t *model, const tml_operator *op)
{
    const tml_tensor *input = tml_tensors_of(model) + op->input0;
    const tml_tensor *output = tml_tensors_of(model) + op->output;
    const uint64_t row = (uint32_t)output->shape[2] * output->shape[3];
    const uint64_t filter = (uint32_t)op->filter[0] * op->filter[1];
    switch (op->code)
    {
    case TML_CONV_2D:
        return row * filter * input->shape[3];
    case TML_FULLY_CONNECTED:
        return tml_elements(input);
    case TML_ADD:
        return row;
    case TML_SOFTMAX:
        return row * SOFTMAX_MACS;
    default: /* depthwise convolution and pools */
        return row * filter;
    }
}

static tml_window_shape window_shape(const tml_operator *op, const tml_tensor *input, const tml_tensor *output)
{
    const tml_window_shape shape = {
        {input->shape[1], op->filter[0], op->stride[0], op->dilation[0], op->padding[0]},
        {input->shape[2], op->filter[1], op->stride[1], op->dilation[1], op->padding[1]},
        input->shape[3],
        output->shape[2],
        output->shape[3],
    };
    return shape;
}

void tml_operator_run(const tml_engine *engine, uint32_t index, uint32_t begin, uint32_t end, const int32_t *head_bias)
{
    const tml_operator *op = tml_operators_of(engine->model) + index;
    const tml_tensor *tensors = tml_tensors_of(engine->model);
    const tml_tensor *in = tensors + op->input0;
    const tml_tensor *out = tensors + op->output;
    const uint8_t *constants = tml_constants_of(engine->model);
    const int8_t *x = tml_activation(engine, in);
    int8_t *y = tml_activation(engine, out);
    const uint32_t row = (uint32_t)out->shape[2] * out->shape[3];
    const int32_t low = op->clamp[0];
    const int32_t high = op->clamp[1];
    const tml_window_shape shape = window_shape(op, in, out);

    if (op->code == TML_AVERAGE_POOL_2D)
    {
        tml_average_pool(x, low, high, &shape, begin, end, y);
        return;
    }
    if (op->code == TML_MAX_POOL_2D)
    {
        tml_max_pool(x, low, high, &shape, begin, end, y);
        return;
    }

    const tml_requantization q = {tml_words(constants, op->multipliers), tml_signed_bytes(constants, op->shifts),
                                  out->zero_point, low, high};
    if (op->code == TML_ADD)
    {
        const tml_tensor *second = tensors + op->input1;
        tml_add(x, in->zero_point, tml_activation(engine, second), second->zero_point, &q, begin * row, end * row, y);
        return;
    }
    if (op->code == TML_SOFTMAX)
    {
        tml_softmax(x, in->shape[3], q.multipliers[0], q.shifts[0], begin * in->shape[2], end * in->shape[2], y);
        return;
    }

    const int8_t *weights = tml_signed_bytes(constants, op->weights);
    const int32_t *bias = tml_words(constants, op->bias);
    if (op->code == TML_CONV_2D)
    {
        tml_conv(x, in->zero_point, weights, bias, &q, &shape, begin, end, y);
    }
    else if (op->code == TML_DEPTHWISE_CONV_2D)
    {
        tml_depthwise_conv(x, in->zero_point, weights, bias, &q, &shape, begin, end, y);
    }
    else
    {
        const tml_learning *learning = head_bias == NULL ? NULL : tml_learning_of(engine->model);
        const int32_t *used = learning != NULL && learning->head == index ? head_bias : bias;
        tml_fully_connected(x, in->zero_point, tml_elements(in), weights, used, &q, begin, end, y);
    }
}
