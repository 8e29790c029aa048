/* SPDX-License-Identifier: MIT */
#include "nanoCLR_Interop.h"
