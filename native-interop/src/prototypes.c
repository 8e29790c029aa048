/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "prototypes.h"
#include "fixed_point.h"
#include "guard.h"
#include "learn.h"
#include "random.h"
#include "update.h"
#include "visit.h"

/* Q.36 nats of a sum (strengths are 1/32 nats, the exponential Q0.31) to the Q.16 in which it is scaled to LSB. */
enum
{
    SUM_TO_NATS = 20,
    NATS = 16
};

static const tml_parameter *prototypes_of(const uint8_t *model)
{
    return tml_learning_of(model) == NULL
               ? NULL
               : tml_find_parameter(model, TML_PARAMETER_PROTOTYPES, tml_learning_of(model)->head);
}

int tml_has_prototypes(const uint8_t *model)
{
    return prototypes_of(model) != NULL;
}

/* At most 32768 features (check_learning.c), so the sum fits 31 bits. */
static int32_t square_distance(const int8_t *a, const int8_t *b, uint32_t count)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        const int32_t d = a[i] - b[i];
        sum += (uint32_t)(d * d);
    }
    return (int32_t)sum;
}

/* exp(-distance^2 / width), Q0.31; below Q5.26 nothing is left. */
static uint32_t nearness(const tml_engine *engine, const tml_parameter *p, int32_t square)
{
    const int32_t *width = tml_words(tml_constants_of(engine->model), p->channels);
    const int32_t right = 31 - width[1]; /* 1 to 62 */
    const int64_t x = ((int64_t)square * width[0] + ((int64_t)1 << (right - 1))) >> right;
    return x > INT32_MAX ? 0 : (uint32_t)tml_exp_q5_26(-(int32_t)x);
}

int32_t tml_prototype_bias(const tml_engine *engine, const tml_head *head, const uint8_t *block, const int8_t *feature,
                           uint32_t class_index)
{
    const tml_parameter *p = prototypes_of(engine->model);
    const int32_t bias = head->bias[class_index];
    if (p == NULL)
    {
        return bias;
    }
    tml_learn_state *learn = tml_learn_state_of(engine);
    const tml_shots shots = tml_shots_of(engine);
    const uint8_t *strengths = block + p->offset;
    uint64_t sum = 0; /* at most 1024 shots of 255: 49 bits */
    for (uint32_t i = 0; i < learn->shots; i++)
    {
        if (strengths[i] != 0 && tml_shot_label(&shots, i) == class_index)
        {
            const int32_t square = square_distance(feature, tml_shot_values(&shots, i), head->features);
            sum += (uint64_t)strengths[i] * nearness(engine, p, square);
        }
    }
    const tml_update update = tml_update_of(engine->model, p, &learn->random);
    const int32_t nats = (int32_t)((sum + (1u << (SUM_TO_NATS - 1))) >> SUM_TO_NATS);
    const int64_t added = (tml_step_of(&update, class_index, nats, NATS) + ((int64_t)1 << 31)) >> 32;
    const int64_t limit = tml_bias_limit(engine->model, p->operator_index);
    return (int32_t)(bias + added > limit ? limit : bias + added);
}

const int32_t *tml_prepare_prototypes(const tml_engine *engine, uint32_t operator_index, const uint8_t *block,
                                      int is_first_row)
{
    const tml_parameter *p = tml_find_parameter(engine->model, TML_PARAMETER_PROTOTYPES, operator_index);
    if (p == NULL)
    {
        return NULL;
    }
    int32_t *biases = (int32_t *)(void *)(engine->arena + p->residual);
    if (is_first_row)
    {
        const tml_head head = tml_head_of(engine->model, block);
        const int8_t *feature = tml_activation(engine, tml_shot_tensor(engine->model));
        for (uint32_t c = 0; c < head.classes; c++)
        {
            biases[c] = tml_prototype_bias(engine, &head, block, feature, c);
        }
    }
    return biases;
}

void tml_train_prototypes(const tml_engine *engine)
{
    const tml_parameter *p = prototypes_of(engine->model);
    if (p == NULL)
    {
        return;
    }
    const tml_learn_state *learn = tml_learn_state_of(engine);
    uint8_t *strengths = tml_block_of(engine, 1) + p->offset;
    for (uint32_t i = 0; i < learn->shots; i++)
    {
        strengths[i] = tml_guard_leaves_out(engine, learn, i) ? 0 : (uint8_t)p->selected;
    }
}

void tml_move_prototypes(const tml_engine *engine, uint32_t victim, uint32_t count)
{
    const tml_parameter *p = prototypes_of(engine->model);
    if (p != NULL)
    {
        uint8_t *strengths = tml_block_of(engine, 0) + p->offset;
        memmove(strengths + victim, strengths + victim + 1, count - victim - 1u);
        strengths[count - 1u] = 0;
    }
}
