/* SPDX-License-Identifier: MIT */
#ifndef TINYML_BENCH_H
#define TINYML_BENCH_H

/*
 * The harness of 'tinyml bench': main.c runs one model through the library and prints what it counted, one line per
 * fact. The functions below are all that differs from target to target; one folder per target implements them.
 */

#include <stdint.h>

/* Instructions executed so far, modulo 2^32, exact. A target whose instructions are counted from outside returns 0. */
uint32_t bench_clock(void);

/*
 * How often an instruction that the core lacks was emulated so far, and how many instructions beyond one each took; the clock
 * counts each as one.
 */
uint32_t bench_emulated(uint32_t *cost);

/* Executes exactly 2 instructions per round, and a few more: what the clock is checked with. rounds is at least 1. */
void bench_known_loop(uint32_t rounds);

/* The caller's stack pointer. */
uintptr_t bench_stack_pointer(void);

/* Memory for the arena, aligned to 16: as much as the target has left. */
uint8_t *bench_arena(uint32_t *room);

/* Prints a NUL-terminated text. */
void bench_write(const char *text);

/* What the start-up code calls; returns when everything is printed. */
void bench_run(void);

/* Assembled from the driver's generated file: the model, whether to adapt, then the number of seeds and the seeds. */
extern const uint8_t bench_model[];
extern const uint8_t bench_model_end[];
extern const uint32_t bench_adapts;
extern const uint32_t bench_seeds[];

/* One measured call. */
typedef struct bench_count
{
    uint32_t instructions; /* the clock's own cost included: the driver subtracts that of an empty call */
    uint32_t stack;        /* bytes below the caller's frame that were written */
} bench_count;
bench_count bench_measure(void (*call)(void));

/* A line of output: a word, then numbers, then the end. */
void bench_line(const char *word);
void bench_number(int32_t value);
void bench_end_line(void);

#endif
