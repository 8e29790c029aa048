/* SPDX-License-Identifier: MIT */
#include "base64.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void tml_base64_encode(const uint8_t *bytes, uint32_t count, char *text)
{
    for (uint32_t i = 0; i < count; i += 3u)
    {
        const uint32_t left = count - i;
        const uint32_t group = (uint32_t)bytes[i] << 16 | (left > 1u ? (uint32_t)bytes[i + 1u] << 8 : 0u) |
                               (left > 2u ? (uint32_t)bytes[i + 2u] : 0u);
        *text++ = alphabet[group >> 18];
        *text++ = alphabet[group >> 12 & 63u];
        *text++ = left > 1u ? alphabet[group >> 6 & 63u] : '=';
        *text++ = left > 2u ? alphabet[group & 63u] : '=';
    }
}

/* The six bits of a character; -1: it has none. */
static int32_t value_of(char character)
{
    for (int32_t i = 0; i < 64; i++)
    {
        if (alphabet[i] == character)
        {
            return i;
        }
    }
    return -1;
}

int32_t tml_base64_decode(const char *text, uint32_t count, uint8_t *bytes, uint32_t capacity)
{
    uint32_t length = 0;
    if (count % 4u != 0)
    {
        return -1;
    }
    for (uint32_t i = 0; i < count; i += 4u)
    {
        /* Padding stands only at the very end. */
        const int last = i + 4u == count;
        const uint32_t padding = last && text[i + 3u] == '=' ? (text[i + 2u] == '=' ? 2u : 1u) : 0u;
        uint32_t group = 0;
        for (uint32_t k = 0; k < 4u; k++)
        {
            const int32_t value = k < 4u - padding ? value_of(text[i + k]) : 0;
            if (value < 0)
            {
                return -1;
            }
            group = group << 6 | (uint32_t)value;
        }
        if (3u - padding > capacity - length || (group & ((1u << 8u * padding) - 1u)) != 0)
        {
            return -1;
        }
        for (uint32_t k = 0; k < 3u - padding; k++)
        {
            bytes[length++] = (uint8_t)(group >> (16u - 8u * k));
        }
    }
    return (int32_t)length;
}
