/* SPDX-License-Identifier: MIT */

/*
 * Converts random sound of every format and rate in heap blocks of exactly their size, and from states that were altered, for
 * a build with sanitizers.
 *
 *   tml_exercise_pcm SEED COUNT
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tinyml/pcm.h"

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static uint8_t *random_block(uint32_t bytes, uint32_t *random)
{
    uint8_t *block = malloc(bytes == 0 ? 1 : bytes);
    if (block == NULL)
    {
        exit(2);
    }
    for (uint32_t i = 0; i < bytes; i++)
    {
        block[i] = (uint8_t)next_random(random);
    }
    return block;
}

/* Some words of the state become anything. */
static void alter(tml_pcm *pcm, uint32_t *random)
{
    uint8_t *bytes = (uint8_t *)pcm;
    for (uint32_t i = next_random(random) % 8u; i != 0; i--)
    {
        bytes[next_random(random) % sizeof *pcm] = (uint8_t)next_random(random);
    }
}

int main(int count, char **arguments)
{
    if (count != 3)
    {
        fprintf(stderr, "tml_exercise_pcm SEED COUNT\n");
        return 2;
    }
    uint32_t random = (uint32_t)strtoul(arguments[1], NULL, 10);
    uint32_t converted = 0;
    uint32_t refused = 0;
    for (uint32_t left = (uint32_t)strtoul(arguments[2], NULL, 10); left != 0; left--)
    {
        tml_pcm pcm;
        const uint32_t rate = 1000u + next_random(&random) % 60000u;
        if (tml_pcm_start(&pcm, (int32_t)(next_random(&random) % 6u), rate, 8000) != TML_OK)
        {
            refused++;
            continue;
        }
        for (uint32_t burst = 0; burst < 6; burst++)
        {
            const uint32_t bytes = next_random(&random) % 600u;
            const uint32_t room = next_random(&random) % 3000u;
            uint8_t *in = random_block(bytes, &random);
            uint8_t *out = random_block(room, &random);
            if (burst > 3)
            {
                alter(&pcm, &random);
            }
            const int32_t written = tml_pcm_convert(&pcm, in, bytes, next_random(&random) % 40u, out, room);
            if (written > (int32_t)room)
            {
                printf("%d bytes where %u are\n", (int)written, (unsigned)room);
                return 1;
            }
            converted += written >= 0;
            refused += written < 0;
            free(in);
            free(out);
        }
    }
    printf("converted %u refused %u\n", (unsigned)converted, (unsigned)refused);
    return 0;
}
