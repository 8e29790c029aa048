/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "device_check.h"

int32_t tml_device_run(tml_device *device, int32_t max_macs)
{
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    return max_macs < 0 ? TML_E_ARGUMENT : tml_run(&device->engine, (uint32_t)max_macs);
}

int32_t tml_device_restart(tml_device *device)
{
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    tml_restart(&device->engine);
    return TML_OK;
}

int32_t tml_device_feed(tml_device *device, const uint8_t *bytes, uint32_t length, int32_t offset, int32_t count)
{
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    if (!tml_device_is_inside(bytes, length, offset, count))
    {
        return TML_E_ARGUMENT;
    }
    return tml_feed(&device->engine, bytes + offset, (uint32_t)count);
}

int32_t tml_device_gap(tml_device *device)
{
    return tml_device_is_open(device) ? tml_gap(&device->engine) : TML_E_STATE;
}

int32_t tml_device_window(tml_device *device)
{
    return tml_device_is_open(device) ? tml_window(&device->engine) : TML_E_STATE;
}

int32_t tml_device_write_input(tml_device *device, const uint8_t *bytes, uint32_t length, int32_t offset, int32_t count)
{
    uint32_t room = 0;
    int8_t *input;
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    input = tml_input(&device->engine, 0, &room);
    if (!tml_device_is_inside(bytes, length, offset, count) || (uint32_t)count > room)
    {
        return TML_E_ARGUMENT;
    }
    memcpy(input, bytes + offset, (uint32_t)count);
    return count;
}

int32_t tml_device_read_scores(tml_device *device, uint8_t *scores, uint32_t length)
{
    uint32_t count = 0;
    uint32_t i;
    const int8_t *output;
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    if (scores == NULL)
    {
        return TML_E_ARGUMENT;
    }
    output = tml_output(&device->engine, tml_info(device->engine.model, TML_OUTPUTS) - 1, &count);
    count = length < count ? length : count;
    for (i = 0; i < count; i++)
    {
        scores[i] = (uint8_t)(output[i] + 128);
    }
    return (int32_t)count;
}

int32_t tml_device_selftest(tml_device *device, int32_t index)
{
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    return index < 0 ? TML_E_ARGUMENT : tml_selftest(&device->engine, (uint32_t)index);
}
