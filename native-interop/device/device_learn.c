/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "device_check.h"

/* One after the other, as managed code reads them. */
typedef char learn_info_is_values[sizeof(tml_learn_info) == TML_DEVICE_LEARN_VALUES * sizeof(int32_t) ? 1 : -1];

int32_t tml_device_mark(tml_device *device)
{
    return tml_device_is_open(device) ? tml_mark(&device->engine) : TML_E_STATE;
}

int32_t tml_device_label(tml_device *device, int32_t label)
{
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    return label < 0 ? TML_E_LABEL : tml_label(&device->engine, (uint32_t)label);
}

int32_t tml_device_adapt(tml_device *device, int32_t max_macs, int32_t seed)
{
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    return max_macs < 0 ? TML_E_ARGUMENT : tml_adapt(&device->engine, (uint32_t)max_macs, (uint32_t)seed);
}

int32_t tml_device_factory(tml_device *device)
{
    return tml_device_is_open(device) ? tml_factory(&device->engine) : TML_E_STATE;
}

int32_t tml_device_read_learn(tml_device *device, int32_t *values, uint32_t length)
{
    tml_learn_info info;
    tml_status status;
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    if (values == NULL || length < TML_DEVICE_LEARN_VALUES)
    {
        return TML_E_ARGUMENT;
    }
    status = tml_learn_status(&device->engine, &info);
    if (status != TML_OK)
    {
        return status;
    }
    memcpy(values, &info, sizeof info);
    return TML_DEVICE_LEARN_VALUES;
}

int32_t tml_device_read_bias(tml_device *device, int32_t *values, uint32_t length)
{
    uint32_t count = 0;
    const int32_t *bias;
    if (!tml_device_is_open(device))
    {
        return TML_E_STATE;
    }
    if (values == NULL)
    {
        return TML_E_ARGUMENT;
    }
    bias = tml_learnt_bias(&device->engine, &count);
    if (bias == NULL)
    {
        return 0;
    }
    count = length < count ? length : count;
    memcpy(values, bias, count * sizeof(int32_t));
    return (int32_t)count;
}
