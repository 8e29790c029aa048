/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "operators.h"

static void run_concatenation(const tml_job *job)
{
    const uint8_t *model = job->engine->model;
    const uint32_t axis = job->op->filter[0];
    const uint32_t inner = axis == 1 ? tml_row_elements(job->out) : axis == 2 ? job->out->shape[3] : 1u;
    const uint32_t distance = job->out->shape[axis] * inner;
    uint32_t start = 0; /* of this part along the axis */
    for (uint32_t i = 0; i < tml_input_count(model, job->op); i++)
    {
        const tml_tensor *part = tml_tensors_of(model) + tml_input_of(model, job->op, i);
        const int8_t *x = tml_activation(job->engine, part);
        const uint32_t size = part->shape[axis];
        int8_t *y = job->y + start * inner;
        if (axis == 1)
        {
            /* Whole rows, each from one part. */
            const uint32_t begin = job->begin > start ? job->begin - start : 0;
            const uint32_t end = job->end > start ? job->end - start : 0;
            tml_copy_blocks(x, inner, begin, end < size ? end : size, inner, y);
        }
        else
        {
            const uint32_t blocks = axis == 2 ? 1u : job->out->shape[2];
            tml_copy_blocks(x, size * inner, job->begin * blocks, job->end * blocks, distance, y);
        }
        start += size;
    }
}

void tml_run_movement(const tml_job *job)
{
    const tml_operator *op = job->op;
    const uint8_t *constants = tml_constants_of(job->engine->model);
    const tml_extents from = tml_extents_of(job->in);
    const tml_extents to = tml_extents_of(job->out);
    switch (op->code)
    {
    case TML_STRIDED_COPY:
        tml_strided_copy(job->x, tml_words(constants, op->multipliers), &to, job->begin, job->end, job->y);
        break;
    case TML_CONCATENATION:
        run_concatenation(job);
        break;
    case TML_PAD:
    {
        const tml_border border = {op->padding[0], op->padding[1], op->filter[0], op->clamp[0]};
        tml_pad(job->x, &from, &border, &to, job->begin, job->end, job->y);
        break;
    }
    case TML_RESIZE_NEAREST_NEIGHBOR:
    {
        const uint16_t *rows = tml_halves(constants, op->weights);
        tml_resize_nearest(job->x, from.width, rows, rows + to.height, &to, job->begin, job->end, job->y);
        break;
    }
    default: /* RESHAPE */
        if ((op->flags & TML_FLAG_IN_PLACE) == 0)
        {
            const uint32_t row = tml_row_elements(job->out);
            memcpy(job->y + job->begin * row, job->x + job->begin * row, (job->end - job->begin) * row);
        }
        break;
    }
}
