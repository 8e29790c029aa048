/* SPDX-License-Identifier: MIT */
#include "bench.h"

/* From the linker script. */
extern uint8_t bench_arena_begin[];
extern uint8_t bench_arena_end[];

uint8_t *bench_arena(uint32_t *room)
{
    *room = (uint32_t)((uintptr_t)bench_arena_end - (uintptr_t)bench_arena_begin);
    return bench_arena_begin;
}
