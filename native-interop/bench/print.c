/* SPDX-License-Identifier: MIT */
#include "bench.h"

void bench_line(const char *word)
{
    bench_write(word);
}

void bench_number(int32_t value)
{
    char text[13];
    char *p = text + sizeof text - 1;
    uint32_t rest = value < 0 ? 0u - (uint32_t)value : (uint32_t)value;
    *p = '\0';
    do
    {
        *--p = (char)('0' + rest % 10u);
        rest /= 10u;
    } while (rest != 0);
    if (value < 0)
    {
        *--p = '-';
    }
    *--p = ' ';
    bench_write(p);
}

void bench_end_line(void)
{
    bench_write("\n");
}
