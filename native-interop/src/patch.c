/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "crc32.h"
#include "head.h"
#include "learn.h"
#include "parameters.h"
#include "patch.h"
#include "prototypes.h"
#include "shots.h"
#include "visit.h"

#define HEADER       TML_PATCH_HEADER_BYTES
#define STORE_HEADER ((uint32_t)sizeof(tml_patch_store))

/* Of the guard, for each shot: kept with the store. */
#define MARK_BYTES ((uint32_t)sizeof(tml_shot_mark))

/* Bytes of a record that lie side by side in memory. */
typedef struct stretch
{
    uint8_t *bytes;
    uint32_t count;
} stretch;

/* TML_OK: the engine learns, and nothing is changing what a record consists of: an adaptation under way is given up. */
static tml_status find_resting_learner(tml_engine *engine)
{
    const tml_status status = tml_find_learner(engine);
    if (status == TML_OK)
    {
        tml_adaptation_abandon(engine);
    }
    return status;
}

static uint32_t parameter_bytes(const tml_engine *engine)
{
    return tml_learning_of(engine->model)->parameter_bytes;
}

static uint32_t store_bytes(const tml_engine *engine, uint32_t shots)
{
    return shots == 0 ? 0 : STORE_HEADER + shots * (tml_shots_of(engine).row_bytes + MARK_BYTES);
}

static uint32_t crc_of_header(const tml_patch_header *header)
{
    return tml_crc32((const uint8_t *)header, (uint32_t)offsetof(tml_patch_header, header_crc));
}

/* Of the store as it lies in the arena. */
static uint32_t crc_of_store(const tml_engine *engine, const tml_patch_store *store)
{
    const tml_shots shots = tml_shots_of(engine);
    uint32_t crc = tml_crc32((const uint8_t *)store, STORE_HEADER);
    crc = tml_crc32_continue(crc, shots.rows, store->shots * shots.row_bytes);
    return tml_crc32_continue(crc, (const uint8_t *)tml_marks_of(engine), store->shots * MARK_BYTES);
}

/* Prototypes are nothing without the shots that they are strengths of. */
static uint32_t whole(const tml_engine *engine, uint32_t contents)
{
    return (contents & TML_PATCH_PARAMETERS) != 0 && tml_has_prototypes(engine->model) ? contents | TML_PATCH_SHOTS
                                                                                       : contents;
}

uint32_t tml_patch_bytes(const tml_engine *engine, uint32_t contents)
{
    if (tml_find_learner(engine) != TML_OK)
    {
        return 0;
    }
    contents = whole(engine, contents);
    return HEADER + ((contents & TML_PATCH_PARAMETERS) != 0 ? parameter_bytes(engine) : 0) +
           ((contents & TML_PATCH_SHOTS) != 0 ? store_bytes(engine, tml_learning_of(engine->model)->shots) : 0);
}

uint32_t tml_patch_record_bytes(const tml_patch *patch)
{
    const int is_partial = patch->position != 0 && patch->position < HEADER;
    return is_partial ? HEADER : HEADER + patch->header.parameter_bytes + patch->header.store_bytes;
}

tml_status tml_patch_seal(tml_engine *engine, tml_patch *patch, uint32_t sequence, uint32_t commits,
                          uint32_t contents)
{
    const tml_status status = patch == NULL ? TML_E_ARGUMENT : find_resting_learner(engine);
    if (status != TML_OK)
    {
        return status;
    }
    const tml_learn_state *learn = tml_learn_state_of(engine);
    tml_patch_header *header = &patch->header;
    contents = whole(engine, contents);
    memset(patch, 0, sizeof *patch);
    header->magic = TML_PATCH_MAGIC;
    header->version = TML_PATCH_VERSION;
    memcpy(header->model_id, tml_header_of(engine->model)->model_id, sizeof header->model_id);
    header->sequence = sequence;
    header->commits = commits;
    if ((contents & TML_PATCH_PARAMETERS) != 0 && learn->learnt != 0)
    {
        header->learnt = learn->learnt;
        header->parameter_bytes = parameter_bytes(engine);
        header->parameters_crc = tml_crc32(tml_block_of(engine, 0), header->parameter_bytes);
    }
    if ((contents & TML_PATCH_SHOTS) != 0 && learn->shots != 0)
    {
        patch->store.shots = learn->shots;
        patch->store.seen = learn->seen;
        header->store_bytes = store_bytes(engine, learn->shots);
        header->store_crc = crc_of_store(engine, &patch->store);
    }
    header->header_crc = crc_of_header(header);
    return TML_OK;
}

/* Where the bytes of a record from a position on lie; parameters in a block. Its sizes are proved. */
static stretch stretch_at(const tml_engine *engine, tml_patch *patch, uint32_t position, uint8_t *block)
{
    const tml_shots shots = tml_shots_of(engine);
    const stretch parts[] = {
        {(uint8_t *)&patch->header, HEADER},
        {block, patch->header.parameter_bytes},
        {(uint8_t *)&patch->store, STORE_HEADER},
        {shots.rows, patch->store.shots * shots.row_bytes},
        {(uint8_t *)tml_marks_of(engine), patch->store.shots * MARK_BYTES},
    };
    uint32_t i = 0;
    while (position >= parts[i].count && i + 1u < sizeof parts / sizeof parts[0])
    {
        position -= parts[i].count;
        i++;
    }
    const stretch rest = {parts[i].bytes + position, parts[i].count - position};
    return rest;
}

/* Memory that nobody has written, or that was erased. */
static int is_blank(const tml_patch_header *header)
{
    const uint8_t *bytes = (const uint8_t *)header;
    for (uint32_t i = 1; i < HEADER; i++)
    {
        if (bytes[i] != bytes[0])
        {
            return 0;
        }
    }
    return bytes[0] == 0x00u || bytes[0] == 0xFFu;
}

static tml_status check_header(const tml_engine *engine, const tml_patch_header *header)
{
    if (is_blank(header))
    {
        return TML_E_PATCH_NONE;
    }
    if (header->magic != TML_PATCH_MAGIC)
    {
        return TML_E_PATCH_MAGIC;
    }
    if (header->version != TML_PATCH_VERSION)
    {
        return TML_E_PATCH_VERSION;
    }
    if (header->header_crc != crc_of_header(header))
    {
        return TML_E_PATCH_CRC;
    }
    if (memcmp(header->model_id, tml_header_of(engine->model)->model_id, sizeof header->model_id) != 0)
    {
        return TML_E_PATCH_MODEL;
    }
    const int learnt = header->parameter_bytes != 0;
    return (learnt && header->parameter_bytes != parameter_bytes(engine)) || learnt != (header->learnt != 0) ||
                   (learnt && tml_has_prototypes(engine->model) && header->store_bytes == 0) ||
                   header->store_bytes > store_bytes(engine, tml_learning_of(engine->model)->shots)
               ? TML_E_PATCH_CUT
               : TML_OK;
}

/* What came so far: with it every byte that comes has its place. */
static tml_status check_start(const tml_engine *engine, const tml_patch *patch)
{
    if (patch->position < HEADER)
    {
        return TML_OK;
    }
    const tml_status status = check_header(engine, &patch->header);
    if (status != TML_OK || patch->header.store_bytes == 0 ||
        patch->position < HEADER + patch->header.parameter_bytes + STORE_HEADER)
    {
        return status;
    }
    const tml_patch_store *store = &patch->store;
    return store->shots == 0 || store->shots > tml_learning_of(engine->model)->shots || store->reserved != 0 ||
                   patch->header.store_bytes != store_bytes(engine, store->shots)
               ? TML_E_PATCH_CUT
               : TML_OK;
}

tml_status tml_patch_export(const tml_engine *engine, tml_patch *patch, uint32_t position, uint8_t *bytes,
                            uint32_t count)
{
    tml_status status = patch == NULL || bytes == NULL ? TML_E_ARGUMENT : tml_find_learner(engine);
    if (status == TML_OK &&
        (patch->position != 0 || check_header(engine, &patch->header) != TML_OK ||
         position > tml_patch_record_bytes(patch) || count > tml_patch_record_bytes(patch) - position))
    {
        status = TML_E_ARGUMENT; /* nothing is sealed, or it ends before */
    }
    if (status != TML_OK)
    {
        return status;
    }
    while (count != 0)
    {
        const stretch from = stretch_at(engine, patch, position, tml_block_of(engine, 0));
        const uint32_t take = count < from.count ? count : from.count;
        memcpy(bytes, from.bytes, take);
        bytes += take;
        position += take;
        count -= take;
    }
    return TML_OK;
}

/* Puts bytes of one stretch where they belong. */
static void put(tml_engine *engine, tml_patch *patch, const stretch *to, const uint8_t *bytes, uint32_t count)
{
    const uint32_t store = HEADER + patch->header.parameter_bytes;
    const int is_shot = patch->position >= HEADER && patch->position >= store + STORE_HEADER;
    if (!is_shot || tml_learn_state_of(engine)->shots == 0)
    {
        memcpy(to->bytes, bytes, count);
    }
    if (patch->position >= HEADER && patch->position >= store)
    {
        patch->store_crc = tml_crc32_continue(patch->store_crc, bytes, count);
    }
    patch->position += count;
}

tml_status tml_patch_receive(tml_engine *engine, tml_patch *patch, const uint8_t *bytes, uint32_t count)
{
    tml_status status = patch == NULL || (bytes == NULL && count != 0) ? TML_E_ARGUMENT : find_resting_learner(engine);
    while (status == TML_OK)
    {
        status = check_start(engine, patch);
        if (status != TML_OK || count == 0)
        {
            break;
        }
        const stretch to = stretch_at(engine, patch, patch->position, tml_block_of(engine, 1));
        const uint32_t left = tml_patch_record_bytes(patch) - patch->position;
        const uint32_t room = to.count < left ? to.count : left;
        const uint32_t take = count < room ? count : room;
        if (take == 0)
        {
            return TML_E_PATCH_CUT; /* more comes than the header says */
        }
        put(engine, patch, &to, bytes, take);
        bytes += take;
        count -= take;
    }
    return status;
}

/* Shots that were taken: as they lie in the store now, and each of a class that exists. */
static tml_status check_store(const tml_engine *engine, const tml_patch *patch)
{
    const tml_shots shots = tml_shots_of(engine);
    if (crc_of_store(engine, &patch->store) != patch->header.store_crc)
    {
        return TML_E_PATCH_CRC;
    }
    for (uint32_t i = 0; i < patch->store.shots; i++)
    {
        if (tml_shot_label(&shots, i) >= tml_head_classes(engine->model))
        {
            return TML_E_PARAMETERS;
        }
    }
    return TML_OK;
}

static int has_room(const tml_engine *engine, const tml_patch *patch)
{
    return patch->header.store_bytes != 0 && tml_learn_state_of(engine)->shots == 0;
}

tml_status tml_patch_check(const tml_engine *engine, tml_patch *patch)
{
    tml_status status = patch == NULL ? TML_E_ARGUMENT : tml_find_learner(engine);
    if (status == TML_OK)
    {
        status = patch->position < HEADER ? TML_E_PATCH_CUT : check_start(engine, patch);
    }
    if (status == TML_OK && patch->position != tml_patch_record_bytes(patch))
    {
        status = TML_E_PATCH_CUT;
    }
    /* Of what is staged now, not of what came: whatever else wrote there meanwhile is refused as well. */
    if (status == TML_OK &&
        (patch->header.parameters_crc != tml_crc32(tml_block_of(engine, 1), patch->header.parameter_bytes) ||
         patch->header.store_crc != patch->store_crc))
    {
        status = TML_E_PATCH_CRC;
    }
    if (status == TML_OK && has_room(engine, patch))
    {
        status = check_store(engine, patch);
    }
    else if (status == TML_OK && patch->header.parameter_bytes != 0 && tml_has_prototypes(engine->model))
    {
        status = TML_E_PATCH_SHOTS;
    }
    return status == TML_OK && patch->header.parameter_bytes != 0
               ? tml_parameters_check(engine->model, tml_block_of(engine, 1))
               : status;
}

tml_status tml_patch_import(tml_engine *engine, tml_patch *patch)
{
    const tml_status status = tml_patch_check(engine, patch);
    if (status != TML_OK)
    {
        return status;
    }
    if (tml_state_of(engine)->running)
    {
        return TML_E_BUSY; /* an inference has one set of parameters */
    }
    tml_learn_state *learn = tml_learn_state_of(engine);
    if (patch->header.parameter_bytes == 0)
    {
        tml_parameters_reset(engine->model, tml_block_of(engine, 0));
    }
    else
    {
        memcpy(tml_block_of(engine, 0), tml_block_of(engine, 1), patch->header.parameter_bytes);
    }
    learn->learnt = patch->header.learnt;
    if (has_room(engine, patch))
    {
        learn->shots = patch->store.shots;
        learn->seen = patch->store.seen;
    }
    return TML_OK;
}
