/* SPDX-License-Identifier: MIT */
#include "tinyml_interop.h"

static const CLR_RT_MethodHandler method_lookup[] = {
#define TINYML_INTEROP_ENTRY(name) Library_TinyMl_Interop_TinyMl_Interop_Native::name,
    TINYML_INTEROP_METHODS(TINYML_INTEROP_ENTRY)
#undef TINYML_INTEROP_ENTRY
};

const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_TinyMl_Interop = {
    "TinyMl.Interop",
    0xE52D5D3D,
    method_lookup,
    { 1, 0, 0, 0 },
};
