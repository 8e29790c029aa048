/* SPDX-License-Identifier: MIT */
#ifndef TINYML_BENCH_STRING_H
#define TINYML_BENCH_STRING_H

/* What the library and the harness take of the C library; the bare targets have none. */

#include <stddef.h>

void *memcpy(void *to, const void *from, size_t count);
void *memmove(void *to, const void *from, size_t count);
void *memset(void *to, int value, size_t count);
int memcmp(const void *a, const void *b, size_t count);
size_t strlen(const char *text);

#endif
