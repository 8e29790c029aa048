/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "head.h"
#include "learn.h"
#include "random.h"
#include "shots.h"
#include "visit.h"

const uint8_t *tml_active_block(const tml_engine *engine, const tml_state *state)
{
    return state->learns ? tml_block_of(engine, 0) : NULL;
}

int tml_tensors_are_taken(const tml_engine *engine, const tml_state *state)
{
    return state->learns && tml_learning_of(engine->model)->shot_kind == TML_SHOT_WINDOW &&
           tml_learn_state_of(engine)->visit != TML_VISIT_NONE;
}

int tml_is_adapting(const tml_engine *engine)
{
    return tml_learn_state_of(engine)->pass != TML_PASS_NONE;
}

tml_status tml_find_learner(const tml_engine *engine)
{
    const tml_state *state = tml_state_of(engine);
    return state == NULL                            ? TML_E_STATE
           : tml_learning_of(engine->model) == NULL ? TML_E_UNSUPPORTED
           : !state->learns                         ? TML_E_ARENA_SIZE
                                                    : TML_OK;
}

/* The same, while no inference and no visit uses the tensors. */
static tml_status find_idle_learner(const tml_engine *engine)
{
    const tml_status status = tml_find_learner(engine);
    return status == TML_OK && tml_state_of(engine)->running ? TML_E_BUSY : status;
}

tml_status tml_mark(tml_engine *engine)
{
    const tml_status status = find_idle_learner(engine);
    if (status != TML_OK)
    {
        return status;
    }
    if (tml_tensors_are_taken(engine, tml_state_of(engine)))
    {
        return TML_E_BUSY;
    }
    if (!tml_state_of(engine)->fresh)
    {
        return TML_E_NO_SHOT;
    }
    const tml_shots shots = tml_shots_of(engine);
    memcpy(tml_shot(&shots, shots.capacity), tml_activation(engine, tml_shot_tensor(engine->model)),
           shots.row_bytes - 1u);
    tml_learn_state_of(engine)->marked = 1;
    return TML_OK;
}

tml_status tml_label(tml_engine *engine, uint32_t label)
{
    const tml_status status = tml_find_learner(engine);
    if (status != TML_OK)
    {
        return status;
    }
    tml_learn_state *learn = tml_learn_state_of(engine);
    if (label >= tml_head_classes(engine->model))
    {
        return TML_E_LABEL;
    }
    if (!learn->marked)
    {
        return TML_E_NO_SHOT;
    }
    if (tml_is_adapting(engine))
    {
        return TML_E_BUSY;
    }
    const tml_shots shots = tml_shots_of(engine);
    learn->shots = (uint16_t)tml_shots_store(&shots, learn->shots, (uint8_t)label);
    learn->seen++;
    learn->marked = 0;
    return TML_OK;
}

/* Starts a pass over the shots. */
static void enter(tml_learn_state *learn, uint8_t pass)
{
    learn->pass = pass;
    learn->position = 0;
    learn->loss_low = 0;
    learn->loss_high = 0;
}

/* The residuals of trained weights: nothing but the int8 weights is left of what was learnt before. */
static void reset_residuals(const tml_engine *engine)
{
    uint32_t count;
    const tml_parameter *parameters = tml_parameters_of(engine->model, &count);
    for (uint32_t i = 0; i < count; i++)
    {
        if (parameters[i].kind != TML_PARAMETER_BIAS)
        {
            memset(engine->arena + parameters[i].residual, 0, parameters[i].bytes);
        }
    }
}

static void start(const tml_engine *engine, tml_learn_state *learn, uint32_t seed)
{
    tml_parameters_reset(engine->model, tml_block_of(engine, 1));
    reset_residuals(engine);
    learn->random = seed;
    learn->order = tml_random(&learn->random);
    learn->epoch = 0;
    learn->steps = 0;
    enter(learn, TML_PASS_LOSS_BEFORE);
}

/* Adds the loss of the visit to the pass; returns the mean so far, Q16.16. */
static int32_t add_loss(tml_learn_state *learn)
{
    uint64_t sum = (uint64_t)learn->loss_high << 32 | learn->loss_low; /* Q.22 */
    sum += (uint32_t)learn->visit_loss;
    learn->loss_low = (uint32_t)sum;
    learn->loss_high = (uint32_t)(sum >> 32);
    const uint64_t divisor = (uint64_t)learn->position << 6;
    return (int32_t)((sum + divisor / 2u) / divisor);
}

static void start_visit(tml_engine *engine, tml_learn_state *learn)
{
    const int trains = learn->pass == TML_PASS_TRAIN;
    const uint32_t place = learn->position++;
    const uint32_t shot = trains ? tml_shuffled(place, learn->shots, learn->order) : place;
    tml_visit_start(engine, shot, 1, trains ? TML_VISIT_TO_TRAIN : TML_VISIT_TO_TEST);
}

/* What a visit that is done means for the pass. */
static void end_visit(const tml_engine *engine, tml_learn_state *learn)
{
    const int ends = learn->position == learn->shots;
    switch (learn->pass)
    {
    case TML_PASS_LOSS_BEFORE:
        learn->loss_before = add_loss(learn);
        if (ends)
        {
            enter(learn, TML_PASS_TRAIN);
        }
        break;
    case TML_PASS_TRAIN:
        learn->steps++;
        if (ends)
        {
            learn->position = 0;
            learn->epoch++;
            learn->order = tml_random(&learn->random);
            if (learn->epoch == tml_learning_of(engine->model)->epochs)
            {
                enter(learn, TML_PASS_LOSS_AFTER);
            }
        }
        break;
    default:
        learn->loss_after = add_loss(learn);
        if (ends)
        {
            memcpy(tml_block_of(engine, 0), tml_block_of(engine, 1), tml_learning_of(engine->model)->parameter_bytes);
            learn->learnt = learn->shots;
            enter(learn, TML_PASS_NONE);
        }
        break;
    }
}

tml_status tml_adapt(tml_engine *engine, uint32_t max_macs, uint32_t seed)
{
    const tml_status status = tml_find_learner(engine);
    if (status != TML_OK)
    {
        return status;
    }
    tml_learn_state *learn = tml_learn_state_of(engine);
    if ((tml_state_of(engine)->running && learn->visit == TML_VISIT_NONE) ||
        (learn->pass == TML_PASS_NONE && learn->visit != TML_VISIT_NONE))
    {
        return TML_E_BUSY; /* an inference of the user, or a tml_step */
    }
    if (learn->shots == 0)
    {
        return TML_E_NO_SHOT;
    }
    if (learn->pass == TML_PASS_NONE)
    {
        start(engine, learn, seed);
    }
    tml_budget budget = tml_budget_of(max_macs);
    while (learn->pass != TML_PASS_NONE)
    {
        if (learn->visit == TML_VISIT_NONE)
        {
            if (budget.used && budget.left == 0)
            {
                return TML_AGAIN;
            }
            start_visit(engine, learn);
        }
        if (tml_visit_continue(engine, &budget) == TML_AGAIN)
        {
            return TML_AGAIN;
        }
        end_visit(engine, learn);
    }
    return TML_OK;
}

tml_status tml_factory(tml_engine *engine)
{
    const tml_status status = tml_find_learner(engine);
    if (status != TML_OK)
    {
        return status;
    }
    tml_learn_state *learn = tml_learn_state_of(engine);
    if (tml_state_of(engine)->running && learn->visit == TML_VISIT_NONE)
    {
        return TML_E_BUSY;
    }
    tml_visit_abandon(engine);
    memset(learn, 0, sizeof *learn);
    tml_parameters_reset(engine->model, tml_block_of(engine, 0));
    tml_parameters_reset(engine->model, tml_block_of(engine, 1));
    reset_residuals(engine);
    return TML_OK;
}

tml_status tml_learn_status(const tml_engine *engine, tml_learn_info *info)
{
    const tml_status status = info == NULL ? TML_E_ARGUMENT : tml_find_learner(engine);
    if (status != TML_OK)
    {
        return status;
    }
    const tml_learn_state *learn = tml_learn_state_of(engine);
    const uint32_t change = tml_parameters_change(engine->model, tml_block_of(engine, 0));
    info->shots = learn->shots;
    info->steps = learn->steps;
    info->loss_before = learn->loss_before;
    info->loss_after = learn->loss_after;
    info->max_change = change > INT32_MAX ? INT32_MAX : (int32_t)change;
    return TML_OK;
}

const uint8_t *tml_parameters(const tml_engine *engine, uint32_t *bytes)
{
    if (tml_find_learner(engine) != TML_OK)
    {
        return NULL;
    }
    if (bytes != NULL)
    {
        *bytes = tml_learning_of(engine->model)->parameter_bytes;
    }
    return tml_block_of(engine, 0);
}

const int32_t *tml_learnt_bias(const tml_engine *engine, uint32_t *count)
{
    const uint8_t *model = engine == NULL ? NULL : engine->model;
    const tml_parameter *bias = tml_find_learner(engine) != TML_OK
                                    ? NULL
                                    : tml_find_parameter(model, TML_PARAMETER_BIAS, tml_learning_of(model)->head);
    if (bias == NULL)
    {
        return NULL;
    }
    if (count != NULL)
    {
        *count = bias->bytes / 4u;
    }
    return tml_words(tml_block_of(engine, 0), bias->offset);
}
