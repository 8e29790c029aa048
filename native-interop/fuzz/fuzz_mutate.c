/* SPDX-License-Identifier: MIT */

/*
 * Mutations that know the file: they change fields of records, move tensors over each other, resize a dimension in all
 * tensors that have it, insert and remove whole records, and then put length and checksum right, most of the time.
 * Bytes changed blindly would nearly always stop at the checksum.
 */

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "../src/crc32.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

static uint32_t get(const uint8_t *at, uint32_t width)
{
    uint32_t value = 0;
    memcpy(&value, at, width);
    return value;
}

static void put(uint8_t *at, uint32_t width, uint32_t value)
{
    memcpy(at, &value, width);
}

/* A file that has a header and a section table, so far as that can be said of a mutated one. */
typedef struct file
{
    uint8_t *bytes;
    uint32_t length; /* of the file, without the script */
    uint32_t random;
} file;

static uint32_t below(file *f, uint32_t end)
{
    return end == 0 ? 0 : fuzz_random(&f->random) % end;
}

static void seal(file *f)
{
    put(f->bytes + offsetof(tml_header, length), 4, f->length);
    put(f->bytes + offsetof(tml_header, crc32), 4, tml_crc32(f->bytes + 16, f->length - 16u));
}

/* Where a section's records lie, as far as they lie in the file. */
typedef struct records
{
    uint8_t *bytes;
    uint32_t count;
    uint32_t size;
    uint8_t *entry; /* in the section table */
} records;

static uint32_t record_size(uint32_t kind)
{
    switch (kind)
    {
    case TML_SECTION_TENSORS:
        return sizeof(tml_tensor);
    case TML_SECTION_OPERATORS:
        return sizeof(tml_operator);
    case TML_SECTION_PORTS:
        return 2;
    case TML_SECTION_CONSTANTS:
        return 4;
    case TML_SECTION_FRONT_END:
        return sizeof(tml_imu);
    case TML_SECTION_LEARNING:
        return sizeof(tml_learning);
    case TML_SECTION_PARAMETERS:
        return sizeof(tml_parameter);
    case TML_SECTION_DETECTOR:
        return sizeof(tml_detector);
    default:
        return 1;
    }
}

static uint32_t section_count(const file *f)
{
    const uint32_t count = get(f->bytes + offsetof(tml_header, sections), 2);
    const uint32_t room = (f->length - (uint32_t)sizeof(tml_header)) / (uint32_t)sizeof(tml_section);
    return count < room ? count : room;
}

static int find_at(const file *f, uint32_t index, records *found)
{
    uint8_t *entry = f->bytes + sizeof(tml_header) + index * sizeof(tml_section);
    const uint32_t kind = get(entry, 2);
    const uint32_t offset = get(entry + 4, 4);
    const uint32_t length = get(entry + 8, 4);
    if (offset > f->length || length > f->length - offset)
    {
        return 0;
    }
    found->bytes = f->bytes + offset;
    found->size = record_size(kind);
    found->count = length / found->size;
    found->entry = entry;
    return found->count != 0;
}

static int find(const file *f, uint32_t kind, records *found)
{
    for (uint32_t i = 0; i < section_count(f); i++)
    {
        if (get(f->bytes + sizeof(tml_header) + i * sizeof(tml_section), 2) == kind)
        {
            return find_at(f, i, found);
        }
    }
    return 0;
}

static uint32_t new_value(file *f, uint32_t old)
{
    static const uint32_t extremes[] = {0,      1,          2,          0x7F,        0x80,        0xFF,       0x7FFF,
                                        0xFFFF, 0x40000000, 0x7FFFFFFF, 0x80000000u, 0xFFFFFFFFu, 0x3B800000u};
    switch (below(f, 8))
    {
    case 0:
        return extremes[below(f, sizeof extremes / sizeof extremes[0])];
    case 1:
        return below(f, 24);
    case 2:
        return old ^ 1u << below(f, 32);
    case 3:
        return old + below(f, 65) - 32u;
    default: /* what is proved is mostly a bound: one more and one less */
        return below(f, 2) == 0 ? old + 1u : old - 1u;
    }
}

/* One field of a record, aligned: a new value, or another record's value and a little more or less. */
static void change_field(file *f, const records *r)
{
    const uint32_t width = r->size == 1 ? 1u : 1u << below(f, r->size == 2 ? 2 : 3);
    const uint32_t place = below(f, r->size / width) * width;
    uint8_t *at = r->bytes + below(f, r->count) * r->size + place;
    if (r->count > 1 && below(f, 3) == 0)
    {
        const uint32_t other = get(r->bytes + below(f, r->count) * r->size + place, width);
        put(at, width, below(f, 2) == 0 ? other : other + below(f, 65) - 32u);
    }
    else
    {
        put(at, width, new_value(f, get(at, width)));
    }
}

static void change_header(file *f)
{
    const uint32_t width = 1u << below(f, 3);
    const uint32_t begin = offsetof(tml_header, arena_bytes);
    uint8_t *at = f->bytes + begin + below(f, (offsetof(tml_header, reserved_words) - begin) / width) * width;
    put(at, width, new_value(f, get(at, width)));
}

/* Puts a tensor on, or near, another one. */
static void move_tensor(file *f)
{
    records r;
    if (find(f, TML_SECTION_TENSORS, &r))
    {
        const uint32_t place = offsetof(tml_tensor, offset);
        const uint32_t other = get(r.bytes + below(f, r.count) * r.size + place, 4);
        const uint32_t distance = below(f, 2) == 0 ? 0 : below(f, 129) - 64u;
        put(r.bytes + below(f, r.count) * r.size + place, 4, other + distance);
    }
}

/* Changes a dimension in all tensors that have the same there. */
static void resize(file *f)
{
    records r;
    if (find(f, TML_SECTION_TENSORS, &r))
    {
        const uint32_t place = 2u * (1u + below(f, 3));
        const uint32_t old = get(r.bytes + below(f, r.count) * r.size + place, 2);
        const uint32_t value = below(f, 3) == 0 ? 1u + below(f, 40) : old + below(f, 5) - 2u;
        for (uint32_t i = 0; i < r.count; i++)
        {
            uint8_t *at = r.bytes + i * r.size + place;
            put(at, 2, get(at, 2) == old ? value : get(at, 2));
        }
    }
}

/* Makes the arena larger, and moves what lies behind it. */
static void grow_arena(file *f)
{
    const uint32_t more = 16u * below(f, 64);
    records r;
    uint8_t *arena = f->bytes + offsetof(tml_header, arena_bytes);
    uint8_t *learning = f->bytes + offsetof(tml_header, learn_arena_bytes);
    put(arena, 4, get(arena, 4) + more);
    if (get(learning, 4) != 0 && find(f, TML_SECTION_LEARNING, &r))
    {
        put(learning, 4, get(learning, 4) + more);
        static const size_t offsets[] = {offsetof(tml_learning, active), offsetof(tml_learning, staged),
                                         offsetof(tml_learning, store), offsetof(tml_learning, gradient),
                                         offsetof(tml_learning, marks)};
        for (uint32_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++)
        {
            put(r.bytes + offsets[i], 4, get(r.bytes + offsets[i], 4) + more);
        }
        if (find(f, TML_SECTION_PARAMETERS, &r))
        {
            for (uint32_t i = 0; i < r.count; i++)
            {
                uint8_t *residual = r.bytes + i * r.size + offsetof(tml_parameter, residual);
                uint8_t *saved = r.bytes + i * r.size + offsetof(tml_parameter, saved);
                put(residual, 4, get(residual, 4) + more);
                put(saved, 4, get(saved, 4) == TML_NO_CONSTANT ? TML_NO_CONSTANT : get(saved, 4) + more);
            }
        }
    }
}

/* Another operator of the same operands, or other flags. */
static void change_operator(file *f)
{
    records r;
    if (find(f, TML_SECTION_OPERATORS, &r))
    {
        uint8_t *op = r.bytes + below(f, r.count) * r.size;
        const uint32_t what = below(f, 3);
        if (what == 0)
        {
            op[offsetof(tml_operator, code)] = (uint8_t)(1u + below(f, TML_RESHAPE));
        }
        else if (what == 1)
        {
            op[offsetof(tml_operator, flags)] ^= (uint8_t)(1u + below(f, 7));
        }
        else
        {
            /* The geometry: filter, stride, dilation, padding. */
            op[offsetof(tml_operator, filter) + below(f, 8)] = (uint8_t)below(f, 5);
        }
    }
}

static void change_some_record(file *f)
{
    records r;
    if (find_at(f, below(f, section_count(f)), &r))
    {
        change_field(f, &r);
    }
}

/*
 * Inserts a copy of a record behind itself, or removes one: what follows moves, and the table, the header's count and
 * the number of bytes follow. max_size is what the file may become.
 */
static void insert_or_remove(file *f, uint32_t max_size)
{
    records r;
    const uint32_t kind = 1u + below(f, TML_SECTION_CONSTANTS);
    if (!find(f, kind, &r))
    {
        return;
    }
    const uint32_t bytes = kind == TML_SECTION_PORTS ? 4u : r.size; /* sections stay aligned */
    const int insert = below(f, 2) == 0;
    uint8_t *end = f->bytes + f->length;
    uint8_t *at = r.bytes + below(f, r.count) * r.size;
    const int fits = insert ? f->length + bytes <= max_size : f->length >= sizeof(tml_header) + bytes;
    if (at + bytes > end || !fits)
    {
        return;
    }
    const uint32_t behind = (uint32_t)(at - f->bytes);
    const uint32_t delta = insert ? bytes : 0u - bytes;
    if (insert)
    {
        memmove(at + bytes, at, (size_t)(end - at));
    }
    else
    {
        memmove(at, at + bytes, (size_t)(end - at) - bytes);
    }
    f->length += delta;
    put(r.entry + 8, 4, get(r.entry + 8, 4) + delta);
    for (uint32_t i = 0; i < section_count(f); i++)
    {
        uint8_t *entry = f->bytes + sizeof(tml_header) + i * sizeof(tml_section);
        if (entry != r.entry && get(entry + 4, 4) > behind)
        {
            put(entry + 4, 4, get(entry + 4, 4) + delta);
        }
    }
    const uint32_t one = insert ? 1u : 0u - 1u;
    const uint32_t count = kind == TML_SECTION_TENSORS     ? offsetof(tml_header, tensors)
                           : kind == TML_SECTION_OPERATORS ? offsetof(tml_header, operators)
                                                           : 0;
    if (count != 0)
    {
        put(f->bytes + count, 2, get(f->bytes + count, 2) + one);
    }
    if (kind == TML_SECTION_PORTS)
    {
        put(f->bytes + offsetof(tml_header, outputs), 2, get(f->bytes + offsetof(tml_header, outputs), 2) + 2u * one);
    }
}

static void change_table(file *f)
{
    const records table = {f->bytes + sizeof(tml_header), section_count(f), sizeof(tml_section), NULL};
    if (table.count != 0)
    {
        change_field(f, &table);
    }
}

static void mutate_once(file *f, uint32_t max_size)
{
    switch (below(f, 16))
    {
    case 0:
        change_header(f);
        break;
    case 1:
        change_table(f);
        break;
    case 2:
        insert_or_remove(f, max_size);
        break;
    case 3:
        grow_arena(f);
        break;
    case 4:
    case 5:
        move_tensor(f);
        break;
    case 6:
    case 7:
        resize(f);
        break;
    case 8:
    case 9:
    case 10:
        change_operator(f);
        break;
    default:
        change_some_record(f);
        break;
    }
}

/* The script of calls behind the file. */
static size_t mutate_script(uint8_t *data, size_t size, size_t max_size, size_t length)
{
    const size_t room = max_size - length < 96 ? max_size - length : 96;
    const size_t old = size - length < room ? size - length : room;
    return room == 0 ? size : length + LLVMFuzzerMutate(data + length, old, room);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
    file f = {data, 0, seed};
    const uint32_t how = below(&f, 32);
    const uint32_t length = size < sizeof(tml_header) ? 0 : get(data + offsetof(tml_header, length), 4);
    if (how == 0 || length < sizeof(tml_header) || length > size)
    {
        return LLVMFuzzerMutate(data, size, max_size);
    }
    if (how <= 2)
    {
        return mutate_script(data, size, max_size, length);
    }
    const size_t script = size - length;
    uint8_t *kept = fuzz_allocate(script, 0);
    memcpy(kept, data + length, script);
    f.length = length;
    for (uint32_t i = below(&f, 3) == 0 ? 2 : 1; i != 0; i--)
    {
        mutate_once(&f, (uint32_t)max_size & ~3u);
    }
    if (how > 3)
    {
        seal(&f);
    }
    const size_t left = max_size - f.length;
    const size_t taken = script < left ? script : left;
    memcpy(data + f.length, kept, taken);
    free(kept);
    return f.length + taken;
}
