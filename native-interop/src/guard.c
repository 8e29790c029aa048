/* SPDX-License-Identifier: MIT */
#include "guard.h"
#include "shots.h"

/* Loss of a visit is Q9.22, the model's doubt Q8.8. */
#define DOUBT_SHIFT 14

/* One other shot of a label may be as wrong as this one. */
#define WITNESSES 2u

void tml_guard_deal(const tml_engine *engine, uint32_t count, uint32_t folds)
{
    const tml_shots shots = tml_shots_of(engine);
    tml_shot_mark *marks = tml_marks_of(engine);
    for (uint32_t i = 0; i < count; i++)
    {
        /* Its place in the order of classes: neighbours in a class go to different folds. */
        const uint8_t label = tml_shot_label(&shots, i);
        uint32_t place = 0;
        for (uint32_t k = 0; k < count; k++)
        {
            const uint8_t other = tml_shot_label(&shots, k);
            place += other < label || (other == label && k < i) ? 1u : 0u;
        }
        const tml_shot_mark mark = {(uint16_t)(place % folds), 0, 0};
        marks[i] = mark;
    }
}

int tml_guard_leaves_out(const tml_engine *engine, const tml_learn_state *learn, uint32_t shot)
{
    const tml_shot_mark *mark = tml_marks_of(engine) + shot;
    return tml_is_last_round(learn) ? mark->doubtful : mark->fold == learn->round;
}

static uint64_t loss_of(const tml_tally *tally)
{
    return (uint64_t)tally->loss_high << 32 | tally->loss_low;
}

void tml_tally_visit(tml_tally *tally, const tml_learn_state *learn)
{
    const uint64_t sum = loss_of(tally) + (uint32_t)learn->visit_loss;
    tally->right += learn->predicted == learn->label ? 1u : 0u;
    tally->loss_low = (uint32_t)sum;
    tally->loss_high = (uint32_t)(sum >> 32);
}

int32_t tml_mean_loss(const tml_tally *tally, uint32_t count)
{
    const uint64_t divisor = (uint64_t)count << 6; /* Q.22 to Q.16 */
    return count == 0 ? 0 : (int32_t)((loss_of(tally) + divisor / 2u) / divisor);
}

static int is_better(const tml_tally *a, const tml_tally *b)
{
    return a->right > b->right || (a->right == b->right && loss_of(a) < loss_of(b));
}

uint32_t tml_guard_level(const tml_learn_state *learn, uint32_t first)
{
    const tml_tally *best = &learn->user_base;
    uint32_t found = TML_LEVELS;
    for (uint32_t level = first; level < TML_LEVELS; level++)
    {
        if (2u * learn->user[level].right >= learn->user_tested && is_better(&learn->user[level], best))
        {
            best = &learn->user[level];
            found = level;
        }
    }
    return found;
}

int tml_guard_distrusts(const tml_learn_state *learn)
{
    uint32_t most = 0;
    for (uint32_t level = 0; level < TML_LEVELS; level++)
    {
        most = learn->user[level].right > most ? learn->user[level].right : most;
    }
    return 2u * learn->doubtful > learn->user_tested || 2u * most < learn->user_tested;
}

int tml_guard_doubts(const tml_engine *engine, const tml_learn_state *learn)
{
    const uint32_t doubt = (uint32_t)tml_learning_of(engine->model)->doubt << DOUBT_SHIFT;
    if (doubt == 0 || learn->predicted == learn->label || (uint32_t)learn->visit_loss <= doubt)
    {
        return 0;
    }
    const tml_shots shots = tml_shots_of(engine);
    const tml_shot_mark *marks = tml_marks_of(engine);
    uint32_t witnesses = 0;
    for (uint32_t i = 0; i < learn->shots; i++)
    {
        witnesses += marks[i].fold != learn->round && tml_shot_label(&shots, i) == learn->label ? 1u : 0u;
    }
    return witnesses >= WITNESSES;
}
