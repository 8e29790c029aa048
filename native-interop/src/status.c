/* SPDX-License-Identifier: MIT */
#include "tinyml/status.h"

const char *tml_status_text(int32_t status)
{
    switch (status)
    {
#define TML_STATUS_CASE(name, number, sentence)                                                                        \
    case number:                                                                                                       \
        return sentence;
        TML_STATUS_LIST(TML_STATUS_CASE)
#undef TML_STATUS_CASE
    default:
        return "Unknown status: the firmware and this program are of different versions.";
    }
}
