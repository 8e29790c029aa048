/* SPDX-License-Identifier: MIT */
#include "check.h"
#include "packed.h"

#define SOFTMAX_MAX_CHANNELS 4095u
#define SCALE_OF_1_256       0x3B800000u
#define MEAN_MAX_ELEMENTS    0x800000u
#define LIST_MAX_TENSORS     255u
#define TABLE_BYTES          256u

static int moves_elements(const tml_operator *op)
{
    return (op->code >= TML_STRIDED_COPY && op->code <= TML_RESIZE_NEAREST_NEIGHBOR) || op->code == TML_RESHAPE;
}

static int same_shape(const tml_tensor *a, const tml_tensor *b)
{
    return a->shape[1] == b->shape[1] && a->shape[2] == b->shape[2] && a->shape[3] == b->shape[3];
}

/* Whether each dimension of part equals that of whole or is 1. */
static int repeats_to(const tml_tensor *part, const tml_tensor *whole)
{
    int fits = 1;
    for (uint32_t i = 1; i <= 3; i++)
    {
        fits = fits && (part->shape[i] == whole->shape[i] || part->shape[i] == 1);
    }
    return fits;
}

/* The list of a concatenation: input 0 and what follows it. */
static tml_status check_list(const uint8_t *model, const tml_operator *op)
{
    if (!tml_in_constants(model, op->weights, 1, 2))
    {
        return TML_E_CONSTANT;
    }
    const uint32_t count = tml_input_count(model, op);
    if (count < 1 || count > LIST_MAX_TENSORS || !tml_in_constants(model, op->weights, 1u + count, 2))
    {
        return TML_E_CONSTANT;
    }
    return tml_input_of(model, op, 0) == op->input0 ? TML_OK : TML_E_OPERAND;
}

static tml_status find_operands(const uint8_t *model, const tml_operator *op, tml_operands *found)
{
    const tml_tensor *tensors = tml_tensors_of(model);
    const uint32_t count = tml_header_of(model)->tensors;
    const int binary = tml_is_binary(op);
    if (op->output >= count || (!binary && op->input1 != TML_NO_TENSOR))
    {
        return TML_E_OPERAND;
    }
    if (op->code == TML_CONCATENATION)
    {
        const tml_status status = check_list(model, op);
        if (status != TML_OK)
        {
            return status;
        }
    }
    for (uint32_t i = 0; i < tml_input_count(model, op); i++)
    {
        const uint32_t input = tml_input_of(model, op, i);
        if (input >= count)
        {
            return TML_E_OPERAND;
        }
        if (tensors[input].type != TML_TYPE_INT8 && !binary)
        {
            return TML_E_OPERAND_TYPE;
        }
    }
    found->model = model;
    found->op = op;
    found->in = tensors + op->input0;
    found->second = binary ? tensors + op->input1 : NULL;
    found->out = tensors + op->output;
    return found->out->type == TML_TYPE_INT8 ? TML_OK : TML_E_OPERAND_TYPE;
}

/* Filter, stride, dilation and padding of one axis, by themselves. */
static int is_axis(const tml_operator *op, uint32_t axis)
{
    const int dilates = op->code == TML_CONV_2D || op->code == TML_DEPTHWISE_CONV_2D;
    const int dilated = dilates ? op->dilation[axis] != 0 : op->dilation[axis] == 1;
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

static tml_status check_shapes(const tml_operands *o)
{
    const tml_operator *op = o->op;
    if (moves_elements(op))
    {
        return tml_check_movement(o);
    }
    if ((tml_has_window(op) || op->code == TML_TRANSPOSE_CONV) && (!is_axis(op, 0) || !is_axis(op, 1)))
    {
        return TML_E_GEOMETRY;
    }
    int fits = !tml_has_window(op) || (axis_fits(op, 0, o->in->shape[1], o->out->shape[1]) &&
                                       axis_fits(op, 1, o->in->shape[2], o->out->shape[2]));
    switch (op->code)
    {
    case TML_CONV_2D:
    case TML_TRANSPOSE_CONV: /* which may leave rows and columns that no input reaches */
        break;
    case TML_DEPTHWISE_CONV_2D:
        fits = fits && o->out->shape[3] % o->in->shape[3] == 0;
        break;
    case TML_FULLY_CONNECTED:
        fits = o->out->shape[1] == 1 && o->out->shape[2] == 1;
        break;
    case TML_SOFTMAX:
    case TML_LOOKUP:
        fits = same_shape(o->in, o->out);
        break;
    case TML_MEAN:
        fits = repeats_to(o->out, o->in);
        break;
    case TML_AVERAGE_POOL_2D:
    case TML_MAX_POOL_2D:
        fits = fits && o->out->shape[3] == o->in->shape[3];
        break;
    default: /* two inputs */
        fits = repeats_to(o->in, o->out) && repeats_to(o->second, o->out);
        break;
    }
    return fits ? TML_OK : TML_E_OPERAND_SHAPE;
}

static tml_status check_equal_scales(const tml_tensor *a, const tml_tensor *b)
{
    return a->scale != b->scale ? TML_E_TENSOR_SCALE : a->zero_point != b->zero_point ? TML_E_TENSOR_ZERO : TML_OK;
}

/* Scales that the operator's arithmetic takes for granted. */
static tml_status check_scales(const tml_operands *o)
{
    tml_status status = TML_OK;
    switch (o->op->code)
    {
    case TML_AVERAGE_POOL_2D:
    case TML_MAX_POOL_2D:
        return check_equal_scales(o->in, o->out);
    case TML_MAXIMUM:
    case TML_MINIMUM:
        status = check_equal_scales(o->in, o->out);
        return status != TML_OK ? status : check_equal_scales(o->second, o->out);
    case TML_SOFTMAX:
        return o->out->scale != SCALE_OF_1_256 ? TML_E_TENSOR_SCALE
               : o->out->zero_point != -128    ? TML_E_TENSOR_ZERO
                                               : TML_OK;
    default:
        return TML_OK;
    }
}

/* Whether input 0 and output may be one: each element is read before it is written, and never again. */
static int may_be_in_place(const tml_operands *o)
{
    const tml_operator *op = o->op;
    if (op->kernel != 0 && op->code == TML_DEPTHWISE_CONV_2D)
    {
        return 1; /* if the kernel can: check_packed */
    }
    if (tml_is_binary(op))
    {
        return o->in->type == TML_TYPE_INT8 && same_shape(o->in, o->out);
    }
    if (op->code == TML_LOOKUP || op->code == TML_RESHAPE)
    {
        return 1;
    }
    const int one_tap = op->filter[0] == 1 && op->filter[1] == 1 && op->stride[0] == 1 && op->stride[1] == 1;
    return tml_has_window(op) && op->code != TML_CONV_2D && one_tap && o->in->shape[3] == o->out->shape[3];
}

static tml_status check_flags(const tml_operands *o)
{
    const uint32_t known = TML_FLAG_IN_PLACE | (tml_has_window(o->op) ? TML_FLAG_BACKWARDS : 0u) |
                           (tml_has_weights(o->op) ? TML_FLAG_FOLDED : 0u);
    if ((o->op->flags & ~known) != 0)
    {
        return TML_E_HEADER;
    }
    if ((o->op->flags & TML_FLAG_IN_PLACE) == 0)
    {
        return TML_OK;
    }
    return may_be_in_place(o) && o->in->offset == o->out->offset ? TML_OK : TML_E_OVERLAP;
}

/* Weights of one output channel: the terms of a sum. */
static uint64_t taps_of(const tml_operands *o)
{
    const uint32_t filter = (uint32_t)o->op->filter[0] * o->op->filter[1];
    return o->op->code == TML_FULLY_CONNECTED     ? tml_elements(o->in)
           : o->op->code == TML_DEPTHWISE_CONV_2D ? filter
                                                  : (uint64_t)filter * o->in->shape[3];
}

static tml_status check_weighted_sums(const tml_operands *o)
{
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

static tml_status check_sums(const tml_operands *o)
{
    if (tml_has_weights(o->op))
    {
        return check_weighted_sums(o);
    }
    int fits = 1;
    if (o->op->code == TML_SOFTMAX)
    {
        fits = o->in->shape[3] <= SOFTMAX_MAX_CHANNELS;
    }
    if (o->op->code == TML_MEAN)
    {
        fits = tml_elements(o->in) / tml_elements(o->out) <= MEAN_MAX_ELEMENTS;
    }
    return fits ? TML_OK : TML_E_ACCUMULATOR;
}

static tml_status check_requantization(const tml_operands *o, uint32_t factors)
{
    const uint8_t *constants = tml_constants_of(o->model);
    const int32_t *multipliers = tml_words(constants, o->op->multipliers);
    const int8_t *shifts = tml_signed_bytes(constants, o->op->shifts);
    int in_range = 0;
    switch (o->op->code)
    {
    case TML_MEAN: /* a factor that is already divided by the number of elements */
        in_range = multipliers[0] >= 0 && shifts[0] >= -31 && shifts[0] <= 30;
        break;
    case TML_ADD:
    case TML_SUB: /* Both terms stay below 2^28 in magnitude, so that their sum fits. */
        in_range = tml_are_factors(multipliers, shifts, factors, 30) && shifts[0] <= 0 && shifts[1] <= 0;
        break;
    case TML_SOFTMAX:
        in_range = tml_are_factors(multipliers, shifts, factors, 30) && multipliers[0] != 0 && shifts[0] >= 0;
        break;
    default:
        in_range = tml_are_factors(multipliers, shifts, factors, 30);
        break;
    }
    return in_range ? TML_OK : TML_E_REQUANTISATION;
}

static tml_status check_constants(const tml_operands *o)
{
    const tml_operator *op = o->op;
    const uint32_t channels = o->out->shape[3];
    const uint32_t factors = tml_factors_of(op, o->out);
    if (tml_has_weights(op) && !(tml_in_constants(o->model, op->weights, taps_of(o) * channels, 1) &&
                                 tml_in_constants(o->model, op->bias, channels, 4)))
    {
        return TML_E_CONSTANT;
    }
    if (op->code == TML_LOOKUP && !tml_in_constants(o->model, op->weights, TABLE_BYTES, 1))
    {
        return TML_E_CONSTANT;
    }
    if (factors == 0)
    {
        return TML_OK;
    }
    return tml_in_constants(o->model, op->multipliers, factors, 4) && tml_in_constants(o->model, op->shifts, factors, 1)
               ? check_requantization(o, factors)
               : TML_E_CONSTANT;
}

/* A kernel of the profile: its preconditions, and what it reads and writes beside its tensors. */
static tml_status check_packed(const tml_operands *o)
{
    const tml_header *header = tml_header_of(o->model);
    const tml_packed packed = {o->op, o->in, o->second, o->out};
    tml_packed_needs needs;
    if (!tml_packed_needs_of(header->profile, &packed, &needs))
    {
        return TML_E_OPERATOR;
    }
    if (!tml_in_constants(o->model, o->op->weights, needs.constants / 4u, 4))
    {
        return TML_E_CONSTANT;
    }
    const uint32_t scratch = o->op->scratch;
    const int fits = needs.scratch == 0 ? scratch == 0
                                        : scratch % 4u == 0 && scratch >= TML_STATE_BYTES &&
                                              scratch + needs.scratch <= header->arena_bytes;
    return fits ? TML_OK : TML_E_TENSOR_RANGE;
}

static tml_status check_operator(const uint8_t *model, const tml_operator *op)
{
    if (op->code < TML_CONV_2D || op->code > TML_RESHAPE)
    {
        return TML_E_OPERATOR;
    }
    if (op->kernel == 0 && (op->kernel_rows != 0 || op->scratch != 0))
    {
        return TML_E_HEADER;
    }
    if (op->clamp[0] > op->clamp[1])
    {
        return TML_E_CLAMP;
    }
    tml_operands found;
    tml_status status = find_operands(model, op, &found);
    status = status != TML_OK ? status : check_shapes(&found);
    status = status != TML_OK ? status : check_scales(&found);
    status = status != TML_OK ? status : check_flags(&found);
    if (op->kernel != 0)
    {
        return status != TML_OK ? status : check_packed(&found);
    }
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
