/* SPDX-License-Identifier: MIT */

/* The least program that infers: linked alone, it tells how many bytes of the library such a firmware carries. */

#include <stddef.h>

#include "tinyml/tinyml.h"

int32_t footprint(tml_engine *engine, const void *model, uint32_t length, void *arena, uint32_t arena_bytes);

int32_t footprint(tml_engine *engine, const void *model, uint32_t length, void *arena, uint32_t arena_bytes)
{
    if (tml_check(model, length) != TML_OK || tml_open(engine, model, arena, arena_bytes) != TML_OK)
    {
        return -1;
    }
    *tml_input(engine, 0, NULL) = 1;
    tml_run(engine, 0);
    return *tml_output(engine, 0, NULL);
}
