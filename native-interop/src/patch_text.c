/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base64.h"
#include "crc32.h"
#include "patch.h"

#define LINE TML_PATCH_LINE_BYTES

/* What a line carries: its number, bytes of the record, and a CRC-32 of both. */
#define NUMBER_BYTES  2u
#define CRC_BYTES     4u
#define PAYLOAD_BYTES (NUMBER_BYTES + LINE + CRC_BYTES)

static const char prefix[] = "TML:";

#define PREFIX_CHARACTERS ((uint32_t)sizeof prefix - 1u)

uint32_t tml_patch_lines(const tml_patch *patch)
{
    return patch == NULL ? 0 : (tml_patch_record_bytes(patch) + LINE - 1u) / LINE;
}

int32_t tml_patch_write_line(const tml_engine *engine, tml_patch *patch, uint32_t line, char *text,
                             uint32_t capacity)
{
    uint8_t payload[PAYLOAD_BYTES];
    if (patch == NULL || text == NULL || line >= tml_patch_lines(patch) || line > UINT16_MAX)
    {
        return TML_E_ARGUMENT;
    }
    const uint32_t left = tml_patch_record_bytes(patch) - line * LINE;
    const uint32_t count = left < LINE ? left : LINE;
    const uint32_t covered = NUMBER_BYTES + count;
    const uint32_t characters = PREFIX_CHARACTERS + tml_base64_characters(covered + CRC_BYTES);
    if (capacity < characters)
    {
        return TML_E_ARGUMENT;
    }
    payload[0] = (uint8_t)line;
    payload[1] = (uint8_t)(line >> 8);
    const tml_status status = tml_patch_export(engine, patch, line * LINE, payload + NUMBER_BYTES, count);
    if (status != TML_OK)
    {
        return status;
    }
    const uint32_t crc = tml_crc32(payload, covered);
    memcpy(payload + covered, &crc, CRC_BYTES);
    memcpy(text, prefix, PREFIX_CHARACTERS);
    tml_base64_encode(payload, covered + CRC_BYTES, text + PREFIX_CHARACTERS);
    return (int32_t)characters;
}

int32_t tml_patch_read_line(tml_engine *engine, tml_patch *patch, const char *text, uint32_t count)
{
    uint8_t payload[PAYLOAD_BYTES];
    uint32_t crc;
    if (patch == NULL || text == NULL)
    {
        return TML_E_ARGUMENT;
    }
    if (count < PREFIX_CHARACTERS || memcmp(text, prefix, PREFIX_CHARACTERS) != 0)
    {
        return TML_E_PATCH_LINE;
    }
    const int32_t bytes =
        tml_base64_decode(text + PREFIX_CHARACTERS, count - PREFIX_CHARACTERS, payload, PAYLOAD_BYTES);
    if (bytes <= (int32_t)(NUMBER_BYTES + CRC_BYTES))
    {
        return TML_E_PATCH_LINE;
    }
    const uint32_t covered = (uint32_t)bytes - CRC_BYTES;
    memcpy(&crc, payload + covered, CRC_BYTES);
    if (crc != tml_crc32(payload, covered))
    {
        return TML_E_PATCH_LINE;
    }
    const uint32_t line = payload[0] | (uint32_t)payload[1] << 8;
    const uint32_t carried = covered - NUMBER_BYTES;
    if (line == 0)
    {
        memset(patch, 0, sizeof *patch);
    }
    else if (line * LINE + carried == patch->position)
    {
        return (int32_t)line; /* once more: the answer to it was lost */
    }
    if (line * LINE != patch->position)
    {
        return TML_E_PATCH_ORDER;
    }
    const tml_status status = tml_patch_receive(engine, patch, payload + NUMBER_BYTES, carried);
    return status == TML_OK ? (int32_t)line : status;
}
