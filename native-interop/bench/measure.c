/* SPDX-License-Identifier: MIT */
#include "bench.h"

#define PAINT 0xA5C35A3Cu

enum
{
    PAINTED_BYTES = 16384
};

/*
 * Everything below the stack pointer is free: it is painted, and what is not paint afterwards was used. Nothing is
 * called between the painting and the call but the clock, which needs no stack.
 */
bench_count bench_measure(void (*call)(void))
{
    const uintptr_t top = bench_stack_pointer() & ~(uintptr_t)3;
    uintptr_t p;
    for (p = top - PAINTED_BYTES; p < top; p += 4)
    {
        *(volatile uint32_t *)p = PAINT;
    }
    const uint32_t begin = bench_clock();
    call();
    const uint32_t end = bench_clock();
    for (p = top - PAINTED_BYTES; p < top; p += 4)
    {
        if (*(volatile uint32_t *)p != PAINT)
        {
            break;
        }
    }
    const bench_count count = {end - begin, (uint32_t)(top - p)};
    return count;
}
