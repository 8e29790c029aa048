/* SPDX-License-Identifier: MIT */

/*
 * Measures check, open, one whole inference and each operator, then proves that the bytes are right: outputs for
 * several seeds, the model's own self-tests, words before and after the arena. Of a model that learns it measures a step
 * of gradient descent too, where the board has memory for it, and proves its bytes likewise. Lines of output:
 *
 *   count NAME INDEX INSTRUCTIONS STACK STATUS    one measured call
 *   emulated CALLS COST                           in the inference: instructions that the core lacks, left out of its count
 *   arena BYTES INTACT                            INTACT: 1 when no word around the arena changed
 *   output SEED CRC                               CRC-32 of all outputs for the inputs that the seed makes
 *   layers CRC                                    the same for the run operator by operator, with the first seed
 *   window CRC                                    of the window that the front end makes of records that the seed makes
 *   selftest INDEX STATUS
 *   learnt INDEX CRC                              CRC-32 of the trained parameters after a step on this shot
 *   adapted STATUS DECISION LEVEL DOUBTFUL CRC    a whole adaptation, where the driver asks for it; CRC-32 of what is in use then
 *   learning BYTES INTACT                         as "arena", of the arena with which the model learns
 *   end
 */

#include <stddef.h>

#include "bench.h"
#include "crc32.h"
#include "engine.h"
#include "state.h"

#define CANARY 0xC0DEF00Du

enum
{
    CANARY_WORDS = 4,
    SHORT_ROUNDS = 1,
    LONG_ROUNDS = 10001,
    CHUNK_RECORDS = 32,
    MAX_RECORD_BYTES = 32
};

static tml_engine engine;
static uint8_t *arena;
static uint32_t arena_bytes;
static uint32_t argument;
static uint32_t rows;
static int32_t status;
static uint8_t chunk[CHUNK_RECORDS * MAX_RECORD_BYTES];

static int32_t nothing(void)
{
    return TML_OK;
}

/*
 * The measured calls. Each goes through a pointer and keeps a frame of its own, so that they cost the same but for what
 * they measure. The names are external: the driver has the host's instructions counted by them.
 */
void counted_idle(void);
void counted_known_loop(void);
void counted_check(void);
void counted_open(void);
void counted_run(void);
void counted_layer(void);
void counted_row(void);
void counted_window(void);
void counted_step(void);

static int32_t (*volatile idle_call)(void) = nothing;

void counted_idle(void)
{
    status = idle_call();
}

void counted_known_loop(void)
{
    bench_known_loop(argument);
    status = TML_OK;
}

void counted_check(void)
{
    status = tml_check(bench_model, (uint32_t)(bench_model_end - bench_model));
}

void counted_open(void)
{
    status = tml_open(&engine, bench_model, arena, arena_bytes);
}

void counted_run(void)
{
    status = tml_run(&engine, 0);
}

void counted_layer(void)
{
    tml_operator_run(&engine, argument, 0, rows, NULL);
    status = TML_OK;
}

/* The records of one row, as far as the next window: the chunk, again and again. */
void counted_row(void)
{
    const uint32_t record_bytes = tml_info(bench_model, TML_RECORD_BYTES);
    uint32_t left = tml_info(bench_model, TML_DECIMATION);
    status = TML_OK;
    while (left != 0 && !tml_state_of(&engine)->due)
    {
        const uint32_t records = left < CHUNK_RECORDS ? left : CHUNK_RECORDS;
        tml_feed(&engine, chunk, records * record_bytes);
        left -= records;
    }
}

void counted_window(void)
{
    status = tml_window(&engine);
}

/* argument: the number of the shot, and of the seed. */
void counted_step(void)
{
    status = tml_step(&engine, argument, 0, bench_seeds[1 + argument]);
}

static int32_t measure(const char *name, uint32_t index, void (*call)(void))
{
    const bench_count count = bench_measure(call);
    bench_line("count ");
    bench_line(name);
    bench_number((int32_t)index);
    bench_number((int32_t)count.instructions);
    bench_number((int32_t)count.stack);
    bench_number(status);
    bench_end_line();
    return status;
}

/* Pseudo-random bytes; returns the generator's state behind them. */
static uint32_t fill(uint8_t *bytes, uint32_t count, uint32_t x)
{
    for (uint32_t i = 0; i < count; i++)
    {
        x = x * 1664525u + 1013904223u;
        bytes[i] = (uint8_t)(x >> 24);
    }
    return x;
}

static void fill_inputs(uint32_t x)
{
    uint32_t bytes = 0;
    int8_t *input;
    for (uint32_t i = 0; (input = tml_input(&engine, i, &bytes)) != NULL; i++)
    {
        x = fill((uint8_t *)input, bytes, x);
    }
}

/* The checksum of the only output; of several, of their checksums one after another. */
static uint32_t output_crc(void)
{
    uint32_t crcs[TML_MAX_PORTS];
    uint32_t count = 0;
    uint32_t bytes = 0;
    const int8_t *output;
    while (count < TML_MAX_PORTS && (output = tml_output(&engine, count, &bytes)) != NULL)
    {
        crcs[count++] = tml_crc32((const uint8_t *)output, bytes);
    }
    return count == 1 ? crcs[0] : tml_crc32((const uint8_t *)crcs, count * 4u);
}

static uint32_t *canary(uint32_t word)
{
    uint8_t *at = word < CANARY_WORDS ? arena - 16 + word * 4u : arena + arena_bytes + (word - CANARY_WORDS) * 4u;
    return (uint32_t *)(void *)at;
}

static void print_output(uint32_t seed)
{
    fill_inputs(seed);
    tml_run(&engine, 0);
    bench_line("output");
    bench_number((int32_t)seed);
    bench_number((int32_t)output_crc());
    bench_end_line();
}

static void measure_run(void)
{
    uint32_t cost = 0;
    const uint32_t before = bench_emulated(&cost);
    measure("run", 0, counted_run);
    bench_line("emulated");
    bench_number((int32_t)(bench_emulated(&cost) - before));
    bench_number((int32_t)cost);
    bench_end_line();
}

static void measure_layers(void)
{
    fill_inputs(bench_seeds[1]);
    for (uint32_t i = 0; i < tml_info(bench_model, TML_OPERATORS); i++)
    {
        argument = i;
        rows = tml_operator_rows(bench_model, tml_operators_of(bench_model) + i);
        measure("layer", i, counted_layer);
    }
    bench_line("layers");
    bench_number((int32_t)output_crc());
    bench_end_line();
}

/* Rows until a window is due, and the window; nothing where the model has no front end. */
static void measure_front_end(void)
{
    if (tml_info(bench_model, TML_FRONT_END) == 0)
    {
        return;
    }
    uint32_t x = bench_seeds[1];
    for (uint32_t i = 0; !tml_state_of(&engine)->due; i++)
    {
        x = fill(chunk, sizeof chunk, x);
        measure("row", i, counted_row);
    }
    measure("window", 0, counted_window);
    uint32_t bytes = 0;
    const int8_t *input = tml_input(&engine, 0, &bytes);
    bench_line("window");
    bench_number((int32_t)tml_crc32((const uint8_t *)input, bytes));
    bench_end_line();
}

static void run_selftests(void)
{
    for (uint32_t i = 0; i < tml_info(bench_model, TML_SELF_TESTS); i++)
    {
        bench_line("selftest");
        bench_number((int32_t)i);
        bench_number(tml_selftest(&engine, i));
        bench_end_line();
    }
}

static void check_clock(void)
{
    measure("idle", 0, counted_idle);
    argument = SHORT_ROUNDS;
    measure("known", SHORT_ROUNDS, counted_known_loop);
    argument = LONG_ROUNDS;
    measure("known", LONG_ROUNDS, counted_known_loop);
}

/* The arena lies between two rows of canaries. Returns the bytes of memory where they do not suffice, else 0. */
static uint32_t place_arena(uint32_t field)
{
    uint32_t room = 0;
    arena = bench_arena(&room) + 16;
    arena_bytes = tml_info(bench_model, field);
    if (room < 32u || arena_bytes > room - 32u)
    {
        return room;
    }
    for (uint32_t i = 0; i < 2 * CANARY_WORDS; i++)
    {
        *canary(i) = CANARY ^ i;
    }
    return 0;
}

static void print_arena(const char *name)
{
    int32_t intact = 1;
    for (uint32_t i = 0; i < 2 * CANARY_WORDS; i++)
    {
        intact &= *canary(i) == (CANARY ^ i);
    }
    bench_line(name);
    bench_number((int32_t)arena_bytes);
    bench_number(intact);
    bench_end_line();
}

/* Stores a shot for each of the first seeds. */
static void store(uint32_t shots)
{
    for (uint32_t i = 0; i < shots; i++)
    {
        fill_inputs(bench_seeds[1 + i]);
        tml_run(&engine, 0);
        tml_mark(&engine);
        tml_label(&engine, i % 2u);
    }
}

/* Stores the shots once more, so that each has a like when it is held back, and adapts. */
static void adapt(uint32_t shots)
{
    tml_learn_info info;
    store(shots);
    const tml_status adapted = tml_adapt(&engine, 0, bench_seeds[1]);
    tml_learn_status(&engine, &info);
    bench_line("adapted");
    bench_number(adapted);
    bench_number((int32_t)info.decision);
    bench_number((int32_t)info.level);
    bench_number((int32_t)info.doubtful);
    bench_number((int32_t)tml_crc32(tml_parameters(&engine, NULL), tml_info(bench_model, TML_PARAMETER_BYTES)));
    bench_end_line();
}

/* Stores a shot for each seed, as far as there is room, and goes a step with each. */
static void learn(void)
{
    const uint32_t capacity = tml_info(bench_model, TML_SHOTS);
    const uint32_t shots = bench_seeds[0] < capacity ? bench_seeds[0] : capacity;
    store(shots);
    for (argument = 0; argument < shots; argument++)
    {
        measure("step", argument, counted_step);
        bench_line("learnt");
        bench_number((int32_t)argument);
        bench_number((int32_t)tml_crc32(tml_staged_parameters(&engine), tml_info(bench_model, TML_PARAMETER_BYTES)));
        bench_end_line();
    }
    if (bench_adapts != 0)
    {
        adapt(shots);
    }
}

static void print_room(uint32_t room)
{
    bench_line("room");
    bench_number((int32_t)room);
    bench_end_line();
}

void bench_run(void)
{
    uint32_t room = 0;
    check_clock();
    if (measure("check", 0, counted_check) == TML_OK && (room = place_arena(TML_ARENA_BYTES)) == 0 &&
        measure("open", 0, counted_open) == TML_OK)
    {
        fill_inputs(bench_seeds[1]);
        measure_run();
        measure_layers();
        for (uint32_t i = 0; i < bench_seeds[0]; i++)
        {
            print_output(bench_seeds[1 + i]);
        }
        measure_front_end();
        run_selftests();
        print_arena("arena");
    }
    if (room != 0)
    {
        print_room(room);
    }
    else if (tml_info(bench_model, TML_LEARN_ARENA_BYTES) != 0 && place_arena(TML_LEARN_ARENA_BYTES) == 0 &&
             tml_open(&engine, bench_model, arena, arena_bytes) == TML_OK)
    {
        learn();
        print_arena("learning");
    }
    bench_line("end");
    bench_end_line();
}
