/* SPDX-License-Identifier: MIT */

/* RV32IMC on QEMU's virt machine: output by its UART, end by its test device, instructions by the core's counter. */

#include "bench.h"

#define UART_DATA   (*(volatile uint8_t *)0x10000000u)
#define TEST_DEVICE (*(volatile uint32_t *)0x00100000u)
#define TEST_PASS   0x5555u
#define TEST_FAIL   0x13333u /* exit code 1 */

void bench_begin(void);
void bench_fault(void);

uint32_t bench_emulated(uint32_t *cost)
{
    *cost = 0;
    return 0;
}

void bench_write(const char *text)
{
    while (*text != '\0')
    {
        UART_DATA = (uint8_t)*text++;
    }
}

void bench_begin(void)
{
    bench_run();
    TEST_DEVICE = TEST_PASS;
}

void bench_fault(void)
{
    bench_write("fault\n");
    TEST_DEVICE = TEST_FAIL;
    for (;;)
    {
    }
}

__asm__(".option push\n"
        ".option arch, +zicsr\n"
        ".section .start, \"ax\", %progbits\n"
        ".global bench_start\n"
        "bench_start:\n"
        "    la sp, bench_stack_top\n"
        "    la t0, bench_fault\n"
        "    csrw mtvec, t0\n"
        "    call bench_begin\n"
        "1:  j 1b\n"
        ".section .text.bench_clock, \"ax\", %progbits\n"
        ".global bench_clock\n"
        ".type bench_clock, %function\n"
        "bench_clock:\n"
        "    rdinstret a0\n"
        "    ret\n"
        ".section .text.bench_known_loop, \"ax\", %progbits\n"
        ".global bench_known_loop\n"
        ".type bench_known_loop, %function\n"
        "bench_known_loop:\n"
        "    addi a0, a0, -1\n"
        "    bnez a0, bench_known_loop\n"
        "    ret\n"
        ".section .text.bench_stack_pointer, \"ax\", %progbits\n"
        ".global bench_stack_pointer\n"
        ".type bench_stack_pointer, %function\n"
        "bench_stack_pointer:\n"
        "    mv a0, sp\n"
        "    ret\n"
        ".text\n"
        ".option pop\n");
