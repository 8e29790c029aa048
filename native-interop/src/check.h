/* SPDX-License-Identifier: MIT */
#ifndef TINYML_CHECK_H
#define TINYML_CHECK_H

/*
 * The proof of a model, in the order of these functions: each may trust what those before it proved, and nothing else.
 * Sums of a file's own numbers are 64 bits wide, so they cannot wrap.
 */

#include "tinyml/status.h"
#include "format.h"

/* The header, and that length bytes can be read. */
tml_status tml_check_header(const uint8_t *model, uint32_t length);

/* The section table: which sections there are, where, and how long. */
tml_status tml_check_sections(const uint8_t *model);

/* Each tensor record by itself, and the indices of inputs and outputs. */
tml_status tml_check_tensors(const uint8_t *model);

/* Each operator record by itself: operands, geometry, constants, ranges. */
tml_status tml_check_operators(const uint8_t *model);

/* An operator and its tensors, once their indices are proved. */
typedef struct tml_operands
{
    const uint8_t *model;
    const tml_operator *op;
    const tml_tensor *in;
    const tml_tensor *second; /* null: none */
    const tml_tensor *out;
} tml_operands;

/* Whether the shapes of an operator that only moves elements fit, and what it reads lies inside its input. */
tml_status tml_check_movement(const tml_operands *o);

/* Order of execution, and that no two tensors alive together share bytes. */
tml_status tml_check_lifetimes(const uint8_t *model);

/*
 * Whether an operator's output, which shares bytes with its input 0, reaches in the operator's order no byte that is
 * still to be read. Takes as many steps as the output has rows and columns.
 */
int tml_may_overlap_input(const uint8_t *model, const tml_operator *op);

/* Front end, labels, detector, learning, self-test, name. */
tml_status tml_check_front_end(const uint8_t *model);
tml_status tml_check_labels(const uint8_t *model);
tml_status tml_check_detector(const uint8_t *model);
tml_status tml_check_learning(const uint8_t *model);

/* Whether the backward pass, if there is one, is needed and can be done; memory apart. Parameters are proved. */
int tml_is_backward(const uint8_t *model);

/* Whether all that learning keeps has its place in the arena. Parameters and backward pass are proved. */
int tml_has_learning_memory(const uint8_t *model);

tml_status tml_check_self_test(const uint8_t *model);
tml_status tml_check_name(const uint8_t *model);

/* Whether count items of size bytes at offset lie within the constants. */
static inline int tml_in_constants(const uint8_t *model, uint32_t offset, uint64_t count, uint32_t size)
{
    const uint32_t length = tml_find_section(model, TML_SECTION_CONSTANTS)->length;
    return offset % size == 0 && offset <= length && count <= (length - offset) / size;
}

/* Whether count multipliers and shifts of constants that are in bounds have their range; shifts at most greatest. */
static inline int tml_are_factors(const int32_t *multipliers, const int8_t *shifts, uint32_t count, int32_t greatest)
{
    for (uint32_t i = 0; i < count; i++)
    {
        const int in_range = multipliers[i] == 0 || multipliers[i] >= 0x40000000;
        if (!in_range || shifts[i] < -31 || shifts[i] > greatest)
        {
            return 0;
        }
    }
    return 1;
}

/* Whether [a, a + a_bytes) and [b, b + b_bytes) share a byte. */
static inline int tml_share_bytes(uint64_t a, uint64_t a_bytes, uint64_t b, uint64_t b_bytes)
{
    return a < b + b_bytes && b < a + a_bytes;
}

#endif
