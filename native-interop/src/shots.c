/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "shots.h"
#include "random.h"

const tml_tensor *tml_shot_tensor(const uint8_t *model)
{
    const tml_learning *plan = tml_learning_of(model);
    const uint32_t index =
        plan->shot_kind == TML_SHOT_FEATURE ? tml_operators_of(model)[plan->head].input0 : tml_ports_of(model)[0];
    return tml_tensors_of(model) + index;
}

uint32_t tml_shot_elements(const uint8_t *model)
{
    return tml_elements(tml_shot_tensor(model));
}

tml_shots tml_shots_of(const tml_engine *engine)
{
    const tml_learning *plan = tml_learning_of(engine->model);
    const tml_shots shots = {engine->arena + plan->store, tml_shot_elements(engine->model) + 1u, plan->shots,
                             plan->policy == TML_POLICY_RESERVOIR};
    return shots;
}

const int8_t *tml_row_of(const tml_engine *engine, uint32_t row)
{
    const tml_shots shots = tml_shots_of(engine);
    const uint32_t factory = tml_learning_of(engine->model)->factory;
    return row < TML_FACTORY_ROW
               ? tml_shot_values(&shots, row)
               : tml_signed_bytes(tml_constants_of(engine->model), factory + (row - TML_FACTORY_ROW) * shots.row_bytes);
}

/*
 * Which shot gives way to one of class label: the oldest of the class that would have the most shots, the newcomer
 * counted; of equal classes the one whose oldest shot is the oldest.
 */
static uint32_t find_victim(const tml_shots *shots, uint32_t count, uint8_t label)
{
    uint32_t victim = 0;
    uint32_t most = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        const uint8_t candidate = tml_shot_label(shots, i);
        uint32_t size = candidate == label ? 1u : 0u;
        for (uint32_t k = 0; k < count; k++)
        {
            size += tml_shot_label(shots, k) == candidate ? 1u : 0u;
        }
        if (size > most)
        {
            most = size;
            victim = i;
        }
    }
    return victim;
}

/* Algorithm R (Vitter, 1985): of all shots ever stored each is kept with the same probability. */
static uint32_t draw_victim(uint32_t seen)
{
    uint32_t random = seen;
    return (uint32_t)(((uint64_t)seen + 1u) * tml_random(&random) >> 32);
}

uint32_t tml_shots_victim(const tml_shots *shots, uint32_t count, uint32_t seen, uint8_t label)
{
    if (count < shots->capacity)
    {
        return count;
    }
    const uint32_t victim = shots->is_reservoir ? draw_victim(seen) : find_victim(shots, count, label);
    return victim < count ? victim : shots->capacity;
}

uint32_t tml_shots_replace(const tml_shots *shots, uint32_t count, uint32_t victim, uint8_t label)
{
    if (victim < count)
    {
        count--;
        memmove(tml_shot(shots, victim), tml_shot(shots, victim + 1), (count - victim) * shots->row_bytes);
    }
    uint8_t *row = tml_shot(shots, count);
    memmove(row, tml_shot(shots, shots->capacity), shots->row_bytes - 1u);
    row[shots->row_bytes - 1u] = label;
    return count + 1u;
}
