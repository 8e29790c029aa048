/* SPDX-License-Identifier: MIT */
#ifndef TINYML_PATCH_H
#define TINYML_PATCH_H

/* Patches: see "Patches" in ../SPEC.md. */

#include "tinyml/patch.h"

#define TML_PATCH_MAGIC   0x31504D54u
#define TML_PATCH_VERSION 1u

/* Bytes of a record that one line of text carries. */
#define TML_PATCH_LINE_BYTES 48u

typedef char tml_patch_header_fits[sizeof(tml_patch_header) == TML_PATCH_HEADER_BYTES ? 1 : -1];
typedef char tml_patch_store_fits[sizeof(tml_patch_store) == 8 ? 1 : -1];

#endif
