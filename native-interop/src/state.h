/* SPDX-License-Identifier: MIT */
#ifndef TINYML_STATE_H
#define TINYML_STATE_H

/* What changes while the engine works: the start of the arena. No pointers, so the same bytes on every machine. */

#include "tinyml/tinyml.h"
#include "format.h"

#define TML_STATE_MAGIC 0x41544C4Du

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

    uint8_t learns; /* the arena has room for it */
} tml_state;

typedef char tml_state_fits[sizeof(tml_state) <= TML_STATE_BYTES ? 1 : -1];

/* Of a round of an adaptation: adaptation.c. */
enum
{
    TML_PASS_NONE = 0,
    TML_PASS_BASE = 1, /* tests the factory's parameters */
    TML_PASS_TRAIN = 2,
    TML_PASS_TEST = 3 /* tests the trained ones at a level */
};

/* What was trained is tested whole, and with the distance from the factory's values halved up to three times. */
#define TML_LEVELS 4u

/* Visits of a test: how many named the right class, and the sum of their losses, Q.22. */
typedef struct tml_tally
{
    uint32_t right;
    uint32_t loss_low; /* 64 bits */
    uint32_t loss_high;
} tml_tally;

enum
{
    TML_VISIT_NONE = 0,
    TML_VISIT_FORWARD = 1,
    TML_VISIT_HEAD = 2,
    TML_VISIT_BACKWARD = 3,
    TML_VISIT_UPDATE = 4
};

/* What changes while the engine learns: it follows the arena of inference. */
typedef struct tml_learn_state
{
    /* the visit of a shot: visit.h */
    uint8_t visit;      /* where it stands */
    uint8_t trains;     /* its block changes */
    uint8_t staged;     /* its block is the staged one */
    uint8_t label;      /* of the shot */
    uint16_t row;       /* shots.h */
    uint16_t predicted; /* class */
    uint32_t unit;      /* done in this part of the visit */
    int32_t visit_loss; /* Q9.22 nats */

    /* the store */
    uint16_t shots;
    uint16_t learnt; /* shots that the active block was learnt from; 0: it has the factory's values */
    uint32_t seen;   /* shots that were ever stored */
    uint8_t marked;

    /* the adaptation: adaptation.c */
    uint8_t pass;
    uint8_t level;    /* how often what was trained has been halved */
    uint8_t decision; /* of the last one: tml_decision */
    uint16_t round;   /* fold that is held back; folds: the last round, which holds none back */
    uint16_t folds;
    uint16_t epoch;
    uint16_t doubtful; /* shots that the last round leaves out */
    uint16_t user_tested;
    uint16_t factory_tested;
    uint32_t position; /* place in this pass */
    uint32_t order;    /* key of this epoch's order */
    uint32_t seed;     /* of each round */
    uint32_t random;   /* the generator's state */
    uint32_t steps;
    tml_tally user_base; /* the user's shots, each while it was held back */
    tml_tally user[TML_LEVELS];
    tml_tally factory_base;
    tml_tally factory;
} tml_learn_state;

typedef char tml_learn_state_fits[sizeof(tml_learn_state) <= TML_LEARN_STATE_BYTES ? 1 : -1];

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

/* The state of an engine that learns. */
static inline tml_learn_state *tml_learn_state_of(const tml_engine *engine)
{
    return (tml_learn_state *)(void *)(engine->arena + tml_header_of(engine->model)->arena_bytes);
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
