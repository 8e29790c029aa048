/* SPDX-License-Identifier: MIT */

/*
 * Takes patches in that were cut, altered and made up, in heap blocks of exactly their size, for a build with
 * sanitizers. What is refused must leave the active parameters as they were; with what is taken the engine must work.
 *
 *   tml_exercise_patches FILE SEED COUNT    a model that learns; COUNT records with fields altered, checksums right
 *
 * Prints how many of each kind were taken; the exit code is 3 where something was taken that must not be.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tinyml/patch.h"
#include "../src/crc32.h"

typedef struct bench
{
    uint8_t *model;
    uint8_t *arena;
    uint32_t arena_bytes;
    tml_engine engine;
} bench;

static void fail(const char *sentence)
{
    fprintf(stderr, "%s\n", sentence);
    exit(3);
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void *copy_of(const void *bytes, size_t count)
{
    void *copy = malloc(count == 0 ? 1 : count);
    if (copy == NULL)
    {
        exit(2);
    }
    memcpy(copy, bytes, count);
    return copy;
}

static uint8_t *read_file(const char *path, uint32_t *length)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
    {
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    *length = (uint32_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(*length);
    if (bytes == NULL || fread(bytes, 1, *length, file) != *length)
    {
        exit(2);
    }
    fclose(file);
    return bytes;
}

static void open_bench(bench *b)
{
    memset(b->arena, 0x5A, b->arena_bytes);
    if (tml_open(&b->engine, b->model, b->arena, b->arena_bytes) != TML_OK)
    {
        fail("the model does not open");
    }
}

/* Some shots, and an adaptation to its end. */
static void learn(bench *b, uint32_t shots)
{
    for (uint32_t i = 0; i < shots; i++)
    {
        uint32_t bytes = 0;
        int8_t *input = tml_input(&b->engine, 0, &bytes);
        for (uint32_t k = 0; k < bytes; k++)
        {
            input[k] = (int8_t)(k * (i + 3u));
        }
        tml_run(&b->engine, 0);
        tml_mark(&b->engine);
        tml_label(&b->engine, i % 2u);
    }
    while (tml_adapt(&b->engine, 0, 1) == TML_AGAIN)
    {
    }
}

/* Receives a record in pieces of any size, and lets the engine work with what it then has. */
static tml_status take(bench *b, const uint8_t *bytes, uint32_t count, uint32_t seed)
{
    tml_patch patch;
    uint32_t parameters = 0;
    memset(&patch, 0, sizeof patch);
    const uint8_t *active = tml_parameters(&b->engine, &parameters);
    uint8_t *before = copy_of(active, parameters);
    tml_status status = TML_OK;
    for (uint32_t done = 0; done < count && status == TML_OK;)
    {
        const uint32_t left = count - done;
        const uint32_t want = 1u + next_random(&seed) % 70u;
        const uint32_t piece = want < left ? want : left;
        uint8_t *exactly = copy_of(bytes + done, piece);
        status = tml_patch_receive(&b->engine, &patch, exactly, piece);
        free(exactly);
        done += piece;
    }
    status = status == TML_OK ? tml_patch_import(&b->engine, &patch) : status;
    if (status != TML_OK && memcmp(before, active, parameters) != 0)
    {
        fail("a refused patch changed the active parameters");
    }
    free(before);
    tml_run(&b->engine, 0);
    tml_adapt(&b->engine, 3000, seed);
    tml_adapt(&b->engine, 0, seed);
    tml_run(&b->engine, 0);
    return status;
}

static uint32_t count_taken(bench *b, const uint8_t *bytes, uint32_t count, uint32_t seed)
{
    open_bench(b);
    return take(b, bytes, count, seed) == TML_OK ? 1u : 0u;
}

static void put_word(uint8_t *at, uint32_t value)
{
    memcpy(at, &value, sizeof value);
}

/* Puts right checksums into a record whose header may state any sizes. */
static void seal(uint8_t *record, uint32_t count)
{
    uint32_t parameters;
    uint32_t store;
    memcpy(&parameters, record + 24, 4);
    memcpy(&store, record + 32, 4);
    const uint32_t body = count - TML_PATCH_HEADER_BYTES;
    if (parameters <= body && store <= body - parameters)
    {
        put_word(record + 28, tml_crc32(record + TML_PATCH_HEADER_BYTES, parameters));
        put_word(record + 36, tml_crc32(record + TML_PATCH_HEADER_BYTES + parameters, store));
    }
    put_word(record + 40, tml_crc32(record, 40));
}

/* Fields and bytes of any values, under right checksums; into a store that is empty or not. */
static uint32_t take_made_up(bench *b, const uint8_t *record, uint32_t count, uint32_t seed, uint32_t times)
{
    uint32_t taken = 0;
    for (uint32_t i = 0; i < times; i++)
    {
        uint8_t *altered = copy_of(record, count);
        for (uint32_t k = next_random(&seed) % 4u; k != 0; k--)
        {
            const uint32_t at = next_random(&seed) % 3u == 0 ? next_random(&seed) % 60u : next_random(&seed) % count;
            altered[at] = (uint8_t)(next_random(&seed) % 3u == 0 ? 0xFFu : next_random(&seed));
        }
        seal(altered, count);
        open_bench(b);
        if (i % 4u == 0)
        {
            learn(b, 2);
        }
        taken += take(b, altered, count, seed) == TML_OK ? 1u : 0u;
        free(altered);
    }
    return taken;
}

/* Every line with each of its characters altered, and cut at each; then as it is, so that the next can come. */
static uint32_t take_lines(bench *b, tml_patch *sealed, uint32_t *refused)
{
    const uint32_t lines = tml_patch_lines(sealed);
    char **text = malloc(lines * sizeof *text);
    int32_t *length = malloc(lines * sizeof *length);
    tml_patch patch;
    uint32_t taken = 0;
    memset(&patch, 0, sizeof patch);
    for (uint32_t i = 0; i < lines; i++)
    {
        text[i] = malloc(TML_PATCH_CHARACTERS);
        length[i] = tml_patch_write_line(&b->engine, sealed, i, text[i], TML_PATCH_CHARACTERS);
    }
    for (uint32_t i = 0; i < lines; i++)
    {
        for (uint32_t at = 0; at < (uint32_t)length[i]; at++)
        {
            char *altered = copy_of(text[i], (size_t)length[i]);
            for (uint32_t change = 1; change < 256; change = change * 2u + 1u)
            {
                altered[at] = (char)(text[i][at] ^ (char)change);
                const int32_t line = tml_patch_read_line(&b->engine, &patch, altered, (uint32_t)length[i]);
                taken += line >= 0 ? 1u : 0u;
                *refused += line < 0 ? 1u : 0u;
            }
            free(altered);
            char *cut = copy_of(text[i], at);
            taken += tml_patch_read_line(&b->engine, &patch, cut, at) >= 0 ? 1u : 0u;
            free(cut);
        }
        if (tml_patch_read_line(&b->engine, &patch, text[i], (uint32_t)length[i]) != (int32_t)i)
        {
            fail("a right line is refused");
        }
    }
    if (tml_patch_import(&b->engine, &patch) != TML_OK)
    {
        fail("right lines are refused");
    }
    for (uint32_t i = 0; i < lines; i++)
    {
        free(text[i]);
    }
    free(text);
    free(length);
    return taken;
}

int main(int arguments, char **values)
{
    if (arguments != 4)
    {
        fprintf(stderr, "tml_exercise_patches FILE SEED COUNT\n");
        return 2;
    }
    bench b;
    uint32_t model_bytes;
    b.model = read_file(values[1], &model_bytes);
    b.arena_bytes = tml_info(b.model, TML_LEARN_ARENA_BYTES);
    b.arena = aligned_alloc(16, b.arena_bytes);
    if (b.arena == NULL || tml_check(b.model, model_bytes) != TML_OK)
    {
        return 2;
    }

    /* What an engine has learnt, with its shots. */
    tml_patch sealed;
    open_bench(&b);
    learn(&b, 5);
    if (tml_patch_seal(&b.engine, &sealed, 1, 1, TML_PATCH_PARAMETERS | TML_PATCH_SHOTS) != TML_OK)
    {
        fail("nothing can be sealed");
    }
    const uint32_t count = tml_patch_record_bytes(&sealed);
    uint8_t *record = malloc(count);
    if (record == NULL || tml_patch_export(&b.engine, &sealed, 0, record, count) != TML_OK)
    {
        fail("nothing can be exported");
    }
    uint32_t refused = 0;
    const uint32_t lines = take_lines(&b, &sealed, &refused);

    uint32_t cut = 0;
    uint32_t altered = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        cut += count_taken(&b, record, i, i);
        for (uint32_t bit = 0; bit < 8; bit++)
        {
            record[i] = (uint8_t)(record[i] ^ 1u << bit);
            altered += count_taken(&b, record, count, i);
            record[i] = (uint8_t)(record[i] ^ 1u << bit);
        }
    }
    uint8_t *longer = calloc(count + 1u, 1);
    if (longer == NULL)
    {
        return 2;
    }
    memcpy(longer, record, count);
    const uint32_t too_long = count_taken(&b, longer, count + 1u, 1);
    const uint32_t whole = count_taken(&b, record, count, 1);
    const uint32_t times = (uint32_t)strtoul(values[3], NULL, 10);
    const uint32_t made_up = take_made_up(&b, record, count, (uint32_t)strtoul(values[2], NULL, 10), times);
    printf("whole %u cut %u long %u altered %u lines %u of %u made-up %u of %u\n", whole, cut, too_long, altered, lines,
           lines + refused, made_up, times);
    free(longer);
    free(record);
    free(b.arena);
    free(b.model);
    return whole == 1 && cut + too_long + altered + lines == 0 ? 0 : 3;
}
