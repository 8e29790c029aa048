/* SPDX-License-Identifier: MIT */

/*
 * Runs the engine on files in heap blocks of exactly their size, for a build with sanitizers: every access out of
 * bounds and all undefined behaviour ends the program with a report.
 *
 *   tml_exercise cases FILE            models with inputs and expected outputs, as SanitizerTests.cs writes them
 *   tml_exercise mutate FILE           a model with each byte altered, with and without a right checksum
 *   tml_exercise truncate FILE         a model cut at each length, with and without a right length and checksum
 *   tml_exercise fuzz FILE SEED COUNT  a model with some fields altered at random, the checksum right
 *   tml_exercise --prove-sanitizer address|undefined   does what must be reported
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tinyml/tinyml.h"
#include "../src/crc32.h"

/* Larger arenas are not worth the memory here. */
#define MAX_ARENA (1u << 24)

typedef struct blob
{
    uint8_t *bytes;
    uint32_t length;
} blob;

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void *allocate(size_t bytes)
{
    void *memory = aligned_alloc(16, bytes == 0 ? 16 : bytes);
    if (memory == NULL)
    {
        fprintf(stderr, "out of memory\n");
        exit(2);
    }
    return memory;
}

/* aligned_alloc wants a multiple of the alignment; arenas are one, files are in malloc's blocks of their exact size. */
static blob copy_of(const uint8_t *bytes, uint32_t length)
{
    blob copy = {malloc(length == 0 ? 1 : length), length};
    if (copy.bytes == NULL)
    {
        exit(2);
    }
    memcpy(copy.bytes, bytes, length);
    return copy;
}

static blob read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
    {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    const long length = ftell(file);
    rewind(file);
    blob whole = {malloc((size_t)length + 1), (uint32_t)length};
    if (whole.bytes == NULL || fread(whole.bytes, 1, whole.length, file) != whole.length)
    {
        exit(2);
    }
    fclose(file);
    return whole;
}

static void put_word(uint8_t *at, uint32_t value)
{
    memcpy(at, &value, sizeof value);
}

static uint32_t get_word(const uint8_t *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

/* Puts the right checksum into a model, as far as it has the bytes. */
static void seal(blob model)
{
    if (model.length >= 16)
    {
        const uint32_t length = get_word(model.bytes + 8);
        const uint32_t end = length < model.length ? length : model.length;
        if (end >= 16)
        {
            put_word(model.bytes + 12, tml_crc32(model.bytes + 16, end - 16));
        }
    }
}

static void fill(tml_engine *engine, uint32_t seed)
{
    uint32_t bytes = 0;
    int8_t *input;
    for (uint32_t i = 0; (input = tml_input(engine, i, &bytes)) != NULL; i++)
    {
        for (uint32_t k = 0; k < bytes; k++)
        {
            input[k] = (int8_t)(next_random(&seed) % 256u);
        }
    }
}

/* Calls every function that reads or writes, in an arena of exactly the size that the model states. */
static void use_everything(const uint8_t *model, uint32_t arena_bytes)
{
    uint8_t *arena = allocate(arena_bytes);
    memset(arena, 0x5A, arena_bytes);
    tml_engine engine;
    if (tml_open(&engine, model, arena, arena_bytes) != TML_OK)
    {
        fprintf(stderr, "an accepted model does not open\n");
        exit(3);
    }
    uint8_t records[331];
    uint32_t seed = 1;
    for (uint32_t i = 0; i < sizeof records; i++)
    {
        records[i] = (uint8_t)next_random(&seed);
    }
    for (uint32_t i = 0; i < 12; i++)
    {
        uint32_t fed = 0;
        int32_t consumed = 1;
        while (fed < sizeof records && consumed > 0)
        {
            consumed = tml_feed(&engine, records + fed, (uint32_t)sizeof records - fed);
            fed += consumed > 0 ? (uint32_t)consumed : 0;
            tml_window(&engine);
        }
        if (i % 3 == 0)
        {
            fill(&engine, i);
        }
        while (tml_run(&engine, i % 2 == 0 ? 0 : 500) == TML_AGAIN)
        {
        }
        tml_mark(&engine);
        tml_label(&engine, i % 5);
    }
    /* Long schedules are cut short: they only repeat. */
    for (uint32_t i = 0; i < 50 && tml_step(&engine, 0, 20000, 1) == TML_AGAIN; i++)
    {
    }
    for (uint32_t i = 0; i < 50 && tml_adapt(&engine, 500, 1) == TML_AGAIN; i++)
    {
    }
    tml_learn_info info;
    tml_learn_status(&engine, &info);
    tml_parameters(&engine, NULL);
    tml_run(&engine, 0);
    tml_selftest(&engine, 0);
    tml_gap(&engine);
    tml_factory(&engine);
    uint32_t sum = 0;
    for (uint32_t field = 0; field < 80; field++)
    {
        sum += tml_info(model, field);
    }
    sum += (uint32_t)strlen(tml_name(model));
    for (uint32_t i = 0; i < 300; i++)
    {
        sum += (uint32_t)strlen(tml_class_label(model, i));
    }
    if (sum == 0)
    {
        printf("a model without a number\n");
    }
    free(arena);
}

/* Checks a model and, if it is accepted, uses it; returns whether it was. */
static int try_model(blob model)
{
    if (tml_check(model.bytes, model.length) != TML_OK)
    {
        return 0;
    }
    const uint32_t inference = tml_info(model.bytes, TML_ARENA_BYTES);
    const uint32_t learning = tml_info(model.bytes, TML_LEARN_ARENA_BYTES);
    const uint32_t arena_bytes = learning != 0 ? learning : inference;
    if (arena_bytes <= MAX_ARENA)
    {
        use_everything(model.bytes, arena_bytes);
    }
    return 1;
}

static int mutate(const char *path)
{
    static const uint8_t changes[] = {0x01, 0x02, 0x40, 0x80, 0xFF};
    const blob original = read_file(path);
    uint32_t accepted = 0;
    uint32_t refused = 0;
    for (uint32_t i = 0; i < original.length; i++)
    {
        for (uint32_t k = 0; k < 2 * sizeof changes; k++)
        {
            blob model = copy_of(original.bytes, original.length);
            model.bytes[i] = (uint8_t)(model.bytes[i] ^ changes[k / 2]);
            if (k % 2 == 0)
            {
                seal(model);
            }
            const int taken = try_model(model);
            accepted += taken ? 1u : 0u;
            refused += taken ? 0u : 1u;
            free(model.bytes);
        }
    }
    printf("accepted %u refused %u\n", accepted, refused);
    free(original.bytes);
    return 0;
}

static int truncate_everywhere(const char *path)
{
    const blob original = read_file(path);
    uint32_t wrong = 0;
    for (uint32_t length = 0; length < original.length; length++)
    {
        blob model = copy_of(original.bytes, length);
        wrong += tml_check(model.bytes, length) == TML_E_TRUNCATED ? 0u : 1u;
        if (length >= 16)
        {
            put_word(model.bytes + 8, length);
            seal(model);
            wrong += tml_check(model.bytes, length) == TML_OK ? 1u : 0u;
        }
        free(model.bytes);
    }
    printf("wrong %u\n", wrong);
    free(original.bytes);
    return wrong == 0 ? 0 : 1;
}

static int fuzz(const char *path, uint32_t seed, uint32_t count)
{
    static const uint32_t extremes[] = {0,      1,      2,          0x7F,        0x80,       0xFF,
                                        0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000u, 0xFFFFFFFFu};
    const blob original = read_file(path);
    uint32_t accepted = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        blob model = copy_of(original.bytes, original.length);
        for (uint32_t k = next_random(&seed) % 3 + 1; k != 0; k--)
        {
            const uint32_t width = 1u << next_random(&seed) % 3;
            const uint32_t at = (16 + next_random(&seed) % (model.length - 20)) & ~(width - 1);
            const uint32_t extreme = extremes[next_random(&seed) % (sizeof extremes / sizeof extremes[0])];
            uint32_t old = 0;
            memcpy(&old, model.bytes + at, width);
            const uint32_t value = next_random(&seed) % 2 == 0 ? extreme : old + next_random(&seed) % 9 - 4;
            memcpy(model.bytes + at, &value, width);
        }
        seal(model);
        accepted += try_model(model) ? 1u : 0u;
        free(model.bytes);
    }
    printf("accepted %u of %u\n", accepted, count);
    free(original.bytes);
    return 0;
}

/* The outputs of a finished inference against the expected bytes. */
static int is_expected(const tml_engine *engine, const uint8_t *expected)
{
    uint32_t bytes = 0;
    const int8_t *output;
    for (uint32_t i = 0; (output = tml_output(engine, i, &bytes)) != NULL; i++)
    {
        if (memcmp(output, expected, bytes) != 0)
        {
            return 0;
        }
        expected += bytes;
    }
    return 1;
}

/* One case: model, inputs and expected outputs, each a length and its bytes. Returns whether both runs gave them. */
static int run_case(const blob parts[3])
{
    blob model = copy_of(parts[0].bytes, parts[0].length);
    int right = tml_check(model.bytes, model.length) == TML_OK;
    if (right)
    {
        const uint32_t arena_bytes = tml_info(model.bytes, TML_ARENA_BYTES);
        uint8_t *arena = allocate(arena_bytes);
        tml_engine engine;
        right = tml_open(&engine, model.bytes, arena, arena_bytes) == TML_OK;
        for (uint32_t slice = 0; slice < 2 && right; slice++)
        {
            const uint8_t *next = parts[1].bytes;
            uint32_t bytes = 0;
            int8_t *input;
            for (uint32_t i = 0; (input = tml_input(&engine, i, &bytes)) != NULL; i++)
            {
                memcpy(input, next, bytes);
                next += bytes;
            }
            while (tml_run(&engine, slice * 333) == TML_AGAIN)
            {
            }
            right = is_expected(&engine, parts[2].bytes);
        }
        free(arena);
    }
    free(model.bytes);
    return right;
}

static int run_cases(const char *path)
{
    const blob file = read_file(path);
    uint32_t cases = 0;
    uint32_t wrong = 0;
    uint32_t at = 0;
    while (at < file.length)
    {
        blob parts[3];
        for (uint32_t i = 0; i < 3; i++)
        {
            parts[i].length = get_word(file.bytes + at);
            parts[i].bytes = file.bytes + at + 4;
            at += 4 + parts[i].length;
        }
        if (!run_case(parts))
        {
            printf("case %u is wrong\n", cases);
            wrong++;
        }
        cases++;
    }
    printf("cases %u wrong %u\n", cases, wrong);
    free(file.bytes);
    return wrong == 0 ? 0 : 1;
}

/* Deliberate faults, hidden from the compiler: each must end the program with a report. */
static int prove_sanitizer(const char *kind)
{
    uint8_t *volatile block = malloc(8);
    volatile uint32_t past = 8;
    volatile int32_t most = INT32_MAX;
    if (block != NULL && strcmp(kind, "address") == 0)
    {
        printf("nothing noticed: %u\n", block[past]);
    }
    else
    {
        printf("nothing noticed: %d\n", (int)(most + 1));
    }
    return 0;
}

int main(int count, char **arguments)
{
    const char *command = count > 1 ? arguments[1] : "";
    if (count == 3 && strcmp(command, "--prove-sanitizer") == 0)
    {
        return prove_sanitizer(arguments[2]);
    }
    if (count == 3 && strcmp(command, "cases") == 0)
    {
        return run_cases(arguments[2]);
    }
    if (count == 3 && strcmp(command, "mutate") == 0)
    {
        return mutate(arguments[2]);
    }
    if (count == 3 && strcmp(command, "truncate") == 0)
    {
        return truncate_everywhere(arguments[2]);
    }
    if (count == 5 && strcmp(command, "fuzz") == 0)
    {
        return fuzz(arguments[2], (uint32_t)strtoul(arguments[3], NULL, 10), (uint32_t)strtoul(arguments[4], NULL, 10));
    }
    fprintf(stderr, "unknown command\n");
    return 2;
}
