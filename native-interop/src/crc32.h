/* SPDX-License-Identifier: MIT */
#ifndef TINYML_CRC32_H
#define TINYML_CRC32_H

#include <stdint.h>

/* CRC-32 of IEEE 802.3, reflected, as zlib computes it. */
uint32_t tml_crc32(const uint8_t *bytes, uint32_t count);

/* The CRC of bytes that were checked before (0: none were) and count more. */
uint32_t tml_crc32_continue(uint32_t crc, const uint8_t *bytes, uint32_t count);

#endif
