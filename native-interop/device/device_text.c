/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "device_check.h"

/* Copies a text without its NUL; all of it or nothing. */
static int32_t copy(const char *source, uint8_t *text, uint32_t length, int32_t offset)
{
    int32_t count = 0;
    while (source[count] != '\0')
    {
        count++;
    }
    if (!tml_device_is_inside(text, length, offset, count))
    {
        return TML_E_ARGUMENT;
    }
    memcpy(text + offset, source, (uint32_t)count);
    return count;
}

int32_t tml_device_info(tml_device *device, int32_t field)
{
    return tml_device_is_open(device) && field >= 0 ? (int32_t)tml_info(device->engine.model, (uint32_t)field) : 0;
}

int32_t tml_device_arena_bytes(tml_device *device)
{
    return (int32_t)device->memory->arena_bytes;
}

int32_t tml_device_read_name(tml_device *device, uint8_t *text, uint32_t length, int32_t offset)
{
    return tml_device_is_open(device) ? copy(tml_name(device->engine.model), text, length, offset) : TML_E_STATE;
}

int32_t tml_device_read_label(tml_device *device, int32_t label, uint8_t *text, uint32_t length, int32_t offset)
{
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    if (label < 0 || (uint32_t)label >= tml_info(device->engine.model, TML_CLASSES))
    {
        return TML_E_LABEL;
    }
    return copy(tml_class_label(device->engine.model, (uint32_t)label), text, length, offset);
}

int32_t tml_device_read_status(int32_t status, uint8_t *text, uint32_t length, int32_t offset)
{
    return copy(tml_status_text(status), text, length, offset);
}

int32_t tml_device_format_records(const uint8_t *records, uint32_t length, int32_t offset, int32_t count,
                                  const uint8_t *layout, uint32_t layout_length, uint8_t *text, uint32_t text_length)
{
    if (!tml_device_is_inside(records, length, offset, count))
    {
        return TML_E_ARGUMENT;
    }
    return tml_format_records(records + offset, (uint32_t)count, layout, layout_length, (char *)text, text_length);
}
