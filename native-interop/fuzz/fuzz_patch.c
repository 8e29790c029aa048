/* SPDX-License-Identifier: MIT */

/* Patches: what was sealed comes back whole or altered, under right checksums or wrong ones, in pieces of any size. */

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "../src/crc32.h"

/* Longer records only repeat what shorter ones show. */
#define MAX_RECORD (1u << 14)

static void put_word(uint8_t *at, uint32_t value)
{
    memcpy(at, &value, sizeof value);
}

static void alter(uint8_t *record, uint32_t count, uint32_t *seed)
{
    const uint32_t parameters = count - TML_PATCH_HEADER_BYTES;
    for (uint32_t k = fuzz_random(seed) % 4u; k != 0; k--)
    {
        const uint32_t near = count < 64u ? count : 64u;
        record[fuzz_random(seed) % (fuzz_random(seed) % 2u == 0 ? near : count)] = (uint8_t)fuzz_random(seed);
    }
    if (fuzz_random(seed) % 4u != 0)
    {
        uint32_t length;
        memcpy(&length, record + 24, sizeof length);
        length = length < parameters ? length : parameters;
        put_word(record + 28, tml_crc32(record + TML_PATCH_HEADER_BYTES, length));
        put_word(record + 36, tml_crc32(record + TML_PATCH_HEADER_BYTES + length, parameters - length));
        put_word(record + 40, tml_crc32(record, 40));
    }
}

static void take_bytes(tml_engine *engine, const uint8_t *record, uint32_t count, uint32_t *seed)
{
    tml_patch patch;
    memset(&patch, 0, sizeof patch);
    for (uint32_t done = 0; done < count;)
    {
        const uint32_t want = 1u + fuzz_random(seed) % 100u;
        const uint32_t piece = want < count - done ? want : count - done;
        uint8_t *exactly = fuzz_allocate(piece, 0);
        memcpy(exactly, record + done, piece);
        tml_patch_receive(engine, &patch, exactly, piece); /* and on, whatever it said */
        free(exactly);
        done += piece;
    }
    tml_patch_import(engine, &patch);
}

/* Lines in order, now and then one lost, or with a character altered. */
static void take_lines(tml_engine *engine, tml_patch *sealed, uint32_t *seed)
{
    tml_patch patch;
    memset(&patch, 0, sizeof patch);
    for (uint32_t i = 0; i < tml_patch_lines(sealed); i++)
    {
        char *text = (char *)fuzz_allocate(TML_PATCH_CHARACTERS, 0);
        const int32_t length = tml_patch_write_line(engine, sealed, i, text, TML_PATCH_CHARACTERS);
        if (length < 4)
        {
            fuzz_fail("a sealed patch gives no line");
        }
        if (fuzz_random(seed) % 16u == 0)
        {
            text[fuzz_random(seed) % (uint32_t)length] = (char)fuzz_random(seed);
        }
        if (fuzz_random(seed) % 16u != 0)
        {
            tml_patch_read_line(engine, &patch, text, (uint32_t)length);
        }
        free(text);
    }
    tml_patch_import(engine, &patch);
}

void fuzz_patch(tml_engine *engine, uint32_t argument)
{
    tml_patch sealed;
    uint32_t seed = argument * 2654435761u + 1u;
    if (tml_patch_seal(engine, &sealed, argument, argument, argument % 4u) != TML_OK)
    {
        return;
    }
    const uint32_t count = tml_patch_record_bytes(&sealed);
    if (count > tml_patch_bytes(engine, argument % 4u))
    {
        fuzz_fail("a record is longer than the longest");
    }
    if (count > MAX_RECORD)
    {
        return;
    }
    if (argument % 3u == 0)
    {
        take_lines(engine, &sealed, &seed);
        return;
    }
    uint8_t *record = fuzz_allocate(count, 0);
    if (tml_patch_export(engine, &sealed, 0, record, count) != TML_OK)
    {
        fuzz_fail("a sealed record cannot be copied");
    }
    if (argument % 2u == 0)
    {
        tml_factory(engine); /* an empty store takes shots */
    }
    alter(record, count, &seed);
    take_bytes(engine, record, count, &seed);
    free(record);
}
