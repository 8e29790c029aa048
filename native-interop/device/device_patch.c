/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "device_check.h"

int32_t tml_device_patch_seal(tml_device *device, int32_t sequence, int32_t commits, int32_t contents)
{
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    return tml_patch_seal(&device->engine, &device->patch, (uint32_t)sequence, (uint32_t)commits, (uint32_t)contents);
}

int32_t tml_device_patch_read(tml_device *device, int32_t position, uint8_t *bytes, uint32_t length, int32_t offset,
                              int32_t count)
{
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    if (position < 0 || !tml_device_is_inside(bytes, length, offset, count))
    {
        return TML_E_ARGUMENT;
    }
    return tml_patch_export(&device->engine, &device->patch, (uint32_t)position, bytes + offset, (uint32_t)count);
}

int32_t tml_device_patch_compare(tml_device *device, int32_t position, const uint8_t *bytes, uint32_t length,
                                 int32_t offset, int32_t count)
{
    uint8_t piece[32];
    uint32_t done;
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    if (position < 0 || !tml_device_is_inside(bytes, length, offset, count))
    {
        return TML_E_ARGUMENT;
    }
    for (done = 0; done < (uint32_t)count; done += (uint32_t)sizeof(piece))
    {
        const uint32_t left = (uint32_t)count - done;
        const uint32_t take = left < sizeof(piece) ? left : (uint32_t)sizeof(piece);
        const tml_status status =
            tml_patch_export(&device->engine, &device->patch, (uint32_t)position + done, piece, take);
        if (status != TML_OK)
        {
            return status;
        }
        if (memcmp(piece, bytes + offset + done, take) != 0)
        {
            return TML_E_STORE_WORN;
        }
    }
    return TML_OK;
}

int32_t tml_device_patch_start(tml_device *device)
{
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    memset(&device->patch, 0, sizeof(device->patch));
    return tml_patch_receive(&device->engine, &device->patch, NULL, 0);
}

int32_t tml_device_patch_receive(tml_device *device, const uint8_t *bytes, uint32_t length, int32_t offset,
                                 int32_t count)
{
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    if (!tml_device_is_inside(bytes, length, offset, count))
    {
        return TML_E_ARGUMENT;
    }
    return tml_patch_receive(&device->engine, &device->patch, bytes + offset, (uint32_t)count);
}

int32_t tml_device_patch_check(tml_device *device)
{
    return tml_device_is_open(device) ? tml_patch_check(&device->engine, &device->patch) : TML_E_STATE;
}

int32_t tml_device_patch_import(tml_device *device)
{
    return tml_device_is_open(device) ? tml_patch_import(&device->engine, &device->patch) : TML_E_STATE;
}

int32_t tml_device_patch_line(tml_device *device, int32_t line, uint8_t *text, uint32_t length, int32_t offset)
{
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    if (line < 0 || !tml_device_is_inside(text, length, offset, 0))
    {
        return TML_E_ARGUMENT;
    }
    return tml_patch_write_line(&device->engine, &device->patch, (uint32_t)line, (char *)text + offset,
                                length - (uint32_t)offset);
}

int32_t tml_device_patch_take_line(tml_device *device, const uint8_t *text, uint32_t length, int32_t offset,
                                   int32_t count)
{
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    if (!tml_device_is_inside(text, length, offset, count))
    {
        return TML_E_ARGUMENT;
    }
    return tml_patch_read_line(&device->engine, &device->patch, (const char *)text + offset, (uint32_t)count);
}

int32_t tml_device_read_patch(tml_device *device, int32_t *values, uint32_t length)
{
    const tml_patch *patch = &device->patch;
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    if (values == NULL || length < TML_DEVICE_PATCH_VALUES)
    {
        return TML_E_ARGUMENT;
    }
    values[0] = (int32_t)patch->header.sequence;
    values[1] = (int32_t)patch->header.commits;
    values[2] = (int32_t)tml_patch_record_bytes(patch);
    values[3] = (int32_t)patch->position;
    values[4] = (int32_t)patch->header.parameter_bytes;
    values[5] = patch->store.shots;
    values[6] = (int32_t)tml_patch_bytes(&device->engine, TML_PATCH_PARAMETERS | TML_PATCH_SHOTS);
    return TML_DEVICE_PATCH_VALUES;
}
