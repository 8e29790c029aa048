/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "guard.h"
#include "head.h"
#include "learn.h"
#include "parameters.h"
#include "prototypes.h"
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
    tml_adaptation_abandon(engine);
    const tml_shots shots = tml_shots_of(engine);
    const uint32_t victim = tml_shots_victim(&shots, learn->shots, learn->seen, (uint8_t)label);
    if (victim < shots.capacity)
    {
        learn->shots = (uint16_t)tml_shots_replace(&shots, learn->shots, victim, (uint8_t)label);
        tml_move_prototypes(engine, victim, learn->shots);
    }
    learn->seen++;
    learn->marked = 0;
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
    tml_residuals_reset(engine->model, engine->arena);
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
    const tml_tally *user = &learn->user[learn->level];
    const uint32_t change = tml_parameters_change(engine->model, tml_block_of(engine, 0));
    info->shots = learn->shots;
    info->steps = learn->steps;
    info->loss_before = tml_mean_loss(&learn->user_base, learn->user_tested);
    info->loss_after = tml_mean_loss(user, learn->user_tested);
    info->max_change = change > INT32_MAX ? INT32_MAX : (int32_t)change;
    info->decision = learn->decision;
    info->user_tested = learn->user_tested;
    info->user_before = learn->user_base.right;
    info->user_after = user->right;
    info->factory_tested = learn->factory_tested;
    info->factory_before = learn->factory_base.right;
    info->factory_after = learn->factory.right;
    info->doubtful = learn->doubtful;
    info->level = learn->level;
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
