/* SPDX-License-Identifier: MIT */

/* What stands around the network. */

#include "check.h"
#include "learn.h"

static int is_imu(const uint8_t *model, const tml_imu *imu)
{
    const tml_tensor *input = tml_tensors_of(model) + tml_ports_of(model)[0];
    if (imu->kind != TML_FRONT_END_IMU || imu->flags > (TML_IMU_SUBTRACT_MEAN | TML_IMU_DIVIDE_BY_RMS) ||
        imu->channels < 1 || imu->channels > TML_IMU_CHANNELS || imu->record_bytes < 2 || imu->record_bytes > 32 ||
        imu->decimation < 1 || imu->decimation > 16 || imu->hop < 1 || imu->hop > imu->rows || imu->gain < 1 ||
        imu->gain > 127 || imu->reserved[0] != 0 || imu->reserved[1] != 0)
    {
        return 0;
    }
    if (imu->channels != input->shape[3] || imu->rows != input->shape[1] || input->shape[2] != 1)
    {
        return 0;
    }
    for (uint32_t c = 0; c < imu->channels; c++)
    {
        if (imu->byte_offset[c] + 2 > imu->record_bytes || imu->group[c] >= TML_IMU_GROUPS ||
            imu->floor[imu->group[c]] == 0)
        {
            return 0;
        }
    }
    return 1;
}

static int has_ring(const uint8_t *model, const tml_imu *imu)
{
    const tml_header *header = tml_header_of(model);
    const tml_tensor *tensors = tml_tensors_of(model);
    const uint64_t bytes = 2u * (uint64_t)imu->rows * imu->channels;
    if (imu->ring % 2u != 0 || imu->ring < TML_STATE_BYTES || imu->ring + bytes > header->arena_bytes)
    {
        return 0;
    }
    for (uint32_t i = 0; i < header->tensors; i++)
    {
        if (tensors[i].type == TML_TYPE_INT8 &&
            tml_share_bytes(imu->ring, bytes, tensors[i].offset, tml_elements(&tensors[i])))
        {
            return 0;
        }
    }
    return 1;
}

tml_status tml_check_front_end(const uint8_t *model)
{
    const tml_imu *imu = tml_imu_of(model);
    return imu == NULL || (is_imu(model, imu) && has_ring(model, imu)) ? TML_OK : TML_E_FRONT_END;
}

/* The length of a string of printable ASCII with its NUL, at most the bytes that there are; 0: it is none. */
static uint32_t text_bytes(const uint8_t *text, uint32_t available)
{
    for (uint32_t i = 0; i < available; i++)
    {
        if (text[i] == 0)
        {
            return i + 1u;
        }
        if (text[i] < 0x20 || text[i] > 0x7E)
        {
            return 0;
        }
    }
    return 0;
}

tml_status tml_check_labels(const uint8_t *model)
{
    const tml_section *section = tml_find_section(model, TML_SECTION_LABELS);
    if (section == NULL)
    {
        return TML_OK;
    }
    const uint8_t *text = model + section->offset;
    uint32_t left = section->length;
    for (uint32_t i = 0; i < tml_classes(model); i++)
    {
        const uint32_t bytes = text_bytes(text, left);
        if (bytes < 2 || bytes > 16)
        {
            return TML_E_LABELS;
        }
        text += bytes;
        left -= bytes;
    }
    return left == 0 ? TML_OK : TML_E_LABELS;
}

tml_status tml_check_name(const uint8_t *model)
{
    const tml_section *section = tml_find_section(model, TML_SECTION_NAME);
    if (section == NULL)
    {
        return TML_OK;
    }
    const uint32_t bytes = text_bytes(model + section->offset, section->length);
    return bytes != 0 && bytes == section->length && bytes <= 32 ? TML_OK : TML_E_LABELS;
}

tml_status tml_check_detector(const uint8_t *model)
{
    const tml_detector *d = tml_detector_of(model);
    const int right =
        d == NULL || (d->smoothing >= 1 && d->smoothing <= 16 && d->threshold_on >= 1 && d->threshold_on <= 255 &&
                      d->threshold_off <= d->threshold_on && d->dead_windows <= 1000 && d->min_windows >= 1 &&
                      d->min_windows <= 16 && d->reserved == 0 &&
                      (d->idle_class < tml_classes(model) || d->idle_class == TML_NO_CLASS));
    return right ? TML_OK : TML_E_DETECTOR;
}

/* Whether a tensor is an output of the model or read by a softmax. */
static int gives_scores(const uint8_t *model, uint32_t tensor)
{
    const tml_header *header = tml_header_of(model);
    for (uint32_t i = 0; i < header->outputs; i++)
    {
        if (tml_ports_of(model)[header->inputs + i] == tensor)
        {
            return 1;
        }
    }
    for (uint32_t i = 0; i < header->operators; i++)
    {
        const tml_operator *op = tml_operators_of(model) + i;
        if (op->code == TML_SOFTMAX && op->input0 == tensor)
        {
            return 1;
        }
    }
    return 0;
}

static int has_learning_constants(const uint8_t *model, const tml_learning *plan, uint32_t classes)
{
    const uint8_t *constants = tml_constants_of(model);
    return tml_in_constants(model, plan->logits, classes, 4) &&
           tml_in_constants(model, plan->logit_shifts, classes, 1) &&
           tml_in_constants(model, plan->steps, classes, 4) && tml_in_constants(model, plan->step_shifts, classes, 1) &&
           tml_are_factors(tml_words(constants, plan->logits), tml_signed_bytes(constants, plan->logit_shifts), classes,
                           30) &&
           tml_are_factors(tml_words(constants, plan->steps), tml_signed_bytes(constants, plan->step_shifts), classes,
                           30);
}

/* The learnt biases and the store lie behind the inference's arena, inside the learning's, apart from each other. */
static int has_learning_memory(const uint8_t *model, const tml_learning *plan, uint32_t classes, uint32_t features)
{
    const tml_header *header = tml_header_of(model);
    const uint64_t bias_bytes = 4u * (uint64_t)classes;
    const uint64_t store_bytes = (plan->shots + 1u) * ((uint64_t)features + 1u);
    return plan->bias % 4u == 0 && plan->bias >= header->arena_bytes && plan->store >= header->arena_bytes &&
           plan->bias + bias_bytes <= header->learn_arena_bytes &&
           plan->store + store_bytes <= header->learn_arena_bytes &&
           !tml_share_bytes(plan->bias, bias_bytes, plan->store, store_bytes);
}

tml_status tml_check_learning(const uint8_t *model)
{
    const tml_learning *plan = tml_learning_of(model);
    if (plan == NULL)
    {
        return TML_OK;
    }
    if (plan->scheme != TML_SCHEME_HEAD_BIAS || plan->shots < 1 || plan->shots > 1024 || plan->epochs < 1 ||
        plan->epochs > 1000 || plan->decay > 0xFFFFu)
    {
        return TML_E_LEARNING;
    }
    for (uint32_t i = 0; i < 6; i++)
    {
        if (plan->reserved[i] != 0)
        {
            return TML_E_LEARNING;
        }
    }
    const tml_operator *head = tml_operators_of(model) + plan->head; /* in range: the lifetimes' check needed it */
    const uint32_t classes = tml_tensors_of(model)[head->output].shape[3];
    const uint32_t features = tml_elements(tml_tensors_of(model) + head->input0);
    return head->code == TML_FULLY_CONNECTED && classes >= 2 && classes <= TML_LEARN_CLASSES &&
                   gives_scores(model, head->output) && has_learning_constants(model, plan, classes) &&
                   has_learning_memory(model, plan, classes, features)
               ? TML_OK
               : TML_E_LEARNING;
}

tml_status tml_check_self_test(const uint8_t *model)
{
    const tml_section *section = tml_find_section(model, TML_SECTION_SELF_TEST);
    if (section == NULL)
    {
        return TML_OK;
    }
    if (section->length < 4)
    {
        return TML_E_VECTORS;
    }
    const tml_header *header = tml_header_of(model);
    const uint16_t *head = (const uint16_t *)(const void *)(model + section->offset);
    uint64_t vector_bytes = 4;
    for (uint32_t i = 0; i < header->outputs; i++)
    {
        vector_bytes += tml_elements(tml_tensors_of(model) + tml_ports_of(model)[header->inputs + i]);
    }
    return head[0] >= 1 && head[0] <= 64 && head[1] == 0 && section->length == 4 + head[0] * vector_bytes
               ? TML_OK
               : TML_E_VECTORS;
}
