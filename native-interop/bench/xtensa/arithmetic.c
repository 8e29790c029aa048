/* SPDX-License-Identifier: MIT */

/*
 * What Debian's compiler for the lx106 core calls and its libgcc lacks: 64-bit products, all division. The core has no
 * multiply-high; an ESP32 has one and a divider, so counts of code that requantises are higher here than there.
 */

#include <stdint.h>

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
