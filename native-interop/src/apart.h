/* SPDX-License-Identifier: MIT */
#ifndef TINYML_APART_H
#define TINYML_APART_H

/*
 * A function that keeps its frame to itself. gcc inlines what is called once, and then a function holds the variables of all
 * its branches while it calls the deepest.
 */
#if defined(__GNUC__)
#define TML_APART __attribute__((noinline))
#else
#define TML_APART
#endif

#endif
