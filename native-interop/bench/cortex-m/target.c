/* SPDX-License-Identifier: MIT */

/*
 * Cortex-M4 and M7 on Arm's MPS2 boards in QEMU, Cortex-M0 on its micro:bit, whose core faults at unaligned accesses as
 * an M0+ does: output by semihosting, time by the CMSDK timer or the nRF51's.
 */

#include "bench.h"

#ifdef __ARM_ARCH_6M__
#define TIMER_START     (*(volatile uint32_t *)0x40008000u)
#define TIMER_BITMODE   (*(volatile uint32_t *)0x40008508u)
#define TIMER_PRESCALER (*(volatile uint32_t *)0x40008510u)
#else
#define TIMER_CONTROL (*(volatile uint32_t *)0x40000000u)
#define TIMER_VALUE   (*(volatile uint32_t *)0x40000004u)
#define TIMER_RELOAD  (*(volatile uint32_t *)0x40000008u)
#endif

enum
{
    SYS_WRITE0 = 0x04,
    SYS_EXIT = 0x18
};

#define APPLICATION_EXIT 0x20026u
#define RUN_TIME_ERROR   0x20023u

extern uint32_t bench_stack_top[];
void bench_reset(void);

static void semihost(uint32_t operation, uintptr_t parameter)
{
    register uint32_t r0 __asm__("r0") = operation;
    register uintptr_t r1 __asm__("r1") = parameter;
    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

uint32_t bench_emulated(uint32_t *cost)
{
    *cost = 0;
    return 0;
}

void bench_write(const char *text)
{
    semihost(SYS_WRITE0, (uintptr_t)text);
}

void bench_reset(void)
{
#ifdef __ARM_ARCH_6M__
    TIMER_BITMODE = 3; /* 32 bits */
    TIMER_PRESCALER = 1; /* 8 MHz */
    TIMER_START = 1;
#else
    TIMER_RELOAD = 0xFFFFFFFFu;
    TIMER_VALUE = 0xFFFFFFFFu;
    TIMER_CONTROL = 1;
#endif
    bench_run();
    semihost(SYS_EXIT, APPLICATION_EXIT);
}

static void fault(void)
{
    bench_write("fault\n");
    semihost(SYS_EXIT, RUN_TIME_ERROR);
}

/* Initial stack pointer, reset, NMI and the faults; no interrupt is enabled. */
typedef struct vectors
{
    uint32_t *stack;
    void (*handlers[6])(void);
} vectors;
__attribute__((section(".vectors"), used)) static const vectors table = {
    bench_stack_top,
    {bench_reset, fault, fault, fault, fault, fault},
};

/*
 * With -icount shift=0 the timer counts down once per 40 instructions. Read 40 times, 7 instructions apart, it is seen
 * at every residue of 40 once, since 7 and 40 have no common divisor: the sum advances by exactly one an instruction.
 * The nRF51's counts up once per 125 instructions, and writing 1 to 0x40008040 copies it to 0x40008540.
 */
__asm__(".syntax unified\n"
        ".thumb\n"
        ".section .text.bench_clock, \"ax\", %progbits\n"
        ".global bench_clock\n"
        ".type bench_clock, %function\n"
        ".thumb_func\n"
        "bench_clock:\n"
#ifdef __ARM_ARCH_6M__
        "    push {r4, r5, lr}\n"
        "    ldr r1, =0x40008040\n"
        "    ldr r4, =0x40008540\n"
        "    movs r5, #1\n"
        "    movs r0, #0\n"
        "    movs r2, #125\n"
        "1:  str r5, [r1]\n"
        "    ldr r3, [r4]\n"
        "    adds r0, r0, r3\n"
        "    nop\n"
        "    nop\n"
        "    subs r2, r2, #1\n"
        "    bne 1b\n"
        "    pop {r4, r5, pc}\n"
#else
        "    ldr r1, =0x40000004\n"
        "    movs r0, #0\n"
        "    movs r2, #40\n"
        "1:  ldr r3, [r1]\n"
        "    subs r0, r0, r3\n"
        "    nop\n"
        "    nop\n"
        "    nop\n"
        "    subs r2, r2, #1\n"
        "    bne 1b\n"
        "    bx lr\n"
#endif
        ".ltorg\n"
        ".section .text.bench_known_loop, \"ax\", %progbits\n"
        ".global bench_known_loop\n"
        ".type bench_known_loop, %function\n"
        ".thumb_func\n"
        "bench_known_loop:\n"
        "1:  subs r0, r0, #1\n"
        "    bne 1b\n"
        "    bx lr\n"
        ".section .text.bench_stack_pointer, \"ax\", %progbits\n"
        ".global bench_stack_pointer\n"
        ".type bench_stack_pointer, %function\n"
        ".thumb_func\n"
        "bench_stack_pointer:\n"
        "    mov r0, sp\n"
        "    bx lr\n"
        ".text\n");
