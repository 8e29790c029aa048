/* SPDX-License-Identifier: MIT */
#ifndef TINYML_DEVICE_CHECK_H
#define TINYML_DEVICE_CHECK_H

#include <stddef.h>
#include "tinyml_device.h"

static inline int tml_device_is_open(const tml_device *device)
{
    return device->engine.model != NULL;
}

/* Whether elements offset to offset + count - 1 lie in an array of length elements. */
static inline int tml_device_is_inside(const void *array, uint32_t length, int32_t offset, int32_t count)
{
    return array != NULL && offset >= 0 && count >= 0 && (uint32_t)offset <= length &&
           (uint32_t)count <= length - (uint32_t)offset;
}

#endif
