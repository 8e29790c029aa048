/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>

/* Built with -fno-builtin, else the compiler turns the loops into calls of the functions that they are. */

void *memcpy(void *to, const void *from, size_t count)
{
    return memmove(to, from, count);
}

void *memmove(void *to, const void *from, size_t count)
{
    uint8_t *t = to;
    const uint8_t *f = from;
    if ((uintptr_t)t <= (uintptr_t)f)
    {
        while (count-- != 0)
        {
            *t++ = *f++;
        }
        return to;
    }
    while (count-- != 0)
    {
        t[count] = f[count];
    }
    return to;
}

void *memset(void *to, int value, size_t count)
{
    uint8_t *t = to;
    while (count-- != 0)
    {
        *t++ = (uint8_t)value;
    }
    return to;
}

int memcmp(const void *a, const void *b, size_t count)
{
    const uint8_t *x = a;
    const uint8_t *y = b;
    for (; count != 0; count--, x++, y++)
    {
        if (*x != *y)
        {
            return *x - *y;
        }
    }
    return 0;
}

size_t strlen(const char *text)
{
    size_t length = 0;
    while (text[length] != '\0')
    {
        length++;
    }
    return length;
}
