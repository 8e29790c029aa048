/* SPDX-License-Identifier: MIT */
#ifndef TINYML_OPERATORS_H
#define TINYML_OPERATORS_H

/* Rows of one operator, everything found: what stands between the format and the kernels. */

#include "engine.h"
#include "kernels.h"

typedef struct tml_job
{
    const tml_engine *engine;
    const tml_operator *op;
    const tml_tensor *in; /* input 0 */
    const tml_tensor *out;
    const int8_t *x;
    int8_t *y;
    uint32_t begin; /* rows of the output */
    uint32_t end;
    tml_requantization q;
} tml_job;

static inline tml_extents tml_extents_of(const tml_tensor *tensor)
{
    const tml_extents extents = {tensor->shape[1], tensor->shape[2], tensor->shape[3]};
    return extents;
}

static inline uint32_t tml_row_elements(const tml_tensor *tensor)
{
    return (uint32_t)tensor->shape[2] * tensor->shape[3];
}

tml_window_shape tml_window_shape_of(const tml_operator *op, const tml_tensor *in, const tml_tensor *out);

/* ADD, SUB, MUL, MAXIMUM, MINIMUM. */
void tml_run_binary(const tml_job *job);

/* Operators that only move elements: STRIDED_COPY, CONCATENATION, PAD, RESIZE_NEAREST_NEIGHBOR, RESHAPE. */
void tml_run_movement(const tml_job *job);

#endif
