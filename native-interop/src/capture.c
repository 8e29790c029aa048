/* SPDX-License-Identifier: MIT */
#include "tinyml/tinyml.h"

/* A 16-bit number has at most six characters; one more separates it from the next. */
#define NUMBER_CHARS 7

static char *put_number(char *text, int32_t value)
{
    char digits[5];
    uint32_t count = 0;
    uint32_t rest = value < 0 ? (uint32_t)-value : (uint32_t)value;
    do
    {
        digits[count++] = (char)('0' + rest % 10u);
        rest /= 10u;
    } while (rest != 0);
    if (value < 0)
    {
        *text++ = '-';
    }
    while (count != 0)
    {
        *text++ = digits[--count];
    }
    return text;
}

int32_t tml_format_records(const uint8_t *records, uint32_t count, const uint8_t *layout, uint32_t layout_bytes,
                           char *text, uint32_t capacity)
{
    uint32_t i;
    uint32_t lines;
    char *end = text;
    if (records == 0 || layout == 0 || text == 0 || layout_bytes < 2 || layout_bytes > 9 || layout[0] < 2)
    {
        return TML_E_ARGUMENT;
    }
    for (i = 1; i < layout_bytes; i++)
    {
        if (layout[i] > layout[0] - 2)
        {
            return TML_E_ARGUMENT;
        }
    }
    lines = count / layout[0];
    if (lines > capacity / (NUMBER_CHARS * (layout_bytes - 1u)))
    {
        return TML_E_ARGUMENT;
    }
    for (; lines != 0; lines--)
    {
        for (i = 1; i < layout_bytes; i++)
        {
            const uint8_t *high = records + layout[i];
            int32_t value = (high[0] << 8) | high[1];
            end = put_number(end, value < 32768 ? value : value - 65536);
            *end++ = i + 1 < layout_bytes ? '\t' : '\n';
        }
        records += layout[0];
    }
    return (int32_t)(end - text);
}
