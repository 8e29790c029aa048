/* SPDX-License-Identifier: MIT */

/* One gradient step by itself. */

#include "learn.h"
#include "visit.h"

tml_status tml_step(tml_engine *engine, uint32_t shot, uint32_t max_macs, uint32_t seed)
{
    const tml_status status = tml_find_learner(engine);
    if (status != TML_OK)
    {
        return status;
    }
    tml_learn_state *learn = tml_learn_state_of(engine);
    if (tml_is_adapting(engine) || (learn->visit == TML_VISIT_NONE && tml_state_of(engine)->running))
    {
        return TML_E_BUSY;
    }
    if (shot >= learn->shots)
    {
        return TML_E_NO_SHOT;
    }
    if (learn->visit == TML_VISIT_NONE)
    {
        learn->random = seed;
        tml_visit_start(engine, shot, 1, TML_VISIT_TO_TRAIN);
    }
    tml_budget budget = tml_budget_of(max_macs);
    return tml_visit_continue(engine, &budget);
}

const uint8_t *tml_staged_parameters(const tml_engine *engine)
{
    return tml_find_learner(engine) == TML_OK ? tml_block_of(engine, 1) : NULL;
}
