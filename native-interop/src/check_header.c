/* SPDX-License-Identifier: MIT */
#include "check.h"
#include "crc32.h"
#include "tinyml/tinyml.h"

static int is_multiple_of_16(uint32_t x)
{
    return x % 16u == 0;
}

tml_status tml_check_header(const uint8_t *model, uint32_t length)
{
    if (model == NULL)
    {
        return TML_E_ARGUMENT;
    }
    if (((uintptr_t)model & 3u) != 0)
    {
        return TML_E_MODEL_ALIGN;
    }
    if (length < sizeof(tml_header))
    {
        return TML_E_TRUNCATED;
    }
    const tml_header *header = tml_header_of(model);
    if (header->magic != TML_FORMAT_MAGIC)
    {
        return TML_E_MAGIC;
    }
    if (header->version != TML_FORMAT_VERSION)
    {
        return TML_E_VERSION;
    }
    if (header->length > length)
    {
        return TML_E_TRUNCATED;
    }
    if (header->length < sizeof(tml_header) || header->length % 4u != 0)
    {
        return TML_E_HEADER;
    }
    if (tml_crc32(model + 16, header->length - 16u) != header->crc32)
    {
        return TML_E_CRC;
    }
    if (header->profile >= 32u || (TML_PROFILES >> header->profile & 1u) == 0)
    {
        return TML_E_PROFILE;
    }
    for (uint32_t i = 0; i < 4; i++)
    {
        if (header->reserved_words[i] != 0)
        {
            return TML_E_HEADER;
        }
    }
    const uint32_t learn_bytes = header->learn_arena_bytes;
    if (header->reserved != 0 || !is_multiple_of_16(header->arena_bytes) || header->arena_bytes < TML_STATE_BYTES ||
        !is_multiple_of_16(learn_bytes) || (learn_bytes != 0 && learn_bytes < header->arena_bytes))
    {
        return TML_E_HEADER;
    }
    if (header->tensors == 0 || header->tensors > TML_MAX_TENSORS || header->operators == 0 ||
        header->operators > TML_MAX_OPERATORS || header->inputs == 0 || header->inputs > TML_MAX_PORTS ||
        header->outputs == 0 || header->outputs > TML_MAX_PORTS)
    {
        return TML_E_HEADER;
    }
    return TML_OK;
}
