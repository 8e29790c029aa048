/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "apart.h"
#include "backward.h"
#include "channels.h"
#include "fixed_point.h"
#include "gradient.h"
#include "operators.h"
#include "update.h"
#include "visit.h"

/* What an element takes beside its multiply-accumulates, in those. */
enum
{
    ELEMENT_MACS = 8
};

/* So many products of a mantissa, at most 2^14, and a weight stay within 2^30. */
enum
{
    MOST_TERMS = 512
};

/* The exponent of a row of zeros; others are at most 32000 in magnitude. */
#define NO_EXPONENT INT16_MAX

#define MOST_EXPONENT 32000

/* A mantissa that is shifted further is nothing. */
#define MOST_SHIFT 15

const tml_backward *tml_backward_of(const uint8_t *model)
{
    return (const tml_backward *)(const void *)tml_section_data(model, TML_SECTION_BACKWARD);
}

tml_reach tml_rows_reached(const uint8_t *model, const tml_operator *op, uint32_t y)
{
    const tml_tensor *in = tml_tensors_of(model) + op->input0;
    const tml_tensor *out = tml_tensors_of(model) + op->output;
    tml_reach reach = {0, 1}; /* FULLY_CONNECTED */
    if (tml_has_window(op))
    {
        const uint32_t stride = op->stride[0];
        const uint32_t below = y + op->padding[0];
        const uint32_t above = (op->filter[0] - 1u) * op->dilation[0];
        reach.begin = below <= above ? 0u : (below - above + stride - 1u) / stride;
        reach.end = below / stride + 1u;
        reach.end = reach.end < out->shape[1] ? reach.end : out->shape[1];
        reach.begin = reach.begin < reach.end ? reach.begin : reach.end;
    }
    else if (op->code == TML_RESHAPE)
    {
        reach.begin = y * tml_row_elements(in) / tml_row_elements(out);
        reach.end = ((y + 1u) * tml_row_elements(in) - 1u) / tml_row_elements(out) + 1u;
    }
    else if (op->code != TML_FULLY_CONNECTED && out->shape[1] != 1)
    {
        reach.begin = y;
        reach.end = y + 1u;
    }
    return reach;
}

static const tml_gradient *find_gradient(const uint8_t *model, uint32_t operator_index)
{
    const tml_backward *plan = tml_backward_of(model);
    for (uint32_t i = 0; plan != NULL && i < plan->gradients; i++)
    {
        const tml_gradient *gradient = tml_gradients_of(plan) + i;
        if (gradient->operator_index == operator_index)
        {
            return gradient;
        }
    }
    return NULL;
}

void tml_keep_masks(const tml_engine *engine, uint32_t operator_index, uint32_t begin, uint32_t end)
{
    const tml_gradient *gradient = find_gradient(engine->model, operator_index);
    if (gradient == NULL || gradient->mask == TML_NO_CONSTANT)
    {
        return;
    }
    const tml_operator *op = tml_operators_of(engine->model) + operator_index;
    const tml_tensor *out = tml_tensors_of(engine->model) + op->output;
    const uint32_t rows = tml_operator_rows(engine->model, op);
    const uint32_t row = tml_elements(out) / rows;
    const int8_t *y = tml_activation(engine, out);
    uint8_t *mask = engine->arena + gradient->mask;
    const int backwards = (op->flags & TML_FLAG_BACKWARDS) != 0;
    const uint32_t last = (backwards ? rows - begin : end) * row;
    /* A value at a limit counts as clamped: half of those that would round to it are. */
    const int32_t least = op->clamp[0] + 1;
    const uint32_t passing = op->clamp[1] > least ? (uint32_t)(op->clamp[1] - least) : 0; /* values between the limits */
    uint32_t count; /* bits of a byte */
    for (uint32_t i = (backwards ? rows - end : begin) * row; i < last; i += count)
    {
        const uint32_t first = i % 8u;
        count = 8u - first < last - i ? 8u - first : last - i;
        uint32_t bits = 0;
        for (const int8_t *value = y + i + count; value != y + i;)
        {
            bits = bits << 1 | ((uint32_t)(*--value - least) < passing ? 1u : 0u);
        }
        const uint32_t covered = ((1u << count) - 1u) << first;
        mask[i / 8u] = (uint8_t)((mask[i / 8u] & ~covered) | bits << first);
    }
}

/* A gradient with all that belongs to it. */
typedef struct node
{
    const tml_gradient *gradient;
    const tml_operator *op; /* that writes the tensor */
    const tml_tensor *tensor;
    uint32_t elements; /* of a row */
    int16_t *ring;
    uint16_t *done;
    int16_t *exponents;
} node;

static node node_of(const tml_engine *engine, uint32_t index)
{
    const tml_gradient *gradient = tml_gradients_of(tml_backward_of(engine->model)) + index;
    const tml_tensor *tensor = tml_tensors_of(engine->model) + gradient->tensor;
    uint16_t *progress = (uint16_t *)(void *)(engine->arena + gradient->progress);
    const node n = {
        gradient,
        tml_operators_of(engine->model) + gradient->operator_index,
        tensor,
        tml_row_elements(tensor),
        (int16_t *)(void *)(engine->arena + gradient->ring),
        progress,
        (int16_t *)(progress + 1),
    };
    return n;
}

static int32_t *sums_of(const tml_engine *engine)
{
    return (int32_t *)(void *)(engine->arena + tml_learning_of(engine->model)->scratch);
}

/* How many products a sum of an operator's input takes from its output. */
static uint64_t terms_of(const uint8_t *model, const tml_operator *op)
{
    const tml_tensor *in = tml_tensors_of(model) + op->input0;
    const tml_tensor *out = tml_tensors_of(model) + op->output;
    const uint64_t taps = (uint32_t)op->filter[0] * op->filter[1];
    switch (op->code)
    {
    case TML_CONV_2D:
        return taps * out->shape[3];
    case TML_DEPTHWISE_CONV_2D:
        return taps * (out->shape[3] / in->shape[3]);
    case TML_FULLY_CONNECTED:
        return out->shape[3];
    case TML_AVERAGE_POOL_2D:
        return taps;
    default:
        return 1;
    }
}

/* What the mantissas of an operator's output count in the sums of its input, as a power of two. */
static int32_t unit_bits(const node *n)
{
    return tml_has_weights(n->op) ? n->gradient->exponent : TML_GRADIENT_UNIT_BITS;
}

/*
 * The exponent of the sums of row y: that of the largest row that is added. shift is what the mantissas
 * must give up so that the sums of so many products fit. All rows are zero: NO_EXPONENT.
 */
static int32_t exponent_of_sums(const tml_engine *engine, uint32_t index, uint32_t y, int32_t *shift)
{
    const uint32_t tensor = node_of(engine, index).gradient->tensor;
    int32_t least = NO_EXPONENT;
    uint64_t terms = 0;
    for (uint32_t j = 0; j < index; j++)
    {
        const node from = node_of(engine, j);
        const uint32_t reads = tml_reads(from.op, tensor);
        if (reads == 0)
        {
            continue;
        }
        terms += reads * terms_of(engine->model, from.op);
        const tml_reach reach = tml_rows_reached(engine->model, from.op, y);
        for (uint32_t r = reach.begin; r < reach.end; r++)
        {
            const int32_t exponent = from.exponents[r % from.gradient->rows];
            if (exponent != NO_EXPONENT && exponent + unit_bits(&from) < least)
            {
                least = exponent + unit_bits(&from);
            }
        }
    }
    *shift = 0;
    while (terms > (uint64_t)MOST_TERMS << *shift)
    {
        (*shift)++;
    }
    return least;
}

/* Adds what one row of an operator's output gives to row y of its input. */
static void add_row(const tml_engine *engine, const node *from, const tml_gradient_row *row, uint32_t y)
{
    const uint8_t *model = engine->model;
    const tml_operator *op = from->op;
    const tml_tensor *in = tml_tensors_of(model) + op->input0;
    const uint32_t count = tml_row_elements(in);
    int32_t *sums = sums_of(engine);
    const tml_window_shape shape = tml_window_shape_of(op, in, from->tensor);
    switch (op->code)
    {
    case TML_CONV_2D:
    case TML_DEPTHWISE_CONV_2D:
    case TML_FULLY_CONNECTED:
    {
        const uint32_t index = from->gradient->operator_index;
        const uint8_t *block = tml_block_of(engine, 1);
        const int8_t *weights = tml_weights_of(model, index, block);
        tml_channels channels;
        const tml_channels *learnt = tml_find_channels(model, index, block, &channels) ? &channels : NULL;
        if (op->code == TML_CONV_2D)
        {
            tml_conv_gradient(row, weights, learnt, &shape, (int32_t)y, sums);
        }
        else if (op->code == TML_DEPTHWISE_CONV_2D)
        {
            tml_depthwise_conv_gradient(row, weights, &shape, (int32_t)y, sums);
        }
        else
        {
            const tml_range inputs = {y * count, (y + 1u) * count};
            tml_fully_connected_gradient(row, weights, learnt, from->tensor->shape[3], tml_elements(in), &inputs, sums);
        }
        break;
    }
    case TML_AVERAGE_POOL_2D:
        tml_average_pool_gradient(row, &shape, (int32_t)y, sums);
        break;
    case TML_MEAN:
    {
        const tml_extents to = tml_extents_of(from->tensor);
        const tml_extents extents = tml_extents_of(in);
        tml_mean_gradient(row, &extents, &to, sums);
        break;
    }
    default: /* ADD, RESHAPE: element by element, of the flat tensors */
    {
        const uint32_t begin = (uint32_t)row->y * from->elements;
        const uint32_t first = y * count > begin ? y * count : begin;
        const uint32_t last = (y + 1u) * count < begin + from->elements ? (y + 1u) * count : begin + from->elements;
        for (uint32_t i = first; i < last; i++)
        {
            sums[i - y * count] += tml_aligned(row->values[i - begin], row->shift) * TML_GRADIENT_UNIT;
        }
        break;
    }
    }
}

/* The sums of row y and their exponent: all that the operators which read the tensor send back. */
TML_APART static int32_t gather(const tml_engine *engine, uint32_t index, uint32_t y)
{
    const node to = node_of(engine, index);
    int32_t *sums = sums_of(engine);
    int32_t headroom;
    const int32_t exponent = exponent_of_sums(engine, index, y, &headroom);
    memset(sums, 0, to.elements * sizeof *sums);
    for (uint32_t j = 0; exponent != NO_EXPONENT && j < index; j++)
    {
        const node from = node_of(engine, j);
        const tml_reach reach = tml_rows_reached(engine->model, from.op, y);
        for (uint32_t i = tml_reads(from.op, to.gradient->tensor); i != 0; i--)
        {
            for (uint32_t r = reach.begin; r < reach.end; r++)
            {
                const uint32_t slot = r % from.gradient->rows;
                const int32_t shift = from.exponents[slot] + unit_bits(&from) - exponent + headroom;
                const tml_gradient_row row = {from.ring + slot * from.elements, shift, (int32_t)r};
                if (from.exponents[slot] != NO_EXPONENT && shift <= MOST_SHIFT)
                {
                    add_row(engine, &from, &row, y);
                }
            }
        }
    }
    return exponent == NO_EXPONENT ? NO_EXPONENT : exponent - headroom;
}

/* The bits of all magnitudes. */
static uint32_t magnitudes_of(const int32_t *sums, uint32_t count)
{
    uint32_t all = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        all |= (uint32_t)(sums[i] ^ (sums[i] >> 31));
    }
    return all;
}

/* The same where the sums whose bits, from number `first` on, are 0 are cleared before. */
static uint32_t masked_magnitudes_of(int32_t *sums, uint32_t count, const uint8_t *mask, uint32_t first)
{
    uint32_t all = 0;
    uint32_t bits = mask[first / 8u] | 0x100u; /* the highest bit ends the byte */
    bits >>= first % 8u;
    for (mask += first / 8u; count != 0; count--, sums++, bits >>= 1)
    {
        if (bits == 1u)
        {
            bits = *++mask | 0x100u;
        }
        const int32_t kept = -(int32_t)(bits & 1u) & *sums;
        *sums = kept;
        all |= (uint32_t)(kept ^ (kept >> 31));
    }
    return all;
}

/* Sums of row y to mantissas in the ring; clears what the mask does not let through. */
static int32_t keep_row(const tml_engine *engine, const node *n, uint32_t y, int32_t exponent, int16_t *values)
{
    int32_t *sums = sums_of(engine);
    const uint32_t count = n->elements;
    const uint32_t most = n->gradient->mask == TML_NO_CONSTANT
                              ? magnitudes_of(sums, count)
                              : masked_magnitudes_of(sums, count, engine->arena + n->gradient->mask, y * count);
    /* 14 bits and the sign: what rounding adds still fits. */
    const int32_t shift = most == 0 ? 0 : 32 - tml_leading_zeros(most) - 14;
    if (shift > 0)
    {
        for (uint32_t i = 0; i < count; i++)
        {
            values[i] = (int16_t)(((sums[i] >> (shift - 1)) + 1) >> 1);
        }
    }
    else
    {
        for (uint32_t i = 0; i < count; i++)
        {
            values[i] = (int16_t)(sums[i] * (1 << -shift));
        }
    }
    const int32_t kept = exponent - shift;
    return exponent == NO_EXPONENT || kept > MOST_EXPONENT ? NO_EXPONENT
           : kept < -MOST_EXPONENT                          ? -MOST_EXPONENT
                                                            : kept;
}

/* What a row gives to the biases of the tensor's operator. */
static void update_biases(const tml_engine *engine, tml_learn_state *learn, const node *n, const int16_t *values,
                          int32_t exponent, int is_last)
{
    const uint8_t *model = engine->model;
    const uint32_t index = n->gradient->operator_index;
    const tml_parameter *bias = tml_find_parameter(model, TML_PARAMETER_BIAS, index);
    if (bias == NULL)
    {
        return;
    }
    tml_bias_update bias_update = tml_bias_update_of(model, bias, tml_block_of(engine, 1), &learn->random);
    const uint32_t channels = n->tensor->shape[3];
    bias_update.update.decay = is_last ? bias_update.update.decay : 0; /* once a visit */
    for (uint32_t c = 0; c < channels; c++)
    {
        int32_t sum = 0; /* at most 65535 mantissas */
        for (uint32_t i = c; i < n->elements; i += channels)
        {
            sum += values[i];
        }
        tml_step_bias(&bias_update, c, sum, exponent); /* of a row of zeros: a sum of 0 */
    }
}

/* The next row of gradient number index. */
static void do_row(const tml_engine *engine, tml_learn_state *learn, uint32_t index)
{
    const node n = node_of(engine, index);
    const uint32_t y = *n.done;
    const uint32_t slot = y % n.gradient->rows;
    int16_t *values = n.ring + slot * n.elements;
    int32_t exponent;
    if (index == 0) /* the head's output: its gradient is there, Q0.31 */
    {
        memcpy(sums_of(engine), engine->arena + tml_learning_of(engine->model)->gradient, 4u * n.elements);
        exponent = keep_row(engine, &n, y, 31, values);
    }
    else
    {
        exponent = gather(engine, index, y);
        exponent = keep_row(engine, &n, y, exponent, values);
        const tml_output_row row = {values, exponent, y};
        tml_step_channels(engine, learn, n.gradient->operator_index, &row);
        update_biases(engine, learn, &n, values, exponent, y + 1u == n.tensor->shape[1]);
    }
    if (n.gradient->factors != TML_NO_CONSTANT)
    {
        const uint16_t *factors = tml_halves(tml_constants_of(engine->model), n.gradient->factors);
        const uint32_t channels = n.tensor->shape[3];
        for (int16_t *const end = values + n.elements; values != end; values += channels)
        {
            for (uint32_t c = 0; c < channels; c++)
            {
                values[c] = (int16_t)((values[c] * (int32_t)factors[c] + (1 << 14)) >> 15);
            }
        }
    }
    n.exponents[slot] = (int16_t)exponent;
    *n.done = (uint16_t)(y + 1u);
}

/* The work of a row of gradient number index. */
static uint64_t row_macs(const tml_engine *engine, uint32_t index)
{
    const uint8_t *model = engine->model;
    const tml_gradient *gradients = tml_gradients_of(tml_backward_of(model));
    const tml_gradient *gradient = &gradients[index];
    const uint16_t *shape = tml_tensors_of(model)[gradient->tensor].shape;
    uint64_t macs = (uint64_t)ELEMENT_MACS * shape[2] * shape[3] + tml_channels_macs(model, gradient->operator_index);
    for (uint32_t j = 0; j < index; j++)
    {
        const tml_operator *op = tml_operators_of(model) + gradients[j].operator_index;
        macs += tml_reads(op, gradient->tensor) * tml_operator_row_macs(model, op) * tml_operator_rows(model, op) /
                shape[1];
    }
    return macs;
}

tml_status tml_backward_continue(const tml_engine *engine, tml_learn_state *learn, tml_budget *budget)
{
    const tml_backward *plan = tml_backward_of(engine->model);
    if (plan == NULL)
    {
        return TML_OK;
    }
    for (uint32_t i = 0; learn->unit == 0 && i < plan->gradients; i++)
    {
        *(uint16_t *)(void *)(engine->arena + tml_gradients_of(plan)[i].progress) = 0; /* rows that are done */
    }
    for (; learn->unit < plan->steps; learn->unit++)
    {
        const uint32_t index = tml_backward_steps(plan)[learn->unit];
        if (tml_afford(budget, row_macs(engine, index), 1) == 0)
        {
            return TML_AGAIN;
        }
        do_row(engine, learn, index);
    }
    return TML_OK;
}
