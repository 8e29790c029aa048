/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "learn.h"
#include "head_bias.h"
#include "random.h"
#include "shots.h"

static int32_t *learnt_bias(const tml_engine *engine, const tml_learning *plan)
{
    return (int32_t *)(void *)(engine->arena + plan->bias);
}

const int32_t *tml_head_bias(const tml_engine *engine, const tml_state *state)
{
    return state->learns && state->phase == TML_PHASE_IDLE ? learnt_bias(engine, tml_learning_of(engine->model)) : NULL;
}

/* Everything that the calls below need; an error where the engine does not learn. */
typedef struct learner
{
    tml_state *state;
    const int8_t *feature; /* of the last inference */
    tml_head head;
    tml_shots shots;
} learner;

static tml_status open_learner(const tml_engine *engine, learner *l)
{
    l->state = tml_state_of(engine);
    if (l->state == NULL)
    {
        return TML_E_STATE;
    }
    const uint8_t *model = engine->model;
    const tml_learning *plan = tml_learning_of(model);
    if (plan == NULL)
    {
        return TML_E_UNSUPPORTED;
    }
    if (!l->state->learns)
    {
        return TML_E_ARENA_SIZE;
    }
    const uint8_t *constants = tml_constants_of(model);
    const tml_operator *op = tml_operators_of(model) + plan->head;
    const tml_tensor *input = tml_tensors_of(model) + op->input0;
    const tml_head head = {
        plan,
        tml_signed_bytes(constants, op->weights),
        tml_words(constants, op->bias),
        tml_words(constants, plan->logits),
        tml_signed_bytes(constants, plan->logit_shifts),
        tml_words(constants, plan->steps),
        tml_signed_bytes(constants, plan->step_shifts),
        tml_zero_of_sums(op, input),
        tml_elements(input),
        tml_tensors_of(model)[op->output].shape[3],
        learnt_bias(engine, plan),
    };
    const tml_shots shots = {engine->arena + plan->store, head.features + 1u, plan->shots};
    l->feature = tml_activation(engine, input);
    l->head = head;
    l->shots = shots;
    return TML_OK;
}

static void reset_bias(const tml_head *head)
{
    memcpy(head->bias, head->factory, head->classes * sizeof head->bias[0]);
}

tml_status tml_mark(tml_engine *engine)
{
    learner l;
    const tml_status status = open_learner(engine, &l);
    if (status != TML_OK)
    {
        return status;
    }
    if (l.state->running)
    {
        return TML_E_BUSY;
    }
    if (!l.state->fresh)
    {
        return TML_E_NO_SHOT;
    }
    memcpy(tml_shot(&l.shots, l.shots.capacity), l.feature, l.head.features);
    l.state->marked = 1;
    return TML_OK;
}

tml_status tml_label(tml_engine *engine, uint32_t label)
{
    learner l;
    const tml_status status = open_learner(engine, &l);
    if (status != TML_OK)
    {
        return status;
    }
    if (label >= l.head.classes)
    {
        return TML_E_LABEL;
    }
    if (!l.state->marked)
    {
        return TML_E_NO_SHOT;
    }
    if (l.state->phase != TML_PHASE_IDLE)
    {
        return TML_E_BUSY;
    }
    l.state->shots = (uint16_t)tml_shots_store(&l.shots, l.state->shots, (uint8_t)label);
    l.state->marked = 0;
    return TML_OK;
}

/* Starts a pass over the shots. */
static void enter(tml_state *state, uint8_t phase)
{
    state->phase = phase;
    state->position = 0;
    state->loss_low = 0;
    state->loss_high = 0;
}

static void start(const learner *l, uint32_t seed)
{
    reset_bias(&l->head);
    l->state->random = seed;
    l->state->order = tml_random(&l->state->random);
    l->state->epoch = 0;
    l->state->steps = 0;
    enter(l->state, TML_PHASE_LOSS_BEFORE);
}

/* Adds a shot to the pass; returns the mean loss so far, Q16.16. */
static int32_t visit_for_loss(const learner *l)
{
    tml_state *state = l->state;
    const uint32_t shot = state->position++;
    uint64_t sum = (uint64_t)state->loss_high << 32 | state->loss_low; /* Q.26, below 2^46 */
    sum += (uint64_t)tml_head_loss(&l->head, tml_shot_feature(&l->shots, shot), tml_shot_label(&l->shots, shot));
    state->loss_low = (uint32_t)sum;
    state->loss_high = (uint32_t)(sum >> 32);
    const uint64_t divisor = (uint64_t)state->position << 10;
    return (int32_t)((sum + divisor / 2u) / divisor);
}

static void visit_for_training(const learner *l)
{
    tml_state *state = l->state;
    const uint32_t shot = tml_shuffled(state->position++, state->shots, state->order);
    tml_head_step(&l->head, tml_shot_feature(&l->shots, shot), tml_shot_label(&l->shots, shot), &state->random);
    state->steps++;
}

/* One visit of a shot, in whatever pass is under way. */
static void visit(const learner *l)
{
    tml_state *state = l->state;
    switch (state->phase)
    {
    case TML_PHASE_LOSS_BEFORE:
        state->loss_before = visit_for_loss(l);
        if (state->position == state->shots)
        {
            enter(state, TML_PHASE_TRAIN);
        }
        break;
    case TML_PHASE_TRAIN:
        visit_for_training(l);
        if (state->position == state->shots)
        {
            state->position = 0;
            state->epoch++;
            state->order = tml_random(&state->random);
            if (state->epoch == l->head.plan->epochs)
            {
                enter(state, TML_PHASE_LOSS_AFTER);
            }
        }
        break;
    default:
        state->loss_after = visit_for_loss(l);
        if (state->position == state->shots)
        {
            enter(state, TML_PHASE_IDLE);
        }
        break;
    }
}

tml_status tml_adapt(tml_engine *engine, uint32_t max_steps, uint32_t seed)
{
    learner l;
    const tml_status status = open_learner(engine, &l);
    if (status != TML_OK)
    {
        return status;
    }
    if (l.state->running)
    {
        return TML_E_BUSY;
    }
    if (l.state->shots == 0)
    {
        return TML_E_NO_SHOT;
    }
    if (l.state->phase == TML_PHASE_IDLE)
    {
        start(&l, seed);
    }
    for (uint32_t visits = 0; l.state->phase != TML_PHASE_IDLE; visits++)
    {
        if (max_steps != 0 && visits == max_steps)
        {
            return TML_AGAIN;
        }
        visit(&l);
    }
    return TML_OK;
}

tml_status tml_factory(tml_engine *engine)
{
    learner l;
    const tml_status status = open_learner(engine, &l);
    if (status != TML_OK)
    {
        return status;
    }
    if (l.state->running)
    {
        return TML_E_BUSY;
    }
    reset_bias(&l.head);
    enter(l.state, TML_PHASE_IDLE);
    l.state->shots = 0;
    l.state->marked = 0;
    l.state->steps = 0;
    l.state->loss_before = 0;
    l.state->loss_after = 0;
    return TML_OK;
}

tml_status tml_learn_status(const tml_engine *engine, tml_learn_info *info)
{
    learner l;
    const tml_status status = info == NULL ? TML_E_ARGUMENT : open_learner(engine, &l);
    if (status != TML_OK)
    {
        return status;
    }
    int64_t most = 0;
    for (uint32_t c = 0; c < l.head.classes; c++)
    {
        const int64_t change = (int64_t)l.head.bias[c] - l.head.factory[c];
        const int64_t size = change < 0 ? -change : change;
        most = size > most ? size : most;
    }
    info->shots = l.state->shots;
    info->steps = l.state->steps;
    info->loss_before = l.state->loss_before;
    info->loss_after = l.state->loss_after;
    info->max_change = most > INT32_MAX ? INT32_MAX : (int32_t)most;
    return TML_OK;
}

const int32_t *tml_learnt_bias(const tml_engine *engine, uint32_t *count)
{
    learner l;
    if (open_learner(engine, &l) != TML_OK)
    {
        return NULL;
    }
    if (count != NULL)
    {
        *count = l.head.classes;
    }
    return l.head.bias;
}
