/* SPDX-License-Identifier: MIT */
#include "tinyml/tinyml.h"
#include "packed.h"
#include "shots.h"

static uint32_t header_info(const uint8_t *model, uint32_t field)
{
    const tml_header *header = tml_header_of(model);
    const uint8_t *vectors = tml_section_data(model, TML_SECTION_SELF_TEST);
    switch (field)
    {
    case TML_MODEL_ID_LOW:
        return header->model_id[0];
    case TML_MODEL_ID_HIGH:
        return header->model_id[1];
    case TML_PROFILE:
        return header->profile;
    case TML_ARENA_BYTES:
        return header->arena_bytes;
    case TML_LEARN_ARENA_BYTES:
        return header->learn_arena_bytes;
    case TML_MACS:
        return header->macs;
    case TML_OPERATORS:
        return header->operators;
    case TML_INPUTS:
        return header->inputs;
    case TML_OUTPUTS:
        return header->outputs;
    case TML_CLASSES:
        return tml_classes(model);
    case TML_FILE_BYTES:
        return header->length;
    case TML_SELF_TESTS:
        return vectors == NULL ? 0 : vectors[0];
    default:
        return 0;
    }
}

static uint32_t front_end_info(const tml_front_end *front, uint32_t field)
{
    if (front == NULL)
    {
        return 0;
    }
    switch (field)
    {
    case TML_FRONT_END:
        return front->kind;
    case TML_CHANNELS:
        return front->channels;
    case TML_RECORD_BYTES:
        return front->record_bytes;
    case TML_DECIMATION:
        return front->decimation;
    case TML_ROWS:
        return front->rows;
    case TML_HOP:
        return front->hop;
    case TML_SAMPLE_RATE:
        return front->sample_rate;
    case TML_FULL_SCALE_0:
    case TML_FULL_SCALE_1:
    case TML_FULL_SCALE_2:
    case TML_FULL_SCALE_3:
        return front->kind == TML_FRONT_END_IMU ? tml_as_imu(front)->full_scale[field - TML_FULL_SCALE_0] : 0;
    default:
        return 0;
    }
}

static uint32_t detector_info(const tml_detector *detector, uint32_t field)
{
    if (detector == NULL)
    {
        return 0;
    }
    switch (field)
    {
    case TML_DETECTOR:
        return 1;
    case TML_SMOOTHING:
        return detector->smoothing;
    case TML_THRESHOLD_ON:
        return detector->threshold_on;
    case TML_THRESHOLD_OFF:
        return detector->threshold_off;
    case TML_DEAD_WINDOWS:
        return detector->dead_windows;
    case TML_IDLE_CLASS:
        return detector->idle_class;
    case TML_MIN_WINDOWS:
        return detector->min_windows;
    default:
        return 0;
    }
}

/* The mean score that starts an event of a class; 0: nothing does. */
static uint32_t class_threshold(const uint8_t *model, uint32_t index)
{
    const tml_detector *detector = tml_detector_of(model);
    if (detector == NULL || index >= tml_classes(model) || index == detector->idle_class)
    {
        return 0;
    }
    return detector->thresholds == 0 ? detector->threshold_on : ((const uint8_t *)(detector + 1))[index];
}

static uint32_t learning_info(const uint8_t *model, uint32_t field)
{
    const tml_learning *learning = tml_learning_of(model);
    if (learning == NULL)
    {
        return 0;
    }
    switch (field)
    {
    case TML_LEARNING:
        return learning->shot_kind;
    case TML_SHOTS:
        return learning->shots;
    case TML_EPOCHS:
        return learning->epochs;
    case TML_PARAMETER_BYTES:
        return learning->parameter_bytes;
    case TML_SHOT_BYTES:
        return tml_shot_elements(model) + 1u;
    default:
        return 0;
    }
}

uint32_t tml_info(const void *model, uint32_t field)
{
    if (model == NULL)
    {
        return 0;
    }
    if (field < TML_FRONT_END)
    {
        return header_info(model, field);
    }
    if (field < TML_DETECTOR)
    {
        return front_end_info(tml_front_end_of(model), field);
    }
    if (field < TML_LEARNING)
    {
        return detector_info(tml_detector_of(model), field);
    }
    if (field >= TML_SCRATCH)
    {
        const uint32_t index = field - TML_SCRATCH;
        return index < tml_header_of(model)->operators ? tml_scratch_bytes(model, tml_operators_of(model) + index) : 0;
    }
    if (field >= TML_CLASS_THRESHOLD)
    {
        return class_threshold(model, field - TML_CLASS_THRESHOLD);
    }
    return learning_info(model, field);
}

const char *tml_name(const void *model)
{
    const uint8_t *name = model == NULL ? NULL : tml_section_data(model, TML_SECTION_NAME);
    return name == NULL ? "" : (const char *)name;
}

const char *tml_class_label(const void *model, uint32_t index)
{
    const char *label = model == NULL ? NULL : (const char *)tml_section_data(model, TML_SECTION_LABELS);
    if (label == NULL || index >= tml_classes(model))
    {
        return "";
    }
    for (; index != 0; index--)
    {
        while (*label++ != '\0')
        {
        }
    }
    return label;
}
