/* SPDX-License-Identifier: MIT */
#ifndef TINYML_PATCH_API_H
#define TINYML_PATCH_API_H

#include "tinyml/tinyml.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Patches: what an engine has learnt, as a record that outlives the power and travels as lines of text. SPEC.md has the
 * record byte by byte. Nothing here knows of a memory or a port; the caller moves the bytes, in pieces as large as it
 * likes.
 *
 * A record that comes in is gathered where nothing is in use, and becomes active when all of it is proved: its
 * parameters in the staged block, its shots in the store if that is empty; else they are proved and let go. To seal and
 * to receive gives up an adaptation under way: what was active stays.
 */

#define TML_PATCH_HEADER_BYTES 44

/* The start of a record, as it lies in memory. */
typedef struct tml_patch_header
{
    uint32_t magic;
    uint16_t version;
    uint16_t learnt; /* shots that the parameters were learnt from */
    uint32_t model_id[2];
    uint32_t sequence;        /* greater, round the circle of 2^32, in the newer of two records of a model */
    uint32_t commits;         /* times that the memory was written, this one included */
    uint32_t parameter_bytes; /* behind the header; 0: the factory's */
    uint32_t parameters_crc;
    uint32_t store_bytes; /* behind the parameters; 0: no shots */
    uint32_t store_crc;
    uint32_t header_crc; /* of all before it */
} tml_patch_header;

/* The start of a record's store; the rows of its shots follow, then four bytes for each. */
typedef struct tml_patch_store
{
    uint16_t shots;
    uint16_t reserved;
    uint32_t seen; /* shots that were ever stored */
} tml_patch_store;

/* A record that is sent or received; the caller keeps it. Zeroed: none. */
typedef struct tml_patch
{
    tml_patch_header header;
    tml_patch_store store;
    uint32_t position;  /* bytes received so far */
    uint32_t store_crc; /* of what came of the store */
} tml_patch;

/* What a record has; without parameters it says "the factory's". */
enum
{
    TML_PATCH_PARAMETERS = 1,
    TML_PATCH_SHOTS = 2
};

/* The most bytes of a record with these contents; 0: the engine does not learn. */
TML_API uint32_t tml_patch_bytes(const tml_engine *engine, uint32_t contents);

/* The bytes of a sealed record, or of one that is received; of its header until that is whole. */
TML_API uint32_t tml_patch_record_bytes(const tml_patch *patch);

/*
 * Makes the header of a record of the active parameters and of the shots, as far as contents asks for them and there are
 * any. Neither may change until the record has been copied.
 */
TML_API tml_status tml_patch_seal(tml_engine *engine, tml_patch *patch, uint32_t sequence, uint32_t commits,
                                  uint32_t contents);

/* Copies bytes position to position + count - 1 of a sealed record. */
TML_API tml_status tml_patch_export(const tml_engine *engine, tml_patch *patch, uint32_t position, uint8_t *bytes,
                                    uint32_t count);

/*
 * Takes the next bytes of a record; zero the patch before the first. A header that is not right is refused as soon as it
 * is whole: TML_E_PATCH_NONE (blank memory), _MAGIC, _VERSION, _CRC, _MODEL, _CUT.
 */
TML_API tml_status tml_patch_receive(tml_engine *engine, tml_patch *patch, const uint8_t *bytes, uint32_t count);

/* Proves a received record: TML_OK, one of the above, or TML_E_PARAMETERS. */
TML_API tml_status tml_patch_check(const tml_engine *engine, tml_patch *patch);

/* Proves a received record and makes it the active one; in the middle of an inference TML_E_BUSY. */
TML_API tml_status tml_patch_import(tml_engine *engine, tml_patch *patch);

/*
 * The same as text: "TML:" and base64, at most TML_PATCH_CHARACTERS a line, each with its number and CRC-32.
 * tml_patch_write_line returns the characters of line number line (0, 1, ... tml_patch_lines - 1) of a sealed record,
 * without an end of line. tml_patch_read_line takes lines in order and returns the number of the one taken; line 0
 * starts anew, a line that comes again is no error. TML_E_PATCH_LINE: damaged, send it again; TML_E_PATCH_ORDER: one is
 * missing.
 */
#define TML_PATCH_CHARACTERS 76
TML_API uint32_t tml_patch_lines(const tml_patch *patch);
TML_API int32_t tml_patch_write_line(const tml_engine *engine, tml_patch *patch, uint32_t line, char *text,
                                     uint32_t capacity);
TML_API int32_t tml_patch_read_line(tml_engine *engine, tml_patch *patch, const char *text, uint32_t count);

#ifdef __cplusplus
}
#endif

#endif
