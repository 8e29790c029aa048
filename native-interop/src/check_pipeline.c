/* SPDX-License-Identifier: MIT */

/* What stands around the network. */

#include "check.h"
#include "tinyml/tinyml.h"

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

/* The table behind the record, filled up with zeros to whole words. */
static int has_right_thresholds(const uint8_t *model, const tml_detector *d)
{
    const uint8_t *thresholds = (const uint8_t *)(d + 1);
    const uint32_t bytes = tml_find_section(model, TML_SECTION_DETECTOR)->length - (uint32_t)sizeof *d;
    if (d->thresholds == 0)
    {
        return bytes == 0;
    }
    if (d->thresholds != tml_classes(model) || bytes != (d->thresholds + 3u) / 4u * 4u)
    {
        return 0;
    }
    for (uint32_t i = 0; i < bytes; i++)
    {
        if (thresholds[i] != 0 && (i >= d->thresholds || thresholds[i] < d->threshold_off))
        {
            return 0;
        }
    }
    return 1;
}

tml_status tml_check_detector(const uint8_t *model)
{
    const tml_detector *d = tml_detector_of(model);
    const int right =
        d == NULL || (d->smoothing >= 1 && d->smoothing <= 16 && d->threshold_on >= 1 && d->threshold_on <= 255 &&
                      d->threshold_off <= d->threshold_on && d->dead_windows <= 1000 && d->min_windows >= 1 &&
                      d->min_windows <= 16 && has_right_thresholds(model, d) &&
                      (d->idle_class < tml_classes(model) || d->idle_class == TML_NO_CLASS));
    return right ? TML_OK : TML_E_DETECTOR;
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
