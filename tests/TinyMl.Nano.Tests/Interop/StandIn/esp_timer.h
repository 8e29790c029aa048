/* SPDX-License-Identifier: MIT */
#include "nanoCLR_Interop.h"

extern "C" int64_t esp_timer_get_time(void);
