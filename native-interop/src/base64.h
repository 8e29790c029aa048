/* SPDX-License-Identifier: MIT */
#ifndef TINYML_BASE64_H
#define TINYML_BASE64_H

#include <stdint.h>

/* Base64 of RFC 4648 section 4, padded. */

/* The characters of count bytes. */
static inline uint32_t tml_base64_characters(uint32_t count)
{
    return (count + 2u) / 3u * 4u;
}

/* Writes tml_base64_characters(count) characters, without NUL. */
void tml_base64_encode(const uint8_t *bytes, uint32_t count, char *text);

/*
 * Returns the bytes that count characters stand for, at most capacity; -1: they are no base64, or too many. Strict: the
 * padding must be there, and the bits that nothing needs must be 0, so that one text has one meaning.
 */
int32_t tml_base64_decode(const char *text, uint32_t count, uint8_t *bytes, uint32_t capacity);

#endif
