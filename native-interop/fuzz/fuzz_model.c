/* SPDX-License-Identifier: MIT */

/*
 * The fuzzer's target. An input is a .tml file and, behind the length that its header states, a script of calls. The
 * file lies in a heap block of exactly its size, so that the address sanitizer sees every byte read beside it; a model
 * that tml_check accepts must then run, learn and test itself in an arena of exactly the stated size.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "../src/crc32.h"

void fuzz_fail(const char *sentence)
{
    fprintf(stderr, "fuzz: %s\n", sentence);
    abort();
}

uint8_t *fuzz_allocate(size_t bytes, uint8_t filling)
{
    uint8_t *block = malloc(bytes == 0 ? 1 : bytes);
    if (block == NULL)
    {
        fuzz_fail("out of memory");
    }
    memset(block, filling, bytes);
    return block;
}

/* Where the file ends and the script begins. */
static size_t file_bytes(const uint8_t *data, size_t size)
{
    uint32_t length;
    if (size < sizeof(tml_header))
    {
        return size;
    }
    memcpy(&length, data + offsetof(tml_header, length), sizeof length);
    return length < size ? length : size;
}

static void must_refuse_less(const uint8_t *model, uint32_t arena_bytes)
{
    tml_engine engine;
    uint8_t *arena = fuzz_allocate(arena_bytes - 1u, 0);
    if (tml_open(&engine, model, arena, arena_bytes - 1u) != TML_E_ARENA_SIZE)
    {
        fuzz_fail("an arena that is too small was taken");
    }
    free(arena);
}

static void use(const uint8_t *model, uint32_t length, const uint8_t *script, size_t script_bytes)
{
    const uint32_t inference = tml_info(model, TML_ARENA_BYTES);
    const uint32_t learning = tml_info(model, TML_LEARN_ARENA_BYTES);
    if (inference > FUZZ_MAX_ARENA || learning > FUZZ_MAX_ARENA)
    {
        return;
    }
    must_refuse_less(model, inference);
    fuzz_compare(model, length);
    fuzz_play(model, script, script_bytes);
}

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint32_t tried;
static uint32_t accepted;

/* Environment variable: alter each so many bytes of every input, one after another, with the checksum put right. */
#define ALTER "TML_FUZZ_ALTER"

static uint32_t step;

/* How far the fuzzing got: models that are refused exercise the proof alone. */
static void report(void)
{
    printf("fuzz: tried %u accepted %u\n", tried, accepted);
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    const char *alter = getenv(ALTER);
    step = alter == NULL ? 0 : (uint32_t)strtoul(alter, NULL, 10);
    return atexit(report);
}

static void try_model(const uint8_t *data, size_t size)
{
    const size_t length = file_bytes(data, size);
    uint8_t *model = fuzz_allocate(length, 0);
    memcpy(model, data, length);
    const tml_status status = tml_check(model, (uint32_t)length);
    if (strlen(tml_status_text(status)) < 5)
    {
        fuzz_fail("a status has no sentence");
    }
    tried++;
    if (status == TML_OK)
    {
        accepted++;
        use(model, (uint32_t)length, data + length, size - length);
    }
    if (memcmp(model, data, length) != 0)
    {
        fuzz_fail("the model was written to");
    }
    free(model);
}

/* All bytes, or every third of them, each changed once in a way that its place decides. */
static void try_altered(const uint8_t *data, size_t size)
{
    static const uint8_t changes[] = {0x01, 0x80, 0xFF, 0x02, 0x10};
    uint8_t *copy = fuzz_allocate(size, 0);
    for (size_t i = 16; i < size; i += step)
    {
        memcpy(copy, data, size);
        copy[i] = (uint8_t)(copy[i] ^ changes[i % sizeof changes]);
        const uint32_t crc = tml_crc32(copy + 16, (uint32_t)size - 16u);
        memcpy(copy + offsetof(tml_header, crc32), &crc, sizeof crc);
        try_model(copy, size);
    }
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (step != 0 && size >= sizeof(tml_header))
    {
        try_altered(data, size);
    }
    else
    {
        try_model(data, size);
    }
    return 0;
}
