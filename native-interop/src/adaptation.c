/* SPDX-License-Identifier: MIT */

/*
 * An adaptation, visit by visit. It goes in rounds: one for each fold of held-back shots, and a last one on all shots
 * that are not doubtful. Each round starts from the factory's values and the seed; it tests the factory's parameters,
 * trains, and tests the result at each level on what it held back; the last one tests on the factory's shots. The guard
 * then decides. A model whose guard is off has the last round alone, tested on what it was trained on.
 */

#include <string.h>

#include "guard.h"
#include "learn.h"
#include "parameters.h"
#include "prototypes.h"
#include "random.h"
#include "shots.h"
#include "visit.h"

#define NO_ROW 0xFFFFFFFFu

static int is_guarded(const tml_engine *engine)
{
    return tml_learning_of(engine->model)->guard == TML_GUARD_TESTS;
}

/* Where the factory's shots are replayed those of even number are trained on, so the others test. */
static uint32_t replayed_rows(const tml_learning *plan)
{
    return plan->replay == 0 ? 0 : (plan->factory_shots + 1u) / 2u;
}

static uint32_t tested_factory_rows(const tml_learning *plan)
{
    return plan->factory_shots - replayed_rows(plan);
}

static void enter(tml_learn_state *learn, uint8_t pass)
{
    learn->pass = pass;
    learn->position = 0;
}

static void enter_round(const tml_engine *engine, tml_learn_state *learn)
{
    tml_parameters_reset(engine->model, tml_block_of(engine, 1));
    tml_residuals_reset(engine->model, engine->arena);
    learn->level = 0;
    learn->epoch = 0;
    learn->random = learn->seed;
    learn->order = tml_random(&learn->random);
    enter(learn, TML_PASS_BASE);
}

/* Forgets what an adaptation has found. */
static void forget(tml_learn_state *learn)
{
    const tml_tally none = {0, 0, 0};
    learn->decision = TML_UNDECIDED;
    learn->level = 0;
    learn->round = 0;
    learn->folds = 0;
    learn->doubtful = 0;
    learn->steps = 0;
    learn->user_tested = 0;
    learn->factory_tested = 0;
    learn->user_base = none;
    learn->factory_base = none;
    learn->factory = none;
    for (uint32_t level = 0; level < TML_LEVELS; level++)
    {
        learn->user[level] = none;
    }
}

void tml_adaptation_abandon(tml_engine *engine)
{
    tml_learn_state *learn = tml_learn_state_of(engine);
    if (learn->pass != TML_PASS_NONE)
    {
        tml_visit_abandon(engine);
        forget(learn);
        enter(learn, TML_PASS_NONE);
    }
}

static void start(const tml_engine *engine, tml_learn_state *learn, uint32_t seed)
{
    const tml_learning *plan = tml_learning_of(engine->model);
    forget(learn);
    if (is_guarded(engine))
    {
        if (learn->shots < 2 || tested_factory_rows(plan) == 0)
        {
            learn->decision = TML_UNTESTED;
            return;
        }
        learn->folds = plan->folds < 2 || plan->folds > learn->shots ? learn->shots : plan->folds;
        learn->factory_tested = (uint16_t)tested_factory_rows(plan);
    }
    tml_guard_deal(engine, learn->shots, learn->folds == 0 ? 1u : learn->folds);
    learn->user_tested = learn->shots;
    learn->seed = seed;
    enter_round(engine, learn);
}

/* The row that is tested at a place; NO_ROW: none. */
static uint32_t tested_row(const tml_engine *engine, const tml_learn_state *learn, uint32_t place)
{
    const tml_learning *plan = tml_learning_of(engine->model);
    if (is_guarded(engine) && tml_is_last_round(learn))
    {
        return TML_FACTORY_ROW + (plan->replay == 0 ? place : 2u * place + 1u);
    }
    return !is_guarded(engine) || tml_marks_of(engine)[place].fold == learn->round ? place : NO_ROW;
}

/*
 * The next shot of the label of one that is left out; NO_ROW: none. Without it a round would see fewer of just the
 * classes that it is tested on, and learn that they are rare.
 */
static uint32_t substitute(const tml_engine *engine, const tml_learn_state *learn, uint32_t left_out)
{
    const tml_shots shots = tml_shots_of(engine);
    const uint8_t label = tml_shot_label(&shots, left_out);
    for (uint32_t i = 1; i < learn->shots; i++)
    {
        const uint32_t shot = (left_out + i) % learn->shots;
        if (tml_shot_label(&shots, shot) == label && !tml_guard_leaves_out(engine, learn, shot))
        {
            return shot;
        }
    }
    return NO_ROW;
}

/* The row that is trained on at a place: a shot, then as many of the factory's as are replayed; NO_ROW: none. */
static uint32_t trained_row(const tml_engine *engine, const tml_learn_state *learn, uint32_t place)
{
    const tml_learning *plan = tml_learning_of(engine->model);
    const uint32_t turn = place / (plan->replay + 1u);
    const uint32_t replay = place % (plan->replay + 1u);
    if (replay != 0)
    {
        const uint32_t visit = ((uint32_t)learn->epoch * learn->shots + turn) * plan->replay + replay - 1u;
        return plan->factory_shots == 0 ? NO_ROW : TML_FACTORY_ROW + 2u * (visit % replayed_rows(plan));
    }
    const uint32_t shot = tml_shuffled(turn, learn->shots, learn->order);
    return tml_guard_leaves_out(engine, learn, shot) ? substitute(engine, learn, shot) : shot;
}

static uint32_t places_of(const tml_engine *engine, const tml_learn_state *learn)
{
    const tml_learning *plan = tml_learning_of(engine->model);
    return learn->pass == TML_PASS_TRAIN                    ? learn->shots * (plan->replay + 1u)
           : is_guarded(engine) && tml_is_last_round(learn) ? learn->factory_tested
                                                            : learn->shots;
}

/* The next row of the pass, from its position on; NO_ROW: the pass is over. */
static uint32_t next_row(const tml_engine *engine, tml_learn_state *learn)
{
    const uint32_t places = places_of(engine, learn);
    for (; learn->position < places; learn->position++)
    {
        const uint32_t row = learn->pass == TML_PASS_TRAIN ? trained_row(engine, learn, learn->position)
                                                           : tested_row(engine, learn, learn->position);
        if (row != NO_ROW)
        {
            return row;
        }
    }
    return NO_ROW;
}

/* What a visit that is done means for the pass. */
static void end_visit(const tml_engine *engine, tml_learn_state *learn)
{
    const int is_base = learn->pass == TML_PASS_BASE;
    if (learn->pass == TML_PASS_TRAIN)
    {
        learn->steps++;
    }
    else if (is_guarded(engine) && tml_is_last_round(learn))
    {
        tml_tally_visit(is_base ? &learn->factory_base : &learn->factory, learn);
    }
    else
    {
        tml_tally_visit(is_base ? &learn->user_base : &learn->user[learn->level], learn);
        if (is_guarded(engine) && !is_base && learn->level == 0 && tml_guard_doubts(engine, learn))
        {
            tml_marks_of(engine)[learn->row].doubtful = 1;
            learn->doubtful++;
        }
    }
}

static void end(tml_learn_state *learn, tml_decision decision)
{
    learn->decision = (uint8_t)decision;
    enter(learn, TML_PASS_NONE);
}

static void confirm(const tml_engine *engine, tml_learn_state *learn)
{
    memcpy(tml_block_of(engine, 0), tml_block_of(engine, 1), tml_learning_of(engine->model)->parameter_bytes);
    learn->learnt = learn->shots;
    end(learn, TML_CONFIRMED);
}

/* Halves what was trained down to a level, and tests it. */
static void test_at(const tml_engine *engine, tml_learn_state *learn, uint32_t level)
{
    for (; learn->level < level; learn->level++)
    {
        tml_parameters_halve(engine->model, tml_block_of(engine, 1));
    }
    enter(learn, TML_PASS_TEST);
}

/* The first test of a round's result. */
static void test(const tml_engine *engine, tml_learn_state *learn)
{
    test_at(engine, learn, is_guarded(engine) && tml_is_last_round(learn) ? tml_guard_level(learn, 0) : 0);
}

static void end_round(const tml_engine *engine, tml_learn_state *learn)
{
    const int is_doubted = tml_guard_distrusts(learn);
    learn->round++;
    if (!tml_is_last_round(learn) || (tml_guard_level(learn, 0) < TML_LEVELS && !is_doubted))
    {
        enter_round(engine, learn);
        return;
    }
    uint32_t worse = 0;
    for (uint32_t level = 0; level < TML_LEVELS; level++)
    {
        worse += learn->user[level].right < learn->user_base.right ? 1u : 0u;
    }
    learn->level = 0;
    learn->factory_tested = 0;
    end(learn, worse == TML_LEVELS ? TML_REFUSED_USER : is_doubted ? TML_REFUSED_LABELS : TML_NO_GAIN);
}

/* The test of the last round: the guard's decision. */
static void decide(const tml_engine *engine, tml_learn_state *learn)
{
    const tml_tally none = {0, 0, 0};
    const uint32_t weaker = tml_guard_level(learn, learn->level + 1u);
    if (!is_guarded(engine) || learn->factory.right >= learn->factory_base.right)
    {
        confirm(engine, learn);
    }
    else if (weaker < TML_LEVELS)
    {
        learn->factory = none;
        test_at(engine, learn, weaker);
    }
    else
    {
        end(learn, TML_REFUSED_FACTORY);
    }
}

static void end_pass(const tml_engine *engine, tml_learn_state *learn)
{
    switch (learn->pass)
    {
    case TML_PASS_BASE:
        if (tml_has_prototypes(engine->model)) /* which are all that it trains */
        {
            tml_train_prototypes(engine);
            test(engine, learn);
        }
        else
        {
            enter(learn, TML_PASS_TRAIN);
        }
        break;
    case TML_PASS_TRAIN:
        learn->position = 0;
        learn->epoch++;
        learn->order = tml_random(&learn->random);
        if (learn->epoch == tml_learning_of(engine->model)->epochs)
        {
            test(engine, learn);
        }
        break;
    default:
        if (tml_is_last_round(learn))
        {
            decide(engine, learn);
        }
        else if (learn->level + 1u < TML_LEVELS)
        {
            test_at(engine, learn, learn->level + 1u);
        }
        else
        {
            end_round(engine, learn);
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
            const uint32_t row = next_row(engine, learn);
            if (row == NO_ROW)
            {
                end_pass(engine, learn);
                continue;
            }
            if (budget.used && budget.left == 0)
            {
                return TML_AGAIN;
            }
            learn->position++;
            tml_visit_start(engine, row, 1, learn->pass == TML_PASS_TRAIN ? TML_VISIT_TO_TRAIN : TML_VISIT_TO_TEST);
        }
        if (tml_visit_continue(engine, &budget) == TML_AGAIN)
        {
            return TML_AGAIN;
        }
        end_visit(engine, learn);
        if (max_macs != 0 && tml_learning_of(engine->model)->shot_kind == TML_SHOT_WINDOW)
        {
            return TML_AGAIN; /* the tensors are free: an inference may go between two visits */
        }
    }
    return TML_OK;
}
