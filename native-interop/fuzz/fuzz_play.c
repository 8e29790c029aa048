/* SPDX-License-Identifier: MIT */

/* The interface as a state machine: calls in any order, with bounded work, in an arena of exactly the stated size. */

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum
{
    FEED,
    WINDOW,
    RUN,
    RUN_SLICE,
    MARK,
    LABEL,
    ADAPT,
    GAP,
    RESTART,
    FACTORY,
    SELF_TEST,
    ASK,
    PATCH,
    CALLS
};

#define MAX_CALLS            96u
#define MAX_RECORDS          512u
#define MAX_PATCH            4096u
#define CALL(call, argument) (uint8_t)((call) + CALLS * (argument))

/* What every accepted model goes through before its own script. */
static const uint8_t common[] = {
    CALL(FEED, 1),   CALL(WINDOW, 0), CALL(RUN, 1),   CALL(MARK, 0),      CALL(LABEL, 0),   CALL(RUN_SLICE, 3),
    CALL(WINDOW, 0), CALL(ADAPT, 1),  CALL(RUN, 2),   CALL(MARK, 0),      CALL(LABEL, 1),   CALL(ADAPT, 2),
    CALL(FEED, 3),   CALL(RUN, 3),    CALL(ADAPT, 9), CALL(SELF_TEST, 0), CALL(ASK, 0),     CALL(GAP, 0),
    CALL(FEED, 2),   CALL(WINDOW, 0), CALL(RUN, 0),   CALL(RUN_SLICE, 1), CALL(RESTART, 0), CALL(ASK, 1),
    CALL(PATCH, 3),  CALL(RUN, 1),    CALL(PATCH, 7), CALL(ADAPT, 3),     CALL(PATCH, 12),
};

typedef struct player
{
    tml_engine engine;
    const uint8_t *model;
    uint64_t whole;  /* multiply-accumulates of an inference */
    uint64_t row;    /* of its most expensive row */
    uint64_t visit;  /* about those of a visit of a shot */
    uint64_t budget; /* multiply-accumulates that are left */
} player;

static int take(player *p, uint64_t work)
{
    if (work > p->budget)
    {
        return 0;
    }
    p->budget -= work;
    return 1;
}

/* What feeding costs: bytes, and about 16 steps for each point of a frame's transform. */
static uint64_t feed_cost(const uint8_t *model, uint32_t records, uint32_t bytes)
{
    const tml_front_end *front = tml_front_end_of(model);
    const int has_frames = front != NULL && front->kind == TML_FRONT_END_AUDIO;
    return bytes + (has_frames ? 16u * (records / front->decimation + 1u) * (uint64_t)tml_as_audio(front)->fft : 0u);
}

/* Records in a block of exactly their size, as many as a window needs and a few bytes more. */
static void feed(player *p, uint32_t argument)
{
    const uint32_t record = tml_info(p->model, TML_RECORD_BYTES);
    const uint32_t window = tml_info(p->model, TML_ROWS) * tml_info(p->model, TML_DECIMATION);
    const uint32_t records = window < MAX_RECORDS ? window : MAX_RECORDS;
    const uint32_t bytes = record * records / (argument + 1u) + argument;
    if (!take(p, feed_cost(p->model, records, bytes)))
    {
        return;
    }
    uint32_t seed = argument;
    uint8_t *block = fuzz_allocate(bytes, 0x80); /* the least number on every channel */
    for (uint32_t i = 0; i < bytes && argument % 3u != 0; i++)
    {
        block[i] = (uint8_t)fuzz_random(&seed);
    }
    const int32_t consumed = tml_feed(&p->engine, block, bytes);
    if (consumed > (int32_t)bytes)
    {
        fuzz_fail("more was consumed than was fed");
    }
    free(block);
}

static void run(player *p, uint32_t argument)
{
    if (take(p, p->whole))
    {
        fuzz_fill_inputs(&p->engine, argument);
        tml_run(&p->engine, 0);
    }
}

static void run_slice(player *p, uint32_t argument)
{
    const uint32_t macs = 1u + argument * 97u;
    if (take(p, p->row + macs))
    {
        tml_run(&p->engine, macs);
    }
}

static void adapt(player *p, uint32_t argument)
{
    const uint64_t macs = p->visit * (1u + argument * 5u);
    const uint32_t budget = macs > UINT32_MAX ? UINT32_MAX : (uint32_t)macs;
    if (take(p, budget + p->row))
    {
        tml_adapt(&p->engine, budget, argument);
    }
}

static void ask(player *p)
{
    uint32_t sum = 0;
    tml_learn_info info;
    if (tml_learn_status(&p->engine, &info) == TML_OK)
    {
        uint32_t count = 0;
        const int32_t *bias = tml_learnt_bias(&p->engine, &count);
        for (uint32_t i = 0; i < count; i++)
        {
            sum += (uint32_t)bias[i];
        }
        sum += info.shots + info.steps + (uint32_t)info.max_change;
    }
    for (uint32_t field = 0; field < 80; field++)
    {
        sum += tml_info(p->model, field);
    }
    sum += (uint32_t)strlen(tml_name(p->model));
    for (uint32_t i = 0; i < 70; i++)
    {
        sum += (uint32_t)strlen(tml_class_label(p->model, i));
    }
    volatile uint32_t sink = sum;
    (void)sink;
}

static void play(player *p, uint8_t code)
{
    const uint32_t argument = code / CALLS;
    switch (code % CALLS)
    {
    case FEED:
        feed(p, argument);
        break;
    case WINDOW:
        tml_window(&p->engine);
        break;
    case RUN:
        run(p, argument);
        break;
    case RUN_SLICE:
        run_slice(p, argument);
        break;
    case MARK:
        tml_mark(&p->engine);
        break;
    case LABEL:
        tml_label(&p->engine, argument);
        break;
    case ADAPT:
        adapt(p, argument);
        break;
    case GAP:
        tml_gap(&p->engine);
        break;
    case RESTART:
        tml_restart(&p->engine);
        break;
    case FACTORY:
        tml_factory(&p->engine);
        break;
    case PATCH:
        if (take(p, MAX_PATCH))
        {
            fuzz_patch(&p->engine, argument);
        }
        break;
    case SELF_TEST:
        if (take(p, p->whole))
        {
            tml_selftest(&p->engine, argument);
        }
        break;
    default:
        ask(p);
        break;
    }
}

/* A visit of a shot goes over the head's weights; 0: the model does not learn. */
static uint64_t visit_cost(const uint8_t *model)
{
    const tml_learning *plan = tml_learning_of(model);
    if (plan == NULL)
    {
        return 0;
    }
    const tml_operator *head = tml_operators_of(model) + plan->head;
    const tml_tensor *tensors = tml_tensors_of(model);
    return (uint64_t)(tml_elements(&tensors[head->input0]) + 64u) * tensors[head->output].shape[3];
}

void fuzz_play(const uint8_t *model, const uint8_t *script, size_t script_bytes)
{
    const uint32_t inference = tml_info(model, TML_ARENA_BYTES);
    const uint32_t learning = tml_info(model, TML_LEARN_ARENA_BYTES);
    const uint32_t arena_bytes = learning != 0 ? learning : inference;
    const fuzz_cost cost = fuzz_cost_of(model);
    uint8_t *arena = fuzz_allocate(arena_bytes, 0xFF);
    player p = {{NULL, NULL}, model, cost.whole, cost.row, visit_cost(model), 4u * FUZZ_MAX_MACS};
    if (tml_open(&p.engine, model, arena, arena_bytes) != TML_OK)
    {
        fuzz_fail("an accepted model does not open");
    }
    for (size_t i = 0; i < sizeof common; i++)
    {
        play(&p, common[i]);
    }
    for (size_t i = 0; i < script_bytes && i < MAX_CALLS; i++)
    {
        play(&p, script[i]);
    }
    free(arena);
}
