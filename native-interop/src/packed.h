/* SPDX-License-Identifier: MIT */
#ifndef TINYML_PACKED_H
#define TINYML_PACKED_H

/*
 * Kernels beside the portable ones: those of the profiles, whose weights the compiler has packed. A profile has one
 * function that tells what an operator's kernel needs, which both the proof and the kernel use, and one that runs it.
 */

#include "operators.h"

#define TML_HAS_PROFILE(profile) ((TML_PROFILES >> (profile) & 1u) != 0)

/* An operator and its tensors. */
typedef struct tml_packed
{
    const tml_operator *op;
    const tml_tensor *in;
    const tml_tensor *second; /* null: none */
    const tml_tensor *out;
} tml_packed;

/* What a kernel reads of the constants, from the operator's weights on, and writes of the arena; both 4-byte aligned. */
typedef struct tml_packed_needs
{
    uint64_t constants; /* bytes */
    uint64_t scratch;
} tml_packed_needs;

/*
 * The needs of an operator whose kernel is not 0 and whose shapes are proved. Returns 0 where the profile has no such
 * kernel or the operator does not meet its preconditions.
 */
int tml_packed_needs_of(uint32_t profile, const tml_packed *packed, tml_packed_needs *needs);

/* Whether it is the sum or difference of two tensors of the output's shape, whose kernel takes any rows. */
int tml_is_sum_of_one_shape(const tml_packed *packed);

/* Words of a table with an entry for each byte that an input may be, in the order of its bits: 0 to 127, -128 to -1. */
#define TML_TABLE 256u

/*
 * Whether it is a depthwise convolution as the profiles' kernels take it: strides of 1 or 2, no dilation, a channel out for each one
 * in, over blocks of rows; forwards and, in place, without moving anything. Filters are each kernel's own matter.
 */
int tml_is_depthwise(const tml_packed *packed);

/* The constants and the scratch of a job's kernel. */
static inline const uint32_t *tml_stream_of(const tml_job *job)
{
    return (const uint32_t *)(const void *)(tml_constants_of(job->engine->model) + job->op->weights);
}

static inline uint8_t *tml_scratch_of(const tml_job *job)
{
    return job->engine->arena + job->op->scratch;
}

/* The second input of a job's sum. */
static inline const int8_t *tml_second_of(const tml_job *job)
{
    return tml_values(job->engine, tml_tensors_of(job->engine->model) + job->op->input1);
}

/* Runs the job's rows. */
void tml_run_packed(const tml_job *job);

/* Bytes of the arena that an operator of a proved record writes beside its output. */
uint32_t tml_scratch_bytes(const uint8_t *model, const tml_operator *op);

/* Channels that the depthwise kernels of cortex-m-dsp and xtensa-mac16 take at a time. */
#define TML_GROUP_CHANNELS 4u

/* What a kernel does one after another in place of rows of the output, and are its rows then: groups of channels, rows of tiles; 0: nothing. */
uint32_t tml_kernel_pieces(const uint8_t *model, const tml_operator *op);

/* ADD and SUB by tables, which every profile has. */
int tml_table_sum_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_run_table_sum(const tml_job *job);

/* The profile cortex-m-dsp, and its parts: dsp.h. */
int tml_dsp_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_run_dsp(const tml_job *job);
int tml_dsp_matrix_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_dsp_run_conv(const tml_job *job);
void tml_dsp_run_dense(const tml_job *job);
int tml_dsp_pixel_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_dsp_run_pixel_conv(const tml_job *job);
int tml_dsp_depthwise_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_dsp_run_depthwise(const tml_job *job);
int tml_dsp_winograd_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_dsp_run_winograd(const tml_job *job);
int tml_dsp_rescaled_sum_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_dsp_run_rescaled_sum(const tml_job *job);

/* The profile xtensa-mac16, and its parts: mac16.h. */
int tml_mac16_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_run_mac16(const tml_job *job);
int tml_mac16_matrix_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_mac16_run_matrix(const tml_job *job);
int tml_mac16_depthwise_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_mac16_run_depthwise(const tml_job *job);

/* The profile rv32, and its parts: rv32.h. */
int tml_rv32_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_run_rv32(const tml_job *job);
uint32_t tml_rv32_channel_groups(const tml_operator *op, const tml_tensor *out);
int tml_rv32_conv_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_rv32_run_conv(const tml_job *job);
int tml_rv32_dense_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_rv32_run_dense(const tml_job *job);
int tml_rv32_depthwise_needs_of(const tml_packed *packed, tml_packed_needs *needs);
void tml_rv32_run_depthwise(const tml_job *job);

#endif
