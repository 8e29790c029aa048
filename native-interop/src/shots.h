/* SPDX-License-Identifier: MIT */
#ifndef TINYML_SHOTS_H
#define TINYML_SHOTS_H

/*
 * The store of labelled shots: rows of int8 values (a feature or a window) and one label byte, the oldest first, and
 * after the last place one more row, the marked one.
 */

#include "state.h"

typedef struct tml_shots
{
    uint8_t *rows;
    uint32_t row_bytes; /* values + 1 */
    uint32_t capacity;
    int is_reservoir; /* else balanced by classes */
} tml_shots;

static inline uint8_t *tml_shot(const tml_shots *shots, uint32_t index)
{
    return shots->rows + index * shots->row_bytes;
}

static inline const int8_t *tml_shot_values(const tml_shots *shots, uint32_t index)
{
    return (const int8_t *)tml_shot(shots, index);
}

static inline uint8_t tml_shot_label(const tml_shots *shots, uint32_t index)
{
    return tml_shot(shots, index)[shots->row_bytes - 1];
}

/* The activation that a shot of a model keeps, and its elements. */
const tml_tensor *tml_shot_tensor(const uint8_t *model);
uint32_t tml_shot_elements(const uint8_t *model);

/* The store of an engine that learns. */
tml_shots tml_shots_of(const tml_engine *engine);

/* Rows from this number on are the factory's, in flash. */
#define TML_FACTORY_ROW 0x8000u

/* A shot of the store, or one of the factory's: its values, then its label. */
const int8_t *tml_row_of(const tml_engine *engine, uint32_t row);

/* What an adaptation has found of each shot. */
static inline tml_shot_mark *tml_marks_of(const tml_engine *engine)
{
    return (tml_shot_mark *)(void *)(engine->arena + tml_learning_of(engine->model)->marks);
}

/*
 * Which shot gives way to one of class label, seen having ever been stored: where there is room the place behind the
 * last one; capacity: the new one itself, which a reservoir does not take.
 */
uint32_t tml_shots_victim(const tml_shots *shots, uint32_t count, uint32_t seen, uint8_t label);

/* Gives up a victim, below capacity, and puts the marked row behind the others; returns the new count. */
uint32_t tml_shots_replace(const tml_shots *shots, uint32_t count, uint32_t victim, uint8_t label);

#endif
