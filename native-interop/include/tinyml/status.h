/* SPDX-License-Identifier: MIT */
#ifndef TINYML_STATUS_H
#define TINYML_STATUS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a shared library exports. */
#if defined(_WIN32) && defined(TML_SHARED)
#define TML_API __declspec(dllexport)
#elif defined(__GNUC__)
#define TML_API __attribute__((visibility("default")))
#else
#define TML_API
#endif

/*
 * Every way in which a call can end, one number per cause. The numbers are part of the product: C, C# and the serial
 * protocol use the same ones, and a number is never given a second meaning.
 *
 * X(name, number, sentence)
 */
#define TML_STATUS_LIST(X)                                                                                             \
    X(TML_OK, 0, "Done.")                                                                                              \
    X(TML_AGAIN, 1, "The work is not finished: call again.")                                                           \
    X(TML_NOT_READY, 2, "The window is not full yet: feed more samples.")                                              \
    X(TML_E_ARGUMENT, -1, "An argument is null, negative or out of range.")                                            \
    X(TML_E_STATE, -2, "The engine is not open: open a model first.")                                                  \
    X(TML_E_ARENA_SIZE, -3, "The arena is smaller than the model needs: give it the bytes that 'tinyml inspect' tells.") \
    X(TML_E_ARENA_ALIGN, -4, "The arena does not start at a multiple of 16.")                                          \
    X(TML_E_UNSUPPORTED, -5, "The model has no such part (front end, detector, learning or self-test).")               \
    X(TML_E_BUSY, -6, "An inference or an adaptation is under way: finish it first.")                                                   \
    X(TML_E_SELFTEST, -7, "A self-test vector gave other bytes than the compiler computed: the kernel build is faulty.") \
    X(TML_E_LABEL, -8, "There is no class with this number.")                                                          \
    X(TML_E_NO_SHOT, -9, "There is no window to label: draw a gesture first.")                                         \
    X(TML_E_TRUNCATED, -20, "The model is shorter than its header says: copy the whole file.")                         \
    X(TML_E_MODEL_ALIGN, -21, "The model does not start at a multiple of 4.")                                          \
    X(TML_E_MAGIC, -22, "This is not a .tml model.")                                                                   \
    X(TML_E_VERSION, -23, "The model was compiled for another format version: compile it again.")                      \
    X(TML_E_CRC, -24, "The model's checksum is wrong: the file was altered or badly copied.")                          \
    X(TML_E_PROFILE, -25, "The model was compiled for a profile that this build lacks: compile it for 'portable'.")    \
    X(TML_E_HEADER, -26, "The model's header has a reserved field or a length that is wrong.")                         \
    X(TML_E_SECTION, -27, "A section is missing, misaligned, overlaps another or reaches beyond the file.")            \
    X(TML_E_COUNT, -28, "A section's length does not match the number of its records.")                                \
    X(TML_E_TENSOR_TYPE, -30, "A tensor has an unknown element type.")                                                 \
    X(TML_E_TENSOR_SHAPE, -31, "A tensor has a dimension of zero or too many elements.")                               \
    X(TML_E_TENSOR_RANGE, -32, "A tensor lies outside the arena that the header states, or is misaligned.")            \
    X(TML_E_TENSOR_SCALE, -33, "A tensor's scale is not a positive finite number.")                                    \
    X(TML_E_TENSOR_ZERO, -34, "A tensor's zero point is outside the range of its type.")                               \
    X(TML_E_OPERATOR, -40, "An operator has an unknown code.")                                                         \
    X(TML_E_OPERAND, -41, "An operator names a tensor that does not exist, or lacks one that it needs.")               \
    X(TML_E_OPERAND_TYPE, -42, "An operator's tensor has a type that the operator does not take.")                     \
    X(TML_E_OPERAND_SHAPE, -43, "An operator's tensor shapes do not fit its geometry.")                                \
    X(TML_E_GEOMETRY, -44, "An operator has a stride, dilation, filter or padding that is zero or out of range.")      \
    X(TML_E_CONSTANT, -45, "An operator's weights, biases or multipliers lie outside the constants or are misaligned.") \
    X(TML_E_REQUANTISATION, -46, "An operator's multiplier or shift is out of range.")                                 \
    X(TML_E_CLAMP, -47, "An operator's activation range is empty or outside int8.")                                    \
    X(TML_E_ORDER, -48, "An operator reads a tensor that nothing has written yet.")                                    \
    X(TML_E_OVERLAP, -49, "Two tensors that are alive together share bytes of the arena.")                             \
    X(TML_E_ACCUMULATOR, -50, "An operator's sums could leave 32 bits.")                                               \
    X(TML_E_FRONT_END, -60, "The front end's description is out of range or does not fit the model's input.")          \
    X(TML_E_LABELS, -61, "The labels do not match the model's classes or are not printable ASCII.")                    \
    X(TML_E_DETECTOR, -62, "The detector's description is out of range.")                                              \
    X(TML_E_LEARNING, -63, "The learning schedule is out of range or does not fit the model's head.")                  \
    X(TML_E_VECTORS, -64, "The self-test vectors do not match the model's input and output.")

typedef enum tml_status
{
#define TML_STATUS_ENUM(name, number, sentence) name = number,
    TML_STATUS_LIST(TML_STATUS_ENUM)
#undef TML_STATUS_ENUM
} tml_status;

/* One sentence for a status: the cause and the way out. Never null. */
TML_API const char *tml_status_text(int32_t status);

#ifdef __cplusplus
}
#endif

#endif
