/* SPDX-License-Identifier: MIT */
#ifndef TINYML_STATE_H
#define TINYML_STATE_H

/* What changes while the engine works: the start of the arena. No pointers, so the same bytes on every machine. */

#include "tinyml/tinyml.h"
#include "format.h"

#define TML_STATE_MAGIC 0x41544C4Du

enum
{
    TML_PHASE_IDLE = 0,
    TML_PHASE_LOSS_BEFORE = 1,
    TML_PHASE_TRAIN = 2,
    TML_PHASE_LOSS_AFTER = 3
};

typedef struct tml_state
{
    uint32_t magic;

    /* inference */
    uint16_t step;   /* the next operator */
    uint8_t running; /* an inference is under way */
    uint8_t fresh;   /* the outputs and the head's input are those of a whole inference */
    uint32_t row;    /* the next row of that operator */

    /* front end */
    int32_t sum[TML_IMU_CHANNELS]; /* of the records of the row under way */
    uint16_t records;              /* in that row */
    uint16_t next_row;             /* of the ring; the oldest one when it is full */
    uint16_t until_due;            /* rows */
    uint8_t due;

    /* learning */
    uint8_t learns; /* the arena has room for it */
    uint8_t marked;
    uint8_t phase;
    uint16_t shots;
    uint16_t position; /* visits in this epoch */
    uint16_t epoch;
    uint32_t order;  /* key of this epoch's order */
    uint32_t random; /* the generator's state */
    uint32_t steps;
    int32_t loss_before;
    int32_t loss_after;
    uint32_t loss_low; /* sum of this pass, 64 bits */
    uint32_t loss_high;
} tml_state;

typedef char tml_state_fits[sizeof(tml_state) <= TML_STATE_BYTES ? 1 : -1];

/* The state of an open engine; null: it is not open. */
static inline tml_state *tml_state_of(const tml_engine *engine)
{
    if (engine == NULL || engine->model == NULL || engine->arena == NULL)
    {
        return NULL;
    }
    tml_state *state = (tml_state *)(void *)engine->arena;
    return state->magic == TML_STATE_MAGIC ? state : NULL;
}

static inline int8_t *tml_activation(const tml_engine *engine, const tml_tensor *tensor)
{
    return (int8_t *)(engine->arena + tensor->offset);
}

/* The elements of an activation or a constant. */
static inline const int8_t *tml_values(const tml_engine *engine, const tml_tensor *tensor)
{
    return tensor->type == TML_TYPE_CONSTANT ? tml_signed_bytes(tml_constants_of(engine->model), tensor->offset)
                                             : tml_activation(engine, tensor);
}

#endif
