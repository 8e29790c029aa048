/* SPDX-License-Identifier: MIT */
#include "tinyml/tinyml.h"
#include "check.h"

tml_status tml_check(const void *model, uint32_t length)
{
    tml_status status = tml_check_header(model, length);
    status = status != TML_OK ? status : tml_check_sections(model);
    status = status != TML_OK ? status : tml_check_tensors(model);
    status = status != TML_OK ? status : tml_check_operators(model);
    status = status != TML_OK ? status : tml_check_lifetimes(model);
    status = status != TML_OK ? status : tml_check_front_end(model);
    status = status != TML_OK ? status : tml_check_labels(model);
    status = status != TML_OK ? status : tml_check_detector(model);
    status = status != TML_OK ? status : tml_check_learning(model);
    status = status != TML_OK ? status : tml_check_self_test(model);
    return status != TML_OK ? status : tml_check_name(model);
}
