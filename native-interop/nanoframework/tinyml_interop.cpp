/* SPDX-License-Identifier: MIT */
#include "tinyml_interop.h"

static const CLR_RT_MethodHandler method_lookup[] = {
#define TINYML_INTEROP_ENTRY(name) Library_TinyMl_Interop_TinyMl_Interop_Native::name,
    TINYML_INTEROP_METHODS(TINYML_INTEROP_ENTRY)
#undef TINYML_INTEROP_ENTRY
};

constexpr CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_TinyMl_Interop = {
    "TinyMl.Interop",
    0x689BBDD9,
    method_lookup,
    { 1, 0, 0, 0 },
};

/* Bytes that are complete when the compiler has run: no start-up code writes them. */
constexpr TinyMl_Firmware_Record g_TinyMl_Firmware = {
    { 'T', 'M', 'L', 'F', 'I', 'R', 'M' },
    1,
    TML_ABI,
    g_CLR_AssemblyNative_TinyMl_Interop.m_checkSum,
    TML_PROFILES,
    TINYML_ARENA_BYTES,
    TINYML_MODEL_BYTES,
    TINYML_BUILT_IN_BYTES,
};
static_assert(sizeof(TinyMl_Firmware_Record) == 32, "tinyml flash reads 32 bytes");
