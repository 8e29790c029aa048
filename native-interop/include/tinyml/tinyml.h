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

/*
 * The profiles (weight layouts, SPEC.md) that this build runs: bit i stands for profile i, bit 0 is always set. A core
 * runs those that suit it, a host all of them; a build may name others.
 */
#ifndef TML_PROFILES
#if defined(__XTENSA__) && defined(__has_include)
#if __has_include(<xtensa/config/core-isa.h>)
#include <xtensa/config/core-isa.h>
#define TML_XTENSA_HAS_MAC16 (XCHAL_HAVE_MAC16 && XCHAL_HAVE_MUL32_HIGH && XCHAL_HAVE_LOOPS && XCHAL_HAVE_CLAMPS)
#endif
#endif
#if defined(__ARM_FEATURE_DSP)
#define TML_PROFILES 0x00000003u
#elif defined(TML_XTENSA_HAS_MAC16) && TML_XTENSA_HAS_MAC16
#define TML_PROFILES 0x00000005u
#elif defined(__riscv_mul) && __riscv_xlen == 32
#define TML_PROFILES 0x00000009u
#elif defined(__arm__) || defined(__riscv) || defined(__XTENSA__)
#define TML_PROFILES 0x00000001u
#else
#define TML_PROFILES 0x0000000Fu
#endif
#endif

/* Bytes at the start of every arena that belong to the engine. */
#define TML_STATE_BYTES 128

/* Bytes behind the arena of inference that belong to learning. */
#define TML_LEARN_STATE_BYTES 256

/*
 * Proves a model, completely and once: after TML_OK no call below can read or write out of bounds, whatever the inputs.
 * length: bytes at model that may be read. Anything wrong gives the status of the first fault found.
 */
TML_API tml_status tml_check(const void *model, uint32_t length);

/*
 * Puts a model that tml_check has proved into an arena. With at least learn_arena_bytes the engine can also learn; with at
 * least arena_bytes it only runs; with less: TML_E_ARENA_SIZE. The parameters start as in the factory.
 */
TML_API tml_status tml_open(tml_engine *engine, const void *model, void *arena, uint32_t arena_bytes);

/* Input and output number index: int8, NHWC, in the arena. bytes (may be null) receives the length. Null: no such tensor. */
TML_API int8_t *tml_input(const tml_engine *engine, uint32_t index, uint32_t *bytes);
TML_API const int8_t *tml_output(const tml_engine *engine, uint32_t index, uint32_t *bytes);

/*
 * Runs at most max_macs multiply-accumulates (one output row at least; 0: to the end). TML_AGAIN: call again, and leave the
 * input alone; TML_OK: the outputs are there, and the next call starts a new inference.
 */
TML_API tml_status tml_run(tml_engine *engine, uint32_t max_macs);

/* Abandons an inference under way. */
TML_API void tml_restart(tml_engine *engine);

/*
 * The front end. tml_feed takes whole records as they come from the bus, of an IMU's FIFO or of PCM, and stops at the next
 * due window: it returns the bytes consumed (a record that is not whole stays), or a negative status. tml_window writes a due
 * window to the model's input (TML_NOT_READY: none is due; TML_E_BUSY: an inference is under way); call it after each
 * tml_feed, for feeding on skips a window that was not taken. tml_gap tells that samples were lost: windows that would
 * contain the gap never become due.
 */
TML_API int32_t tml_feed(tml_engine *engine, const uint8_t *bytes, uint32_t count);
TML_API tml_status tml_gap(tml_engine *engine);
TML_API tml_status tml_window(tml_engine *engine);

/*
 * Learning. tml_mark keeps what a label would mean of the finished inference: the head's input, or the model's where more
 * than the head is trained (before the next window or input is written). tml_label stores it, once, as a shot of class
 * label: when the store is full, the oldest shot of the fullest class gives way. tml_adapt trains a staged copy of the
 * parameters on the stored shots, starting from the factory's, tests it on shots that it was not trained on and on the
 * factory's own, and makes it the active one only if neither are named worse (tml_decision): at most max_macs
 * multiply-accumulates a call (0: to the end), TML_AGAIN until done; the seed counts in the first call. Until it is done
 * inferences use what was active before; where shots are windows they are TML_E_BUSY in the middle of a visit of a shot, and
 * a limited call ends with a visit, so that they can go between two. tml_label and tml_factory give up an adaptation under
 * way; tml_factory forgets shots and parameters. Without room to learn in the arena all of them are TML_E_ARENA_SIZE.
 */
TML_API tml_status tml_mark(tml_engine *engine);
TML_API tml_status tml_label(tml_engine *engine, uint32_t label);
TML_API tml_status tml_adapt(tml_engine *engine, uint32_t max_macs, uint32_t seed);
TML_API tml_status tml_factory(tml_engine *engine);

/*
 * One gradient step on stored shot number shot by itself, for benchmarks and tests: it trains the staged parameters as
 * they are, which no inference uses and the next adaptation resets. Slices and seed as in tml_adapt; TML_E_BUSY during an
 * adaptation. tml_staged_parameters: the block that it trains (TML_PARAMETER_BYTES); null: the engine does not learn.
 */
TML_API tml_status tml_step(tml_engine *engine, uint32_t shot, uint32_t max_macs, uint32_t seed);
TML_API const uint8_t *tml_staged_parameters(const tml_engine *engine);

/* How an adaptation ended. */
typedef enum tml_decision
{
    TML_UNDECIDED = 0,       /* none has ended yet */
    TML_CONFIRMED = 1,       /* what was learnt is in use */
    TML_REFUSED_USER = 2,    /* the user's shots, each held back, would be named worse */
    TML_REFUSED_FACTORY = 3, /* the factory's would */
    TML_UNTESTED = 4,        /* there are fewer than two shots, or none of the factory's */
    TML_NO_GAIN = 5,         /* nothing would be named better */
    TML_REFUSED_LABELS = 6   /* most labels are contradicted by the others */
} tml_decision;

/* What learning has done so far, for the log; but for shots and max_change of the last adaptation. */
typedef struct tml_learn_info
{
    uint32_t shots;          /* stored */
    uint32_t steps;          /* gradient steps, those of the tests included */
    int32_t loss_before;     /* mean cross-entropy over the user's shots with the factory's parameters, Q16.16 nats */
    int32_t loss_after;      /* the same with learnt ones, each shot while it was held back */
    int32_t max_change;      /* largest |learnt - factory| of a bias in use, in accumulator LSB */
    uint32_t decision;       /* tml_decision */
    uint32_t user_tested;    /* the user's shots that were tested, each while it was held back */
    uint32_t user_before;    /* of these, named right with the factory's parameters */
    uint32_t user_after;     /* and with learnt ones */
    uint32_t factory_tested; /* the same of the factory's shots */
    uint32_t factory_before;
    uint32_t factory_after;
    uint32_t doubtful; /* the user's shots whose labels the others contradict: not learnt */
    uint32_t level;    /* how often the change was halved for the test, 0 to 3 */
} tml_learn_info;
TML_API tml_status tml_learn_status(const tml_engine *engine, tml_learn_info *info);

/* The head's biases in use, one per class, in accumulator LSB. Null: the engine does not learn them. */
TML_API const int32_t *tml_learnt_bias(const tml_engine *engine, uint32_t *count);

/* The active block of trained parameters (SPEC.md, "Parameter"), 4-byte aligned. Null: the engine does not learn. */
TML_API const uint8_t *tml_parameters(const tml_engine *engine, uint32_t *bytes);

/* Runs self-test vector number index (0, 1, ...) with the factory's parameters. TML_OK: equal; TML_E_SELFTEST: not; TML_E_ARGUMENT: there is none. */
TML_API tml_status tml_selftest(tml_engine *engine, uint32_t index);

/* What a proved model says of itself; no engine is needed. A part that the model lacks reads as 0. */
typedef enum tml_field
{
    TML_MODEL_ID_LOW = 0,
    TML_MODEL_ID_HIGH = 1,
    TML_PROFILE = 2,
    TML_ARENA_BYTES = 3,
    TML_LEARN_ARENA_BYTES = 4,
    TML_MACS = 5,
    TML_OPERATORS = 6,
    TML_INPUTS = 7,
    TML_OUTPUTS = 8,
    TML_CLASSES = 9, /* channels of the last output */
    TML_FILE_BYTES = 10,
    TML_SELF_TESTS = 11,

    TML_FRONT_END = 20, /* kind: 1 IMU, 2 audio */
    TML_CHANNELS = 21,
    TML_RECORD_BYTES = 22,
    TML_DECIMATION = 23, /* records from one row to the next */
    TML_ROWS = 24,
    TML_HOP = 25,
    TML_SAMPLE_RATE = 26,  /* mHz */
    TML_FULL_SCALE_0 = 27, /* the sensor range of normalisation group 0, g */
    TML_FULL_SCALE_1 = 28, /* group 1, degrees per second */
    TML_FULL_SCALE_2 = 29,
    TML_FULL_SCALE_3 = 30,

    TML_DETECTOR = 40, /* 1: there is one */
    TML_SMOOTHING = 41,
    TML_THRESHOLD_ON = 42,
    TML_THRESHOLD_OFF = 43,
    TML_DEAD_WINDOWS = 44,
    TML_IDLE_CLASS = 45, /* 0xFFFF: none */
    TML_MIN_WINDOWS = 46,

    TML_LEARNING = 60, /* what a shot keeps: 1 feature, 2 window */
    TML_SHOTS = 61,
    TML_EPOCHS = 62,
    TML_PARAMETER_BYTES = 63, /* of all parameters that are trained */
    TML_SHOT_BYTES = 64,      /* of one stored shot */

    TML_CLASS_THRESHOLD = 256, /* and following, one a class: the mean score that starts its event; 0: nothing does */
    TML_SCRATCH = 65536        /* and following, one an operator: bytes of the arena that its kernel writes beside its output */
} tml_field;
TML_API uint32_t tml_info(const void *model, uint32_t field);

/* The model's name, and the label of a class; an empty string where the model has none. Never null. */
TML_API const char *tml_name(const void *model);
TML_API const char *tml_class_label(const void *model, uint32_t index);

/*
 * Turns raw sensor records into text, one line a record, numbers separated by TAB: what a data forwarder reads. layout:
 * the bytes of a record, then the offset of each of its 1 to 8 big-endian 16-bit channels. Returns the characters written,
 * or TML_E_ARGUMENT where text could be too small (7 characters a number are enough).
 */
TML_API int32_t tml_format_records(const uint8_t *records, uint32_t count, const uint8_t *layout, uint32_t layout_bytes,
                                   char *text, uint32_t capacity);

#ifdef __cplusplus
}
#endif

#endif
