/* SPDX-License-Identifier: MIT */
#include "crc32.h"

uint32_t tml_crc32(const uint8_t *bytes, uint32_t count)
{
    return tml_crc32_continue(0, bytes, count);
}

uint32_t tml_crc32_continue(uint32_t crc, const uint8_t *bytes, uint32_t count)
{
    /* The remainder of each nibble: 64 bytes of flash for half the speed of a table of bytes. */
    static const uint32_t nibbles[16] = {
        0x00000000u, 0x1DB71064u, 0x3B6E20C8u, 0x26D930ACu, 0x76DC4190u, 0x6B6B51F4u, 0x4DB26158u, 0x5005713Cu,
        0xEDB88320u, 0xF00F9344u, 0xD6D6A3E8u, 0xCB61B38Cu, 0x9B64C2B0u, 0x86D3D2D4u, 0xA00AE278u, 0xBDBDF21Cu,
    };
    crc = ~crc;
    for (uint32_t i = 0; i < count; i++)
    {
        crc ^= bytes[i];
        crc = crc >> 4 ^ nibbles[crc & 15u];
        crc = crc >> 4 ^ nibbles[crc & 15u];
    }
    return ~crc;
}
