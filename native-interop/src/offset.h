/* SPDX-License-Identifier: MIT */
#ifndef TINYML_OFFSET_H
#define TINYML_OFFSET_H

#include <stddef.h>

/* Assembly finds a field of a struct there, or the compiler stops. */
#define TML_OFFSET(type, field, at) typedef char type##_has_field_at_##at[offsetof(type, field) == (at) ? 1 : -1]

#endif
