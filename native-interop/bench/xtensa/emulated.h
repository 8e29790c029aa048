/* SPDX-License-Identifier: MIT */
#ifndef TINYML_BENCH_EMULATED_H
#define TINYML_BENCH_EMULATED_H

#include <stdint.h>

/* Calls of the function that stands for MULSH, and the instructions of each: its own and the call. */
extern uint32_t bench_multiplied_high;
#define BENCH_MULTIPLY_HIGH 40u

/* The same of what only settles the emulator's registers, and is no instruction of a core. */
extern uint32_t bench_settled;
#define BENCH_SETTLE 12u

#endif
