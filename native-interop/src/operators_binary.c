/* SPDX-License-Identifier: MIT */
#include "operators.h"

/* One operand: its elements, and how far its neighbours lie apart; 0: one element is repeated along the axis. */
typedef struct operand
{
    const int8_t *data;
    int32_t zero;
    uint32_t row;
    uint32_t column;
    uint32_t channel;
} operand;

static operand operand_of(const tml_engine *engine, const tml_tensor *tensor)
{
    const operand o = {
        tml_values(engine, tensor),
        tensor->zero_point,
        tensor->shape[1] == 1 ? 0 : tml_row_elements(tensor),
        tensor->shape[2] == 1 ? 0 : tensor->shape[3],
        tensor->shape[3] == 1 ? 0 : 1u,
    };
    return o;
}

static void run_pairs(const tml_job *job, const tml_pairs *pairs, int32_t a_zero, int32_t b_zero, int8_t *output)
{
    switch (job->op->code)
    {
    case TML_ADD:
        tml_add(pairs, a_zero, b_zero, 1, &job->q, output);
        break;
    case TML_SUB:
        tml_add(pairs, a_zero, b_zero, -1, &job->q, output);
        break;
    case TML_MUL:
        tml_multiply(pairs, a_zero, b_zero, &job->q, output);
        break;
    case TML_MAXIMUM:
        tml_maximum(pairs, job->q.low, job->q.high, output);
        break;
    default: /* MINIMUM */
        tml_minimum(pairs, job->q.low, job->q.high, output);
        break;
    }
}

void tml_run_binary(const tml_job *job)
{
    const tml_tensor *second = tml_tensors_of(job->engine->model) + job->op->input1;
    const operand a = operand_of(job->engine, job->in);
    const operand b = operand_of(job->engine, second);
    const uint32_t row = tml_row_elements(job->out);
    if (tml_elements(job->in) == tml_elements(job->out) && tml_elements(second) == tml_elements(job->out))
    {
        const uint32_t first = job->begin * row;
        const tml_pairs all = {a.data + first, b.data + first, 1, 1, job->end * row - first};
        run_pairs(job, &all, a.zero, b.zero, job->y + first);
        return;
    }
    const uint32_t width = job->out->shape[2];
    const uint32_t channels = job->out->shape[3];
    for (uint32_t y = job->begin; y < job->end; y++)
    {
        for (uint32_t x = 0; x < width; x++)
        {
            const tml_pairs pixel = {a.data + y * a.row + x * a.column, b.data + y * b.row + x * b.column, a.channel,
                                     b.channel, channels};
            run_pairs(job, &pixel, a.zero, b.zero, job->y + y * row + x * channels);
        }
    }
}
