/* SPDX-License-Identifier: MIT */

/* Xtensa, call0 convention, on QEMU's lx60 board: output and end by simulator calls, time by the cycle counter. */

#include <string.h>

#include "bench.h"

enum
{
    SYS_EXIT = 1,
    SYS_WRITE = 4
};

void bench_begin(void);

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
        "    call0 bench_begin\n"
        "1:  j 1b\n"
        ".section .text.bench_clock, \"ax\", @progbits\n"
        ".align 4\n"
        ".global bench_clock\n"
        ".type bench_clock, @function\n"
        "bench_clock:\n"
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
        "bench_known_loop:\n"
        "    addi a2, a2, -1\n"
        "    bnez a2, bench_known_loop\n"
        "    ret\n"
        ".section .text.bench_stack_pointer, \"ax\", @progbits\n"
        ".align 4\n"
        ".global bench_stack_pointer\n"
        ".type bench_stack_pointer, @function\n"
        "bench_stack_pointer:\n"
        "    mov a2, a1\n"
        "    ret\n"
        ".text\n");
