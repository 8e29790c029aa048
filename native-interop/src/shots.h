/* SPDX-License-Identifier: MIT */
#ifndef TINYML_SHOTS_H
#define TINYML_SHOTS_H

/*
 * The store of labelled features: rows of features int8 and one label byte, the oldest first, and after the last place
 * one more row, the marked window.
 */

#include <stdint.h>

typedef struct tml_shots
{
    uint8_t *rows;
    uint32_t row_bytes; /* features + 1 */
    uint32_t capacity;
} tml_shots;

static inline uint8_t *tml_shot(const tml_shots *shots, uint32_t index)
{
    return shots->rows + index * shots->row_bytes;
}

static inline const int8_t *tml_shot_feature(const tml_shots *shots, uint32_t index)
{
    return (const int8_t *)tml_shot(shots, index);
}

static inline uint8_t tml_shot_label(const tml_shots *shots, uint32_t index)
{
    return tml_shot(shots, index)[shots->row_bytes - 1];
}

/* Appends the marked row to the count that are stored; returns the new count. */
uint32_t tml_shots_store(const tml_shots *shots, uint32_t count, uint8_t label);

#endif
