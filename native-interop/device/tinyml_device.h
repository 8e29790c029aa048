/* SPDX-License-Identifier: MIT */
#ifndef TINYML_DEVICE_H
#define TINYML_DEVICE_H

#include "tinyml/patch.h"
#include "tinyml/pcm.h"

#ifdef __cplusplus
extern "C"
{
#endif

    /*
     * What stands behind the externs of TinyMl.Interop, one function each: the arguments as managed code gives them,
     * checked here, and nothing of any runtime. nanoFramework's glue and the virtual board both only forward to it.
     *
     * Arrays come as a pointer (null: the array is null) and their number of elements; ranges in them as offset and
     * count. Nothing is kept of them. What a function returns is a status, or a count where it is not negative.
     */

    /* The memory that a board gives, once. It stays in place. */
    typedef struct tml_device_memory
    {
        uint8_t *arena;       /* 16-byte aligned */
        uint8_t *room;        /* for a loaded model, 4-byte aligned; null: none */
        const void *built_in; /* a model inside the firmware, 4-byte aligned; null: none */
        uint32_t arena_bytes;
        uint32_t room_bytes;
        uint32_t built_in_bytes;
    } tml_device_memory;

    /* One device; the fields are this library's. */
    typedef struct tml_device
    {
        const tml_device_memory *memory;
        tml_engine engine;  /* its model is null while none is open */
        uint32_t announced; /* bytes of the model that is being received; 0: none is */
        uint32_t received;
        tml_patch patch; /* sealed or received last */
    } tml_device;

    /* A device without a model. Static memory can instead be initialised with the memory and zeros. */
    TML_API void tml_device_init(tml_device *device, const tml_device_memory *memory);

    /*
     * AbiFirst: TML_ABI. A program that starts calls it first, and static memory outlives programs (a debugger restarts
     * the runtime and not the chip, and may have written other assemblies to flash): what an earlier one left open is
     * closed.
     */
    TML_API int32_t tml_device_begin(tml_device *device);

    /* Opening closes the model before, whatever comes of it. A model is proved before it is used. */
    TML_API int32_t tml_device_open_built_in(tml_device *device);
    TML_API int32_t tml_device_open_in_place(tml_device *device, const void *model, uint32_t bytes);
    TML_API int32_t tml_device_load_start(tml_device *device, int32_t bytes);
    TML_API int32_t tml_device_load_bytes(tml_device *device, const uint8_t *bytes, uint32_t length, int32_t offset,
                                          int32_t count);
    TML_API int32_t tml_device_open_loaded(tml_device *device);
    TML_API int32_t tml_device_close(tml_device *device);

    /* Inference: tml_run and its kin. Scores are 0 to 255. */
    TML_API int32_t tml_device_run(tml_device *device, int32_t max_macs);
    TML_API int32_t tml_device_restart(tml_device *device);
    TML_API int32_t tml_device_feed(tml_device *device, const uint8_t *bytes, uint32_t length, int32_t offset,
                                    int32_t count);
    TML_API int32_t tml_device_gap(tml_device *device);
    TML_API int32_t tml_device_window(tml_device *device);
    TML_API int32_t tml_device_write_input(tml_device *device, const uint8_t *bytes, uint32_t length, int32_t offset,
                                           int32_t count);
    TML_API int32_t tml_device_read_scores(tml_device *device, uint8_t *scores, uint32_t length);
    TML_API int32_t tml_device_selftest(tml_device *device, int32_t index);

/* Learning. read_learn fills the values of tml_learn_info, in their order. */
#define TML_DEVICE_LEARN_VALUES 14
    TML_API int32_t tml_device_mark(tml_device *device);
    TML_API int32_t tml_device_label(tml_device *device, int32_t label);
    TML_API int32_t tml_device_adapt(tml_device *device, int32_t max_macs, int32_t seed);
    TML_API int32_t tml_device_factory(tml_device *device);
    TML_API int32_t tml_device_read_learn(tml_device *device, int32_t *values, uint32_t length);
    TML_API int32_t tml_device_read_bias(tml_device *device, int32_t *values, uint32_t length);

/*
 * Patches: the record that is sealed, or received after patch_start. patch_compare is TML_E_STORE_WORN where the bytes are
 * others. patch_line and patch_take_line return characters and a line's number. read_patch fills sequence, commits, bytes
 * of the record, bytes received, bytes of its parameters, shots, and the most bytes that a record of this model can have.
 */
#define TML_DEVICE_PATCH_VALUES 7
    TML_API int32_t tml_device_patch_seal(tml_device *device, int32_t sequence, int32_t commits, int32_t contents);
    TML_API int32_t tml_device_patch_read(tml_device *device, int32_t position, uint8_t *bytes, uint32_t length,
                                          int32_t offset, int32_t count);
    TML_API int32_t tml_device_patch_compare(tml_device *device, int32_t position, const uint8_t *bytes,
                                             uint32_t length, int32_t offset, int32_t count);
    TML_API int32_t tml_device_patch_start(tml_device *device);
    TML_API int32_t tml_device_patch_receive(tml_device *device, const uint8_t *bytes, uint32_t length, int32_t offset,
                                             int32_t count);
    TML_API int32_t tml_device_patch_check(tml_device *device);
    TML_API int32_t tml_device_patch_import(tml_device *device);
    TML_API int32_t tml_device_patch_line(tml_device *device, int32_t line, uint8_t *text, uint32_t length,
                                          int32_t offset);
    TML_API int32_t tml_device_patch_take_line(tml_device *device, const uint8_t *text, uint32_t length, int32_t offset,
                                               int32_t count);
    TML_API int32_t tml_device_read_patch(tml_device *device, int32_t *values, uint32_t length);

    /* What the open model says of itself, and texts as ASCII without NUL. */
    TML_API int32_t tml_device_info(tml_device *device, int32_t field);
    TML_API int32_t tml_device_arena_bytes(tml_device *device);
    TML_API int32_t tml_device_read_name(tml_device *device, uint8_t *text, uint32_t length, int32_t offset);
    TML_API int32_t tml_device_read_label(tml_device *device, int32_t label, uint8_t *text, uint32_t length,
                                          int32_t offset);
    TML_API int32_t tml_device_read_status(int32_t status, uint8_t *text, uint32_t length, int32_t offset);
    TML_API int32_t tml_device_format_records(const uint8_t *records, uint32_t length, int32_t offset, int32_t count,
                                              const uint8_t *layout, uint32_t layout_length, uint8_t *text,
                                              uint32_t text_length);

/* Sound: tml_pcm_start and tml_pcm_convert. state has TML_DEVICE_PCM_WORDS words, those of a tml_pcm in their order. */
#define TML_DEVICE_PCM_WORDS (8 + TML_PCM_HISTORY)
    TML_API int32_t tml_device_pcm_start(int32_t *state, uint32_t words, int32_t format, int32_t rate_in,
                                         int32_t rate_out);
    TML_API int32_t tml_device_pcm_convert(int32_t *state, uint32_t words, const uint8_t *bytes, uint32_t length,
                                           int32_t count, int32_t missing, uint8_t *pcm, uint32_t capacity);

#ifdef __cplusplus
}
#endif

#endif
