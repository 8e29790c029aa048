/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "visit.h"
#include "apart.h"
#include "backward.h"
#include "engine.h"
#include "head.h"
#include "prototypes.h"
#include "shots.h"
#include "update.h"

/* An exponential and a division cost about as much as so many multiply-accumulates; so does the update of a weight. */
enum
{
    SOFTMAX_MACS = 64,
    UPDATE_MACS = 8
};

uint8_t *tml_block_of(const tml_engine *engine, int staged)
{
    const tml_learning *plan = tml_learning_of(engine->model);
    return engine->arena + (staged ? plan->staged : plan->active);
}

static int32_t *gradient_of(const tml_engine *engine)
{
    return (int32_t *)(void *)(engine->arena + tml_learning_of(engine->model)->gradient);
}

/* The head's input of the shot: stored, or what the forward pass has left. */
static const int8_t *feature_of(const tml_engine *engine)
{
    const uint8_t *model = engine->model;
    const tml_learning *plan = tml_learning_of(model);
    return plan->shot_kind == TML_SHOT_FEATURE
               ? tml_row_of(engine, tml_learn_state_of(engine)->row)
               : tml_activation(engine, tml_tensors_of(model) + tml_operators_of(model)[plan->head].input0);
}

static void enter(tml_learn_state *learn, uint8_t part)
{
    learn->visit = part;
    learn->unit = 0;
}

void tml_visit_start(tml_engine *engine, uint32_t row, int staged, tml_visit_kind kind)
{
    tml_learn_state *learn = tml_learn_state_of(engine);
    const int8_t *values = tml_row_of(engine, row);
    learn->row = (uint16_t)row;
    learn->label = (uint8_t)values[tml_shot_elements(engine->model)];
    learn->staged = (uint8_t)(staged != 0);
    learn->trains = kind == TML_VISIT_TO_TRAIN;
    enter(learn, TML_VISIT_HEAD);
    if (tml_learning_of(engine->model)->shot_kind == TML_SHOT_WINDOW)
    {
        uint32_t bytes = 0;
        int8_t *input = tml_input(engine, 0, &bytes);
        memcpy(input, values, bytes);
        enter(learn, TML_VISIT_FORWARD);
    }
}

void tml_visit_abandon(tml_engine *engine)
{
    tml_learn_state *learn = tml_learn_state_of(engine);
    if (learn->visit == TML_VISIT_FORWARD)
    {
        tml_state_of(engine)->running = 0;
    }
    enter(learn, TML_VISIT_NONE);
}

/* A unit is a class. */
TML_APART static tml_status go_through_head(const tml_engine *engine, tml_learn_state *learn, tml_budget *budget)
{
    const uint8_t *block = tml_block_of(engine, learn->staged);
    const tml_head head = tml_head_of(engine->model, block);
    const int8_t *feature = feature_of(engine);
    int32_t *values = gradient_of(engine);
    const uint64_t prototypes =
        tml_has_prototypes(engine->model) ? 1u + learn->shots / head.classes : 0u; /* of a class */
    const uint64_t cost = (1u + prototypes) * (head.features + SOFTMAX_MACS);
    const uint32_t end = learn->unit + tml_afford(budget, cost, head.classes - learn->unit);
    for (; learn->unit < end; learn->unit++)
    {
        const int32_t bias = tml_prototype_bias(engine, &head, block, feature, learn->unit);
        values[learn->unit] = tml_head_logit(&head, feature, learn->unit, bias);
    }
    if (learn->unit < head.classes)
    {
        return TML_AGAIN;
    }
    learn->predicted = (uint16_t)tml_greatest(values, head.classes);
    learn->visit_loss = tml_loss_gradient(values, head.classes, learn->label);
    return TML_OK;
}

/* A class's weights: the gradient of each is the class's times the feature. */
static void update_weights(const tml_engine *engine, const tml_parameter *weights, uint32_t class_index)
{
    const uint8_t *model = engine->model;
    tml_learn_state *learn = tml_learn_state_of(engine);
    const tml_tensor *input = tml_tensors_of(model) + tml_operators_of(model)[weights->operator_index].input0;
    const tml_update update = tml_update_of(model, weights, &learn->random);
    const uint32_t features = tml_elements(input);
    const uint32_t row = class_index * features;
    const int8_t *feature = feature_of(engine);
    const int8_t *factory = tml_signed_bytes(tml_constants_of(model), weights->factory) + row;
    int8_t *staged = (int8_t *)tml_block_of(engine, 1) + weights->offset + row;
    int8_t *residual = (int8_t *)engine->arena + weights->residual + row;
    const int64_t most = (int64_t)1 << 52; /* times an input's 9 bits it fits 62 */
    const int64_t step = tml_step_of(&update, class_index, gradient_of(engine)[class_index], 31 - 8);
    const int64_t unit = step > most ? most : step < -most ? -most : step;
    for (uint32_t f = 0; f < features; f++)
    {
        tml_step_weight(&update, unit * (feature[f] - input->zero_point), factory[f], &staged[f], &residual[f]);
    }
}

/* The head's own parameters, last: the backward pass needs its weights as they were. A unit is a class. */
TML_APART static tml_status update_head(const tml_engine *engine, tml_learn_state *learn, tml_budget *budget)
{
    const uint8_t *model = engine->model;
    const uint32_t head = tml_learning_of(model)->head;
    const tml_parameter *weights = tml_find_parameter(model, TML_PARAMETER_WEIGHTS, head);
    const tml_parameter *bias = tml_find_parameter(model, TML_PARAMETER_BIAS, head);
    const tml_operator *op = tml_operators_of(model) + head;
    const uint32_t classes = tml_head_classes(model);
    const uint64_t cost = UPDATE_MACS * (1u + (weights == NULL ? 0 : (uint64_t)tml_taps_of(model, op)));
    const uint32_t end = learn->unit + tml_afford(budget, cost, classes - learn->unit);
    for (; learn->unit < end; learn->unit++)
    {
        if (bias != NULL)
        {
            const tml_bias_update update = tml_bias_update_of(model, bias, tml_block_of(engine, 1), &learn->random);
            tml_step_bias(&update, learn->unit, gradient_of(engine)[learn->unit], 31);
        }
        if (weights != NULL)
        {
            update_weights(engine, weights, learn->unit);
        }
    }
    return learn->unit < classes ? TML_AGAIN : TML_OK;
}

/* One part of the visit; TML_OK: the next may begin. */
static tml_status go_through(tml_engine *engine, tml_learn_state *learn, tml_budget *budget)
{
    switch (learn->visit)
    {
    case TML_VISIT_FORWARD:
    {
        tml_state *state = tml_state_of(engine);
        const tml_status status =
            tml_run_slice(engine, state, budget, tml_block_of(engine, learn->staged), learn->trains);
        state->fresh = 0; /* not the user's window */
        return status;
    }
    case TML_VISIT_HEAD:
        return go_through_head(engine, learn, budget);
    case TML_VISIT_BACKWARD:
        return tml_backward_continue(engine, learn, budget);
    default:
        return update_head(engine, learn, budget);
    }
}

tml_status tml_visit_continue(tml_engine *engine, tml_budget *budget)
{
    tml_learn_state *learn = tml_learn_state_of(engine);
    while (learn->visit != TML_VISIT_NONE)
    {
        if (go_through(engine, learn, budget) != TML_OK)
        {
            return TML_AGAIN;
        }
        switch (learn->visit)
        {
        case TML_VISIT_FORWARD:
            enter(learn, TML_VISIT_HEAD);
            break;
        case TML_VISIT_HEAD:
            enter(learn, learn->trains ? TML_VISIT_BACKWARD : TML_VISIT_NONE);
            break;
        case TML_VISIT_BACKWARD:
            enter(learn, TML_VISIT_UPDATE);
            break;
        default:
            enter(learn, TML_VISIT_NONE);
            break;
        }
    }
    return TML_OK;
}
