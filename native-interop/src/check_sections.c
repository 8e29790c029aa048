/* SPDX-License-Identifier: MIT */
#include "check.h"

/* Each entry by itself and against the one before. */
static tml_status check_table(const uint8_t *model)
{
    const tml_header *header = tml_header_of(model);
    const tml_section *table = tml_section_table(model);
    uint64_t end = sizeof(tml_header) + (uint64_t)header->sections * sizeof(tml_section);
    if (end > header->length)
    {
        return TML_E_SECTION;
    }
    uint32_t kind = 0;
    for (uint32_t i = 0; i < header->sections; i++)
    {
        const tml_section *section = &table[i];
        if (section->kind <= kind || section->kind > TML_LAST_SECTION || section->reserved != 0 ||
            section->offset % 4u != 0 || section->offset < end)
        {
            return TML_E_SECTION;
        }
        kind = section->kind;
        end = (uint64_t)section->offset + section->length;
        if (end > header->length)
        {
            return TML_E_SECTION;
        }
    }
    return TML_OK;
}

static int has_length(const uint8_t *model, uint32_t kind, uint32_t length)
{
    const tml_section *section = tml_find_section(model, kind);
    return section == NULL || section->length == length;
}

/* At least the record; whether its table fits is checked with it. */
static int has_detector_length(const uint8_t *model)
{
    const tml_section *section = tml_find_section(model, TML_SECTION_DETECTOR);
    return section == NULL || section->length >= sizeof(tml_detector);
}

static int has_backward_length(const uint8_t *model, const tml_section *section)
{
    const tml_backward *plan = (const tml_backward *)(const void *)(model + section->offset);
    return section->length >= sizeof *plan &&
           section->length == sizeof *plan + plan->gradients * sizeof(tml_gradient) + plan->steps;
}

tml_status tml_check_sections(const uint8_t *model)
{
    const tml_header *header = tml_header_of(model);
    if (check_table(model) != TML_OK)
    {
        return TML_E_SECTION;
    }
    for (uint32_t kind = TML_SECTION_TENSORS; kind <= TML_SECTION_CONSTANTS; kind++)
    {
        if (tml_find_section(model, kind) == NULL)
        {
            return TML_E_SECTION;
        }
    }
    if (!has_length(model, TML_SECTION_TENSORS, header->tensors * (uint32_t)sizeof(tml_tensor)) ||
        !has_length(model, TML_SECTION_OPERATORS, header->operators * (uint32_t)sizeof(tml_operator)) ||
        !has_length(model, TML_SECTION_PORTS, 2u * ((uint32_t)header->inputs + header->outputs)) ||
        !has_length(model, TML_SECTION_FRONT_END, sizeof(tml_imu)) ||
        !has_detector_length(model) ||
        !has_length(model, TML_SECTION_LEARNING, sizeof(tml_learning)))
    {
        return TML_E_COUNT;
    }
    const int learns = tml_find_section(model, TML_SECTION_LEARNING) != NULL;
    const tml_section *parameters = tml_find_section(model, TML_SECTION_PARAMETERS);
    if (learns != (parameters != NULL))
    {
        return TML_E_SECTION;
    }
    if (learns && (parameters->length == 0 || parameters->length % sizeof(tml_parameter) != 0 ||
                   parameters->length / sizeof(tml_parameter) > TML_MAX_PARAMETERS))
    {
        return TML_E_COUNT;
    }
    const tml_section *backward = tml_find_section(model, TML_SECTION_BACKWARD);
    if (backward != NULL && !learns)
    {
        return TML_E_SECTION;
    }
    if (backward != NULL && !has_backward_length(model, backward))
    {
        return TML_E_COUNT;
    }
    return learns == (header->learn_arena_bytes != 0) ? TML_OK : TML_E_HEADER;
}
