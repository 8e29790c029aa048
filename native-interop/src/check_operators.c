/* SPDX-License-Identifier: MIT */
#include "check.h"

/* An operator and its tensors, once their indices are proved. */
typedef struct operands
{
    const uint8_t *model;
    const tml_operator *op;
    const tml_tensor *in;
    const tml_tensor *second; /* null: none */
    const tml_tensor *out;
} operands;

#define SOFTMAX_MAX_CHANNELS 4095u
#define SCALE_OF_1_256       0x3B800000u

static int has_window(const tml_operator *op)
{
    return op->code == TML_CONV_2D || op->code == TML_DEPTHWISE_CONV_2D || op->code == TML_AVERAGE_POOL_2D ||
           op->code == TML_MAX_POOL_2D;
}

static int has_weights(const tml_operator *op)
{
    return op->code <= TML_FULLY_CONNECTED;
}

static int is_pool(const tml_operator *op)
{
    return op->code == TML_AVERAGE_POOL_2D || op->code == TML_MAX_POOL_2D;
}

static int same_shape(const tml_tensor *a, const tml_tensor *b)
{
    return a->shape[1] == b->shape[1] && a->shape[2] == b->shape[2] && a->shape[3] == b->shape[3];
}

static tml_status find_operands(const uint8_t *model, const tml_operator *op, operands *found)
{
    const uint32_t tensors = tml_header_of(model)->tensors;
    const int binary = op->code == TML_ADD;
    if (op->input0 >= tensors || op->output >= tensors ||
        (binary ? op->input1 >= tensors : op->input1 != TML_NO_TENSOR))
    {
        return TML_E_OPERAND;
    }
    found->model = model;
    found->op = op;
    found->in = tml_tensors_of(model) + op->input0;
    found->second = binary ? tml_tensors_of(model) + op->input1 : NULL;
    found->out = tml_tensors_of(model) + op->output;
    return TML_OK;
}

/* Filter, stride, dilation and padding of one axis, by themselves. */
static int is_axis(const tml_operator *op, uint32_t axis)
{
    const int dilated = is_pool(op) ? op->dilation[axis] == 1 : op->dilation[axis] != 0;
    return op->filter[axis] != 0 && op->stride[axis] != 0 && dilated &&
           op->padding[axis] <= (op->filter[axis] - 1) * op->dilation[axis];
}

/* Whether some padding below or right, less than the filter's extent, gives exactly the output's size. */
static int axis_fits(const tml_operator *op, uint32_t axis, int32_t input, int32_t output)
{
    const int32_t reach = (op->filter[axis] - 1) * op->dilation[axis];
    const int32_t last = (output - 1) * op->stride[axis] - op->padding[axis]; /* where the last window starts */
    const int32_t missing = last + reach + 1 - input;
    const int32_t after = missing > 0 ? missing : 0;
    return last < input && last + op->stride[axis] + reach + 1 > input + after;
}

static tml_status check_shapes(const operands *o)
{
    const tml_operator *op = o->op;
    int fits = 1;
    if (has_window(op))
    {
        if (!is_axis(op, 0) || !is_axis(op, 1))
        {
            return TML_E_GEOMETRY;
        }
        fits =
            axis_fits(op, 0, o->in->shape[1], o->out->shape[1]) && axis_fits(op, 1, o->in->shape[2], o->out->shape[2]);
    }
    switch (op->code)
    {
    case TML_CONV_2D:
        break;
    case TML_DEPTHWISE_CONV_2D:
        fits = fits && o->out->shape[3] % o->in->shape[3] == 0;
        break;
    case TML_FULLY_CONNECTED:
        fits = o->out->shape[1] == 1 && o->out->shape[2] == 1;
        break;
    case TML_ADD:
        fits = same_shape(o->in, o->second) && same_shape(o->in, o->out);
        break;
    case TML_SOFTMAX:
        fits = same_shape(o->in, o->out);
        break;
    default: /* pools */
        fits = fits && o->out->shape[3] == o->in->shape[3];
        break;
    }
    return fits ? TML_OK : TML_E_OPERAND_SHAPE;
}

/* Scales that the operator's arithmetic takes for granted. */
static tml_status check_scales(const operands *o)
{
    if (is_pool(o->op))
    {
        return o->in->scale != o->out->scale             ? TML_E_TENSOR_SCALE
               : o->in->zero_point != o->out->zero_point ? TML_E_TENSOR_ZERO
                                                         : TML_OK;
    }
    if (o->op->code == TML_SOFTMAX)
    {
        return o->out->scale != SCALE_OF_1_256 ? TML_E_TENSOR_SCALE
               : o->out->zero_point != -128    ? TML_E_TENSOR_ZERO
                                               : TML_OK;
    }
    return TML_OK;
}

/* Whether input 0 and output may be one: each element is read before it is written, and never again. */
static int may_be_in_place(const operands *o)
{
    const tml_operator *op = o->op;
    if (op->code == TML_ADD)
    {
        return 1;
    }
    const int one_tap = op->filter[0] == 1 && op->filter[1] == 1 && op->stride[0] == 1 && op->stride[1] == 1;
    return has_window(op) && op->code != TML_CONV_2D && one_tap && o->in->shape[3] == o->out->shape[3];
}

static tml_status check_in_place(const operands *o)
{
    if ((o->op->flags & ~TML_FLAG_IN_PLACE) != 0)
    {
        return TML_E_HEADER;
    }
    if (o->op->flags == 0)
    {
        return TML_OK;
    }
    return may_be_in_place(o) && o->in->offset == o->out->offset ? TML_OK : TML_E_OVERLAP;
}

/* Weights of one output channel: the terms of a sum. */
static uint64_t taps_of(const operands *o)
{
    const uint32_t filter = (uint32_t)o->op->filter[0] * o->op->filter[1];
    return o->op->code == TML_FULLY_CONNECTED     ? tml_elements(o->in)
           : o->op->code == TML_DEPTHWISE_CONV_2D ? filter
                                                  : (uint64_t)filter * o->in->shape[3];
}

static tml_status check_sums(const operands *o)
{
    if (o->op->code == TML_SOFTMAX)
    {
        return o->in->shape[3] <= SOFTMAX_MAX_CHANNELS ? TML_OK : TML_E_ACCUMULATOR;
    }
    if (!has_weights(o->op))
    {
        return TML_OK;
    }
    const int32_t *bias = tml_words(tml_constants_of(o->model), o->op->bias);
    const uint64_t terms = 255u * 128u * taps_of(o);
    for (uint32_t c = 0; c < o->out->shape[3]; c++)
    {
        const uint64_t size = (uint64_t)(bias[c] < 0 ? -(int64_t)bias[c] : bias[c]);
        if (size + terms > INT32_MAX)
        {
            return TML_E_ACCUMULATOR;
        }
    }
    return TML_OK;
}

static tml_status check_requantization(const operands *o, uint32_t factors)
{
    const uint8_t *constants = tml_constants_of(o->model);
    const int32_t *multipliers = tml_words(constants, o->op->multipliers);
    const int8_t *shifts = tml_signed_bytes(constants, o->op->shifts);
    int in_range = tml_are_factors(multipliers, shifts, factors, 30);
    if (o->op->code == TML_ADD)
    {
        /* Both terms stay below 2^28 in magnitude, so that their sum fits. */
        in_range = in_range && shifts[0] <= 0 && shifts[1] <= 0;
    }
    if (o->op->code == TML_SOFTMAX)
    {
        in_range = in_range && multipliers[0] != 0 && shifts[0] >= 0;
    }
    return in_range ? TML_OK : TML_E_REQUANTISATION;
}

static tml_status check_constants(const operands *o)
{
    const tml_operator *op = o->op;
    if (is_pool(op))
    {
        return TML_OK;
    }
    const uint32_t factors = op->code == TML_ADD ? 3u : op->code == TML_SOFTMAX ? 1u : o->out->shape[3];
    int inside =
        tml_in_constants(o->model, op->multipliers, factors, 4) && tml_in_constants(o->model, op->shifts, factors, 1);
    if (has_weights(op))
    {
        inside = inside && tml_in_constants(o->model, op->weights, taps_of(o) * o->out->shape[3], 1) &&
                 tml_in_constants(o->model, op->bias, o->out->shape[3], 4);
    }
    return inside ? check_requantization(o, factors) : TML_E_CONSTANT;
}

static tml_status check_operator(const uint8_t *model, const tml_operator *op)
{
    if (op->code < TML_CONV_2D || op->code > TML_SOFTMAX)
    {
        return TML_E_OPERATOR;
    }
    if (op->reserved != 0 || op->scratch != 0)
    {
        return TML_E_HEADER;
    }
    if (op->clamp[0] > op->clamp[1])
    {
        return TML_E_CLAMP;
    }
    operands found;
    tml_status status = find_operands(model, op, &found);
    status = status != TML_OK ? status : check_shapes(&found);
    status = status != TML_OK ? status : check_scales(&found);
    status = status != TML_OK ? status : check_in_place(&found);
    status = status != TML_OK ? status : check_constants(&found);
    return status != TML_OK ? status : check_sums(&found);
}

tml_status tml_check_operators(const uint8_t *model)
{
    const tml_operator *operators = tml_operators_of(model);
    tml_status status = TML_OK;
    for (uint32_t i = 0; i < tml_header_of(model)->operators && status == TML_OK; i++)
    {
        status = check_operator(model, &operators[i]);
    }
    return status;
}
