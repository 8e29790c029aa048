/* SPDX-License-Identifier: MIT */
#ifndef TINYML_BUDGET_H
#define TINYML_BUDGET_H

/* The work that a call may do, in multiply-accumulates. Its first piece is always granted, so every budget ends. */

#include <stdint.h>

typedef struct tml_budget
{
    uint64_t left;
    int used;
} tml_budget;

/* max_macs of the interface: 0 is no limit. */
static inline tml_budget tml_budget_of(uint32_t max_macs)
{
    const tml_budget budget = {max_macs == 0 ? UINT64_MAX : max_macs, 0};
    return budget;
}

/* How many of count pieces may be done now; they are paid for. All of them cost less than 2^64. */
static inline uint32_t tml_afford(tml_budget *budget, uint64_t cost, uint32_t count)
{
    const uint64_t price = cost == 0 ? 1 : cost;
    /* Mostly all may: a division of 64 bits takes a thousand instructions on a core without a divider. */
    uint32_t pieces = price * count <= budget->left ? count : (uint32_t)(budget->left / price);
    if (pieces == 0 && !budget->used && count != 0)
    {
        pieces = 1;
    }
    const uint64_t spent = pieces * cost;
    budget->left -= spent < budget->left ? spent : budget->left;
    budget->used |= pieces != 0;
    return pieces;
}

#endif
