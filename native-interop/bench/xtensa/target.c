/* SPDX-License-Identifier: MIT */

/* Xtensa, call0 convention, on QEMU's lx60 board: output and end by simulator calls, time by the cycle counter. */

#include <string.h>

#include "bench.h"
#include "emulated.h"

enum
{
    SYS_EXIT = 1,
    SYS_WRITE = 4
};

void bench_begin(void);
uint32_t bench_count_all(void);

static void simulator_call(uint32_t call, uintptr_t a, uintptr_t b, uintptr_t c)
{
    register uintptr_t a2 __asm__("a2") = call;
    register uintptr_t a3 __asm__("a3") = a;
    register uintptr_t a4 __asm__("a4") = b;
    register uintptr_t a5 __asm__("a5") = c;
    __asm__ volatile("simcall" : "+r"(a2), "+r"(a3) : "r"(a4), "r"(a5) : "memory");
}

void bench_write(const char *text)
{
    simulator_call(SYS_WRITE, 1, (uintptr_t)text, strlen(text));
}

void bench_begin(void)
{
    bench_run();
    simulator_call(SYS_EXIT, 0, 0, 0);
}

uint32_t bench_emulated(uint32_t *cost)
{
    *cost = BENCH_MULTIPLY_HIGH - 1u;
    return bench_multiplied_high;
}

/* An emulated instruction counts as one. */
uint32_t bench_clock(void)
{
    return bench_count_all() - bench_multiplied_high * (BENCH_MULTIPLY_HIGH - 1u) - bench_settled * BENCH_SETTLE;
}

/*
 * With -icount shift=0 the 40 MHz cycle counter advances once per 25 instructions. Read 25 times, 4 instructions apart,
 * it is seen at every residue of 25 once, since 4 and 25 have no common divisor: the sum advances by exactly one an
 * instruction.
 */
__asm__(".section .start, \"ax\", @progbits\n"
        ".literal_position\n"
        ".align 4\n"
        ".global bench_start\n"
        "bench_start:\n"
        "    movi a1, bench_stack_top\n"
        "    movi a2, 15\n" /* no interrupts; no exception either, in which loops would not go round */
        "    wsr a2, ps\n"
        "    rsync\n"
        "    call0 bench_begin\n"
        "1:  j 1b\n"
        ".section .text.bench_count_all, \"ax\", @progbits\n"
        ".align 4\n"
        ".global bench_count_all\n"
        ".type bench_count_all, @function\n"
        "bench_count_all:\n"
        "    movi a2, 0\n"
        "    movi a3, 25\n"
        "1:  rsr a4, ccount\n"
        "    add a2, a2, a4\n"
        "    addi a3, a3, -1\n"
        "    bnez a3, 1b\n"
        "    ret\n"
        ".section .text.bench_known_loop, \"ax\", @progbits\n"
        ".align 4\n"
        ".global bench_known_loop\n"
        ".type bench_known_loop, @function\n"
        "bench_known_loop:\n" /* of an emulated instruction and another, without an end that counts */
        "    mov a7, a0\n"
        "    movi a5, -3\n"
        "    movi a6, 7\n"
        "    .byte 0x76, 0x82, 8\n" /* loop a2, over the three behind it, of which one does not count */
        "    .begin no-longcalls\n"
        "    call0 tml_multiply_high\n"
        "    call0 tml_settle\n"
        "    .end no-longcalls\n"
        "    _add a4, a5, a6\n"
        "    mov a0, a7\n"
        "    ret\n"
        ".section .text.bench_stack_pointer, \"ax\", @progbits\n"
        ".align 4\n"
        ".global bench_stack_pointer\n"
        ".type bench_stack_pointer, @function\n"
        "bench_stack_pointer:\n"
        "    mov a2, a1\n"
        "    ret\n"
        ".text\n");
