/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "device_check.h"

void tml_device_init(tml_device *device, const tml_device_memory *memory)
{
    device->memory = memory;
    tml_device_close(device);
}

int32_t tml_device_begin(tml_device *device)
{
    tml_device_close(device);
    return TML_ABI;
}

int32_t tml_device_open_in_place(tml_device *device, const void *model, uint32_t bytes)
{
    tml_status status;
    tml_device_close(device);
    if (model == NULL)
    {
        return TML_E_NO_MODEL;
    }
    status = tml_check(model, bytes);
    if (status == TML_OK)
    {
        status = tml_open(&device->engine, model, device->memory->arena, device->memory->arena_bytes);
    }
    if (status != TML_OK)
    {
        tml_device_close(device);
    }
    return status;
}

int32_t tml_device_open_built_in(tml_device *device)
{
    return tml_device_open_in_place(device, device->memory->built_in, device->memory->built_in_bytes);
}

int32_t tml_device_load_start(tml_device *device, int32_t bytes)
{
    tml_device_close(device);
    if (bytes <= 0)
    {
        return TML_E_ARGUMENT;
    }
    if (device->memory->room == NULL || (uint32_t)bytes > device->memory->room_bytes)
    {
        return TML_E_MODEL_MEMORY;
    }
    device->announced = (uint32_t)bytes;
    return TML_OK;
}

int32_t tml_device_load_bytes(tml_device *device, const uint8_t *bytes, uint32_t length, int32_t offset, int32_t count)
{
    /* An open model may be the one in the room: nothing is announced then. */
    if (!tml_device_is_inside(bytes, length, offset, count) || (uint32_t)count > device->announced - device->received)
    {
        return TML_E_ARGUMENT;
    }
    memcpy(device->memory->room + device->received, bytes + offset, (uint32_t)count);
    device->received += (uint32_t)count;
    return TML_OK;
}

int32_t tml_device_open_loaded(tml_device *device)
{
    if (device->announced == 0 || device->received < device->announced)
    {
        return TML_E_TRUNCATED;
    }
    return tml_device_open_in_place(device, device->memory->room, device->received);
}

int32_t tml_device_close(tml_device *device)
{
    device->engine.model = NULL;
    device->engine.arena = NULL;
    device->announced = 0;
    device->received = 0;
    return TML_OK;
}
