/* SPDX-License-Identifier: MIT */

/*
 * What Debian's compiler for the lx106 core calls and its libgcc lacks: 64-bit products, all division; and MULSH, the
 * instruction that the kernels of xtensa-mac16 have and the emulated core lacks. An ESP32 has it and a divider, so counts of
 * portable code that requantises are higher here than there.
 */

#include "emulated.h"

uint64_t __muldi3(uint64_t a, uint64_t b);
uint32_t __udivsi3(uint32_t n, uint32_t d);
uint32_t __umodsi3(uint32_t n, uint32_t d);
int32_t __divsi3(int32_t n, int32_t d);
uint64_t __udivdi3(uint64_t n, uint64_t d);
uint64_t __umoddi3(uint64_t n, uint64_t d);
int64_t __divdi3(int64_t n, int64_t d);

typedef union wide
{
    uint64_t all;
    struct
    {
        uint32_t low;
        uint32_t high;
    } half;
} wide;

uint64_t __muldi3(uint64_t a, uint64_t b)
{
    const wide x = {a};
    const wide y = {b};
    const uint32_t x0 = x.half.low & 0xFFFFu;
    const uint32_t x1 = x.half.low >> 16;
    const uint32_t y0 = y.half.low & 0xFFFFu;
    const uint32_t y1 = y.half.low >> 16;
    const uint32_t low = x0 * y0;
    const uint32_t cross = x1 * y0 + (low >> 16); /* at most (2^16-1)^2 + 2^16-1: no carry */
    const uint32_t middle = x0 * y1 + (cross & 0xFFFFu);
    wide product;
    product.half.low = (middle << 16) | (low & 0xFFFFu);
    product.half.high = x1 * y1 + (cross >> 16) + (middle >> 16) + x.half.low * y.half.high + x.half.high * y.half.low;
    return product.all;
}

static uint32_t divide(uint32_t n, uint32_t d, uint32_t *rest)
{
    uint32_t quotient = 0;
    uint32_t bit = 1;
    while (d < n && (d & 0x80000000u) == 0)
    {
        d <<= 1;
        bit <<= 1;
    }
    for (; bit != 0; bit >>= 1, d >>= 1)
    {
        if (n >= d)
        {
            n -= d;
            quotient |= bit;
        }
    }
    *rest = n;
    return quotient;
}

uint32_t __udivsi3(uint32_t n, uint32_t d)
{
    uint32_t rest;
    return divide(n, d, &rest);
}

uint32_t __umodsi3(uint32_t n, uint32_t d)
{
    uint32_t rest;
    divide(n, d, &rest);
    return rest;
}

int32_t __divsi3(int32_t n, int32_t d)
{
    uint32_t rest;
    const uint32_t quotient =
        divide(n < 0 ? 0u - (uint32_t)n : (uint32_t)n, d < 0 ? 0u - (uint32_t)d : (uint32_t)d, &rest);
    return (int32_t)((n < 0) != (d < 0) ? 0u - quotient : quotient);
}

uint64_t __udivdi3(uint64_t n, uint64_t d)
{
    uint64_t quotient = 0;
    uint64_t bit = 1;
    while (d < n && (d >> 63) == 0)
    {
        d <<= 1;
        bit <<= 1;
    }
    for (; bit != 0; bit >>= 1, d >>= 1)
    {
        if (n >= d)
        {
            n -= d;
            quotient |= bit;
        }
    }
    return quotient;
}

uint64_t __umoddi3(uint64_t n, uint64_t d)
{
    return n - __udivdi3(n, d) * d;
}

int64_t __divdi3(int64_t n, int64_t d)
{
    const uint64_t quotient =
        __udivdi3(n < 0 ? 0u - (uint64_t)n : (uint64_t)n, d < 0 ? 0u - (uint64_t)d : (uint64_t)d);
    return (int64_t)((n < 0) != (d < 0) ? 0u - quotient : quotient);
}

/*
 * a6 = high word of a6 * a5, for assembly, which keeps all registers but a0. Whatever the operands, it takes
 * BENCH_MULTIPLY_HIGH instructions with the call and counts itself.
 */
uint32_t bench_multiplied_high;

__asm__(".section .text.tml_multiply_high, \"ax\", @progbits\n"
        ".literal_position\n"
        ".align 4\n"
        ".global tml_multiply_high\n"
        ".type tml_multiply_high, @function\n"
        "tml_multiply_high:\n"
        "    addi a1, a1, -32\n"
        "    s32i a2, a1, 0\n"
        "    s32i a3, a1, 4\n"
        "    s32i a4, a1, 8\n"
        "    s32i a7, a1, 12\n"
        "    s32i a8, a1, 16\n"
        "    movi a2, bench_multiplied_high\n"
        "    l32i a3, a2, 0\n"
        "    addi a3, a3, 1\n"
        "    s32i a3, a2, 0\n"
        "    extui a2, a6, 0, 16\n"
        "    extui a3, a6, 16, 16\n"
        "    extui a4, a5, 0, 16\n"
        "    extui a7, a5, 16, 16\n"
        "    mull a8, a2, a4\n" /* low * low */
        "    extui a8, a8, 16, 16\n"
        "    mull a4, a3, a4\n" /* high * low */
        "    add a4, a4, a8\n"  /* at most (2^16-1)^2 + 2^16-1: no carry */
        "    mull a2, a2, a7\n" /* low * high */
        "    extui a8, a4, 0, 16\n"
        "    add a2, a2, a8\n"
        "    mull a3, a3, a7\n" /* high * high */
        "    extui a4, a4, 16, 16\n"
        "    extui a2, a2, 16, 16\n"
        "    add a3, a3, a4\n"
        "    add a3, a3, a2\n"
        "    srai a2, a6, 31\n" /* of negative operands the other one */
        "    and a2, a2, a5\n"
        "    srai a4, a5, 31\n"
        "    and a4, a4, a6\n"
        "    sub a3, a3, a2\n"
        "    sub a6, a3, a4\n"
        "    l32i a2, a1, 0\n"
        "    l32i a3, a1, 4\n"
        "    l32i a4, a1, 8\n"
        "    l32i a7, a1, 12\n"
        "    l32i a8, a1, 16\n"
        "    addi a1, a1, 32\n"
        "    ret\n"
        ".text\n");

/* Does nothing but count itself, in BENCH_SETTLE instructions with the call. */
uint32_t bench_settled;

__asm__(".section .text.tml_settle, \"ax\", @progbits\n"
        ".literal_position\n"
        ".align 4\n"
        ".global tml_settle\n"
        ".type tml_settle, @function\n"
        "tml_settle:\n"
        "    addi a1, a1, -16\n"
        "    s32i a2, a1, 0\n"
        "    s32i a3, a1, 4\n"
        "    movi a2, bench_settled\n"
        "    l32i a3, a2, 0\n"
        "    addi a3, a3, 1\n"
        "    s32i a3, a2, 0\n"
        "    l32i a2, a1, 0\n"
        "    l32i a3, a1, 4\n"
        "    addi a1, a1, 16\n"
        "    ret\n"
        ".text\n");
