/* SPDX-License-Identifier: MIT */
#include "tinyml_interop.h"

#if !defined(TINYML_ARENA_BYTES) || !defined(TINYML_MODEL_BYTES) || !defined(TINYML_BUILT_IN_BYTES)
#error "FindINTEROP-TinyMl.Interop.cmake defines the memory that the board gives."
#endif
#if TINYML_ARENA_BYTES < TML_STATE_BYTES || TINYML_ARENA_BYTES % 16 != 0
#error "TINYML_ARENA_BYTES is a multiple of 16, and at least 128."
#endif

#ifdef TINYML_ARENA_SECTION
#define TINYML_IN_ARENA_SECTION __attribute__((section(TINYML_ARENA_SECTION)))
#else
#define TINYML_IN_ARENA_SECTION
#endif
#ifdef TINYML_MODEL_SECTION
#define TINYML_IN_MODEL_SECTION __attribute__((section(TINYML_MODEL_SECTION)))
#else
#define TINYML_IN_MODEL_SECTION
#endif

/* Neither has to be zero at start-up, so a section that nobody clears will do. */
alignas(16) static uint8_t s_arena[TINYML_ARENA_BYTES] TINYML_IN_ARENA_SECTION;

#if TINYML_MODEL_BYTES > 0
alignas(16) static uint8_t s_room[TINYML_MODEL_BYTES] TINYML_IN_MODEL_SECTION;
#define TINYML_ROOM s_room
#else
#define TINYML_ROOM nullptr
#endif

/* A header that the module writes: tinyml_model, an array of words. */
#ifdef TINYML_BUILT_IN_ARRAY
#include TINYML_BUILT_IN_ARRAY
#define TINYML_BUILT_IN tinyml_model
static_assert(sizeof(tinyml_model) == TINYML_BUILT_IN_BYTES, "a model's length is a multiple of 4");
#else
#define TINYML_BUILT_IN nullptr
#endif

static const tml_device_memory s_memory = {
    s_arena, TINYML_ROOM, TINYML_BUILT_IN, TINYML_ARENA_BYTES, TINYML_MODEL_BYTES, TINYML_BUILT_IN_BYTES,
};

tml_device g_TinyMl_Device = { &s_memory, { nullptr, nullptr }, 0, 0 };
