/* SPDX-License-Identifier: MIT */
#ifndef TINYML_INTEROP_H
#define TINYML_INTEROP_H

#include <nanoCLR_Interop.h>
#include <nanoCLR_Runtime.h>
#include <nanoCLR_Checks.h>
#include <corlib_native.h>
#include "tinyml_device.h"

/*
 * Every method of the assembly TinyMl.Interop in the order of its metadata: the runtime calls by index. The names are the
 * metadata processor's: STATIC, the result, the parameters. A test compares this list, and the checksum and version beside
 * the table, with the compiled assembly, and says what to write where they differ.
 */
#define TINYML_INTEROP_METHODS(X)                                                                                      \
    X(AbiFirst___STATIC__I4)                                                                                           \
    X(OpenBuiltIn___STATIC__I4)                                                                                        \
    X(OpenResource___STATIC__I4__SystemReflectionAssembly__STRING__I2)                                                 \
    X(LoadStart___STATIC__I4__I4)                                                                                      \
    X(LoadBytes___STATIC__I4__SZARRAY_U1__I4__I4)                                                                      \
    X(OpenLoaded___STATIC__I4)                                                                                         \
    X(Close___STATIC__I4)                                                                                              \
    X(Run___STATIC__I4__I4)                                                                                            \
    X(Restart___STATIC__I4)                                                                                            \
    X(Feed___STATIC__I4__SZARRAY_U1__I4__I4)                                                                           \
    X(Gap___STATIC__I4)                                                                                                \
    X(Window___STATIC__I4)                                                                                             \
    X(WriteInput___STATIC__I4__SZARRAY_U1__I4__I4)                                                                     \
    X(ReadScores___STATIC__I4__SZARRAY_U1)                                                                             \
    X(Mark___STATIC__I4)                                                                                               \
    X(Label___STATIC__I4__I4)                                                                                          \
    X(Adapt___STATIC__I4__I4__I4)                                                                                      \
    X(Factory___STATIC__I4)                                                                                            \
    X(ReadLearn___STATIC__I4__SZARRAY_I4)                                                                              \
    X(ReadBias___STATIC__I4__SZARRAY_I4)                                                                               \
    X(SelfTest___STATIC__I4__I4)                                                                                       \
    X(Info___STATIC__I4__I4)                                                                                           \
    X(ArenaBytes___STATIC__I4)                                                                                         \
    X(ReadName___STATIC__I4__SZARRAY_U1__I4)                                                                           \
    X(ReadLabel___STATIC__I4__I4__SZARRAY_U1__I4)                                                                      \
    X(ReadStatus___STATIC__I4__I4__SZARRAY_U1__I4)                                                                     \
    X(FormatRecords___STATIC__I4__SZARRAY_U1__I4__I4__SZARRAY_U1__SZARRAY_U1)                                          \
    X(PcmStart___STATIC__I4__SZARRAY_I4__I4__I4__I4)                                                                   \
    X(PcmConvert___STATIC__I4__SZARRAY_I4__SZARRAY_U1__I4__I4__SZARRAY_U1)                                             \
    X(PatchSeal___STATIC__I4__I4__I4__I4)                                                                              \
    X(PatchRead___STATIC__I4__I4__SZARRAY_U1__I4__I4)                                                                  \
    X(PatchCompare___STATIC__I4__I4__SZARRAY_U1__I4__I4)                                                               \
    X(PatchStart___STATIC__I4)                                                                                         \
    X(PatchReceive___STATIC__I4__SZARRAY_U1__I4__I4)                                                                   \
    X(PatchCheck___STATIC__I4)                                                                                         \
    X(PatchImport___STATIC__I4)                                                                                        \
    X(PatchLine___STATIC__I4__I4__SZARRAY_U1__I4)                                                                      \
    X(PatchTakeLine___STATIC__I4__SZARRAY_U1__I4__I4)                                                                  \
    X(ReadPatch___STATIC__I4__SZARRAY_I4)                                                                              \
    X(Microseconds___STATIC__I8)                                                                                       \
    X(AbiLast___STATIC__I4)

struct Library_TinyMl_Interop_TinyMl_Interop_Native
{
#define TINYML_INTEROP_DECLARE(name) NANOCLR_NATIVE_DECLARE(name);
    TINYML_INTEROP_METHODS(TINYML_INTEROP_DECLARE)
#undef TINYML_INTEROP_DECLARE
};

extern const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_TinyMl_Interop;

/*
 * What a firmware image says of itself on disk: 'tinyml flash' looks for the magic in it and compares the rest with what is
 * to run there. Little endian. AbiLast answers from it, so no linker drops it.
 */
struct TinyMl_Firmware_Record
{
    char magic[7];
    uint8_t version; /* of this record */
    uint32_t abi;
    uint32_t checksum; /* of the method table */
    uint32_t profiles; /* TML_PROFILES */
    uint32_t arena_bytes;
    uint32_t room_bytes;     /* for a model from a file; 0: none can be loaded */
    uint32_t built_in_bytes; /* of the model in the image; 0: none */
};

extern const TinyMl_Firmware_Record g_TinyMl_Firmware;

/* The one device of the firmware, in tinyml_memory.cpp. */
extern tml_device g_TinyMl_Device;

#endif
