/* SPDX-License-Identifier: MIT */
#include "channels.h"
#include "operators.h"
#include "update.h"
#include "visit.h"

uint32_t tml_input_channels(const uint8_t *model, const tml_operator *op)
{
    const tml_tensor *input = tml_tensors_of(model) + op->input0;
    return op->code == TML_FULLY_CONNECTED ? tml_elements(input) : input->shape[3];
}

int tml_find_channels(const uint8_t *model, uint32_t operator_index, const uint8_t *block, tml_channels *channels)
{
    const tml_parameter *p =
        block == NULL ? NULL : tml_find_parameter(model, TML_PARAMETER_CHANNELS, operator_index);
    if (p == NULL)
    {
        return 0;
    }
    channels->weights = tml_signed_bytes(block, p->offset);
    channels->numbers = tml_halves(tml_constants_of(model), p->channels);
    channels->count = p->selected;
    return 1;
}

void tml_keep_channels(const tml_engine *engine, uint32_t operator_index)
{
    const uint8_t *model = engine->model;
    const tml_parameter *p = tml_find_parameter(model, TML_PARAMETER_CHANNELS, operator_index);
    if (p == NULL)
    {
        return;
    }
    const tml_operator *op = tml_operators_of(model) + operator_index;
    const tml_tensor *input = tml_tensors_of(model) + op->input0;
    const uint16_t *numbers = tml_halves(tml_constants_of(model), p->channels);
    const uint32_t channels = tml_input_channels(model, op);
    const int8_t *x = tml_activation(engine, input);
    int8_t *saved = (int8_t *)engine->arena + p->saved;
    for (uint32_t i = 0; i < tml_elements(input); i += channels)
    {
        for (uint32_t k = 0; k < p->selected; k++)
        {
            *saved++ = x[i + numbers[k]];
        }
    }
}

/* The window of an operator; a dense layer reads one pixel. */
static tml_window_shape window_of(const uint8_t *model, const tml_operator *op)
{
    const tml_tensor *in = tml_tensors_of(model) + op->input0;
    const tml_tensor *out = tml_tensors_of(model) + op->output;
    if (op->code == TML_CONV_2D)
    {
        return tml_window_shape_of(op, in, out);
    }
    const tml_window_shape dense = {{1, 1, 1, 1, 0}, {1, 1, 1, 1, 0}, (int32_t)tml_elements(in), 1, out->shape[3], 0};
    return dense;
}

/* Outputs [begin, end) of a row of which a tap reads an input, and the input that the first of them reads. */
typedef struct reached
{
    int32_t begin;
    int32_t end;
    int32_t input;
} reached;

static reached outputs_of(const tml_window_shape *shape, int32_t kx)
{
    const tml_axis *x = &shape->x;
    reached r = {0, 0, kx * x->dilation - x->before};
    for (; r.input < 0 && r.begin < shape->output_width; r.begin++)
    {
        r.input += x->stride;
    }
    r.end = r.begin;
    for (int32_t ix = r.input; ix < x->input && r.end < shape->output_width; r.end++)
    {
        ix += x->stride;
    }
    return r;
}

/* Of a weight of a channel: the products of the row's mantissas, and what its tap reads of a line of the input. */
static int32_t gradient_of(const int16_t *mantissa, int32_t channels, const int8_t *x, int32_t step, int32_t zero,
                           int32_t count)
{
    int32_t sum = 0;
    for (; count > 0; count--, mantissa += channels, x += step)
    {
        sum += *mantissa * (*x - zero);
    }
    return sum;
}

void tml_step_channels(const tml_engine *engine, tml_learn_state *learn, uint32_t operator_index,
                       const tml_output_row *row)
{
    const uint8_t *model = engine->model;
    const tml_parameter *p = tml_find_parameter(model, TML_PARAMETER_CHANNELS, operator_index);
    if (p == NULL)
    {
        return;
    }
    const tml_operator *op = tml_operators_of(model) + operator_index;
    const tml_window_shape shape = window_of(model, op);
    const int32_t zero = tml_tensors_of(model)[op->input0].zero_point;
    const int8_t *factory = tml_signed_bytes(tml_constants_of(model), p->factory);
    const int8_t *saved = (const int8_t *)engine->arena + p->saved;
    int8_t *staged = (int8_t *)tml_block_of(engine, 1) + p->offset;
    int8_t *residual = (int8_t *)engine->arena + p->residual;
    tml_update update = tml_update_of(model, p, &learn->random);
    const int is_last = row->y + 1u == tml_tensors_of(model)[op->output].shape[1];
    update.decay = is_last ? update.decay : 0; /* once a visit */
    const tml_span y = tml_span_at(&shape.y, (int32_t)row->y);
    const int32_t pixel = (int32_t)p->selected; /* bytes of one that is saved */
    /* Weight i is that of channel o, tap (ky, kx) and selected channel k. */
    uint32_t i = 0;
    for (uint32_t o = 0; o < (uint32_t)shape.output_channels; o++)
    {
        for (int32_t tap = 0; tap < shape.y.filter * shape.x.filter; tap++)
        {
            const int32_t ky = tap / shape.x.filter;
            const int is_inside = ky >= y.begin && ky < y.end;
            const reached x = outputs_of(&shape, tap % shape.x.filter);
            const int32_t count = is_inside ? x.end - x.begin : 0;
            const int16_t *mantissas = row->mantissas + o;
            const int8_t *from = saved;
            if (count != 0)
            {
                mantissas += x.begin * shape.output_channels;
                from += ((y.origin + ky * shape.y.dilation) * shape.x.input + x.input) * pixel;
            }
            for (int32_t k = 0; k < pixel; k++, i++)
            {
                const int32_t sum =
                    gradient_of(mantissas, shape.output_channels, from + k, shape.x.stride * pixel, zero, count);
                if (sum != 0 || update.decay != 0)
                {
                    tml_step_weight(&update, tml_step_of(&update, o, sum, row->exponent - 8), factory[i], &staged[i],
                                    &residual[i]);
                }
            }
        }
    }
}

uint64_t tml_channels_macs(const uint8_t *model, uint32_t operator_index)
{
    const tml_parameter *p = tml_find_parameter(model, TML_PARAMETER_CHANNELS, operator_index);
    const tml_tensor *output = tml_tensors_of(model) + tml_operators_of(model)[operator_index].output;
    return p == NULL ? 0 : (uint64_t)p->bytes * (8u + output->shape[2]);
}
