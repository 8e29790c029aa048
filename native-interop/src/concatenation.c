/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "kernels.h"

void tml_copy_blocks(const int8_t *input, uint32_t bytes, uint32_t begin, uint32_t end, uint32_t distance,
                     int8_t *output)
{
    for (uint32_t i = begin; i < end; i++)
    {
        memcpy(output + i * distance, input + i * bytes, bytes);
    }
}
