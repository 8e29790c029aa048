/* SPDX-License-Identifier: MIT */

/* This machine: Callgrind counts the instructions from outside. */

#include <stdio.h>

#include "bench.h"

enum
{
    ARENA_BYTES = 32 << 20,
    STACK_BYTES = 64 << 10
};

static uint8_t memory[ARENA_BYTES] __attribute__((aligned(16)));

uint32_t bench_clock(void)
{
    return 0;
}

void bench_known_loop(uint32_t rounds)
{
#if defined(__x86_64__)
    __asm__ volatile("1: subl $1, %0\n"
                     "   jne 1b\n"
                     : "+r"(rounds)
                     :
                     : "cc");
#elif defined(__aarch64__)
    __asm__ volatile("1: subs %w0, %w0, #1\n"
                     "   b.ne 1b\n"
                     : "+r"(rounds)
                     :
                     : "cc");
#else
#error "Only x86-64 and AArch64 are known as hosts."
#endif
}

uintptr_t bench_stack_pointer(void)
{
    uintptr_t pointer;
#if defined(__x86_64__)
    __asm__ volatile("lea 8(%%rsp), %0" : "=r"(pointer)); /* without the return address */
#else
    __asm__ volatile("mov %0, sp" : "=r"(pointer));
#endif
    return pointer;
}

uint8_t *bench_arena(uint32_t *room)
{
    *room = ARENA_BYTES;
    return memory;
}

uint32_t bench_emulated(uint32_t *cost)
{
    *cost = 0;
    return 0;
}

void bench_write(const char *text)
{
    fputs(text, stdout);
}

/* The stack that the harness paints must be there already: it grows only where a frame reaches. */
static void __attribute__((noinline)) grow_stack(void)
{
    volatile uint8_t frame[STACK_BYTES];
    for (uint32_t i = STACK_BYTES; i != 0; i -= 1024u)
    {
        frame[i - 1024u] = 0;
    }
    (void)frame[0];
}

int main(void)
{
    grow_stack();
    bench_run();
    return 0;
}
