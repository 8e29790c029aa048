/* SPDX-License-Identifier: MIT */
#ifndef TINYML_H
#define TINYML_H

#include <stdint.h>
#include "tinyml/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The engine: a proved .tml model (see SPEC.md) and one arena. Both belong to the caller and must stay in place while the
 * engine is used. Everything that changes lies in the arena and holds no pointer; the engine itself is only these two.
 */
typedef struct tml_engine
{
    const uint8_t *model; /* a .tml file, 4-byte aligned, usually in flash */
    uint8_t *arena;       /* 16-byte aligned; arena_bytes of the model's header */
} tml_engine;

/* The version of this interface; the first and the last extern of TinyMl.Interop return it. */
#define TML_ABI 0x544D0001

/* Bytes at the start of every arena that belong to the engine. */
#define TML_STATE_BYTES 128

/*
 * Proves a model, completely and once: after TML_OK no call below can read or write out of bounds, whatever the inputs.
 * length: bytes at model that may be read. Anything wrong gives the status of the first fault found.
 */
tml_status tml_check(const void *model, uint32_t length);

/*
 * Puts a model that tml_check has proved into an arena. With at least learn_arena_bytes the engine can also learn; with at
 * least arena_bytes it only runs; with less: TML_E_ARENA_SIZE. The parameters start as in the factory.
 */
tml_status tml_open(tml_engine *engine, const void *model, void *arena, uint32_t arena_bytes);

/* Input and output number index: int8, NHWC, in the arena. bytes (may be null) receives the length. Null: no such tensor. */
int8_t *tml_input(const tml_engine *engine, uint32_t index, uint32_t *bytes);
const int8_t *tml_output(const tml_engine *engine, uint32_t index, uint32_t *bytes);

/*
 * Runs at most max_macs multiply-accumulates (one output row at least; 0: to the end). TML_AGAIN: call again, and leave the
 * input alone; TML_OK: the outputs are there, and the next call starts a new inference.
 */
tml_status tml_run(tml_engine *engine, uint32_t max_macs);

/* Abandons an inference under way. */
void tml_restart(tml_engine *engine);

/*
 * The IMU front end. tml_feed takes whole records of the sensor's FIFO as they come from the bus and stops at the next due
 * window: it returns the bytes consumed, or a negative status. tml_gap tells that samples were lost: windows that would
 * contain the gap never become due. tml_window writes a due window to the model's input (TML_NOT_READY: none is due).
 */
int32_t tml_feed(tml_engine *engine, const uint8_t *bytes, uint32_t count);
tml_status tml_gap(tml_engine *engine);
tml_status tml_window(tml_engine *engine);

/*
 * Learning. tml_mark keeps the finished inference's feature as the one that a label would mean; tml_label stores it as a
 * shot of class label (the oldest shot of the fullest class gives way); tml_adapt trains the biases on all stored shots,
 * starting from the factory's: at most max_steps gradient steps a call (0: to the end), TML_AGAIN until done. tml_factory
 * forgets shots and biases.
 */
tml_status tml_mark(tml_engine *engine);
tml_status tml_label(tml_engine *engine, uint32_t label);
tml_status tml_adapt(tml_engine *engine, uint32_t max_steps, uint32_t seed);
tml_status tml_factory(tml_engine *engine);

/* What learning has done so far, for the log. */
typedef struct tml_learn_info
{
    uint32_t shots;      /* stored */
    uint32_t steps;      /* gradient steps of the last adaptation */
    int32_t loss_before; /* mean cross-entropy over the shots with the factory's biases, Q16.16 nats */
    int32_t loss_after;  /* the same with the learnt ones */
    int32_t max_change;  /* largest |learnt - factory| bias, in accumulator LSB */
} tml_learn_info;
tml_status tml_learn_status(const tml_engine *engine, tml_learn_info *info);

/* Runs self-test vector number index (0, 1, ...). TML_OK: equal; TML_E_SELFTEST: not; TML_E_ARGUMENT: there is none. */
tml_status tml_selftest(tml_engine *engine, uint32_t index);

#ifdef __cplusplus
}
#endif

#endif
