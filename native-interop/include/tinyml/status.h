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
 * X(name, number, sentence): a sentence tells the cause and the way out, in at most 70 ASCII characters, so that with its
 * number it fits a line of the serial protocol. Numbers from -80 on are raised by the firmware, the others by this library.
 */
#define TML_STATUS_LIST(X)                                                                                             \
    X(TML_OK, 0, "Done.")                                                                                              \
    X(TML_AGAIN, 1, "The work is not finished: call again.")                                                           \
    X(TML_NOT_READY, 2, "The window is not full yet: feed more samples.")                                              \
    X(TML_E_ARGUMENT, -1, "An argument is null, negative or out of range.")                                            \
    X(TML_E_STATE, -2, "The engine is not open: open a model first.")                                                  \
    X(TML_E_ARENA_SIZE, -3, "The arena is too small: 'tinyml inspect' tells what the model needs.")                    \
    X(TML_E_ARENA_ALIGN, -4, "The arena does not start at a multiple of 16.")                                          \
    X(TML_E_UNSUPPORTED, -5, "The model has no such part: front end, detector, learning, self-test.")                  \
    X(TML_E_BUSY, -6, "An inference or an adaptation is under way: finish it first.")                                  \
    X(TML_E_SELFTEST, -7, "A self-test gave other bytes than the compiler: the build is faulty.")                      \
    X(TML_E_LABEL, -8, "There is no class with this number.")                                                          \
    X(TML_E_NO_SHOT, -9, "There is no window to label: draw a gesture first.")                                         \
    X(TML_E_PARAMETERS, -10, "A learnt parameter is so large that a sum could leave 32 bits.")                         \
    X(TML_E_TRUNCATED, -20, "The model is shorter than its header says: copy the whole file.")                         \
    X(TML_E_MODEL_ALIGN, -21, "The model does not start at a multiple of 4.")                                          \
    X(TML_E_MAGIC, -22, "This is not a .tml model.")                                                                   \
    X(TML_E_VERSION, -23, "The model was compiled for another format version: compile it again.")                      \
    X(TML_E_CRC, -24, "The model's checksum is wrong: the file was altered or badly copied.")                          \
    X(TML_E_PROFILE, -25, "This build lacks the model's profile: compile it for 'portable'.")                          \
    X(TML_E_HEADER, -26, "The model's header has a reserved field or a length that is wrong.")                         \
    X(TML_E_SECTION, -27, "A section is missing, misaligned, overlapping or beyond the file.")                         \
    X(TML_E_COUNT, -28, "A section's length does not match the number of its records.")                                \
    X(TML_E_TENSOR_TYPE, -30, "A tensor has an unknown element type.")                                                 \
    X(TML_E_TENSOR_SHAPE, -31, "A tensor has a dimension of zero or too many elements.")                               \
    X(TML_E_TENSOR_RANGE, -32, "A tensor is misaligned or outside the arena that the header states.")                  \
    X(TML_E_TENSOR_SCALE, -33, "A tensor's scale is not a positive finite number.")                                    \
    X(TML_E_TENSOR_ZERO, -34, "A tensor's zero point is outside the range of its type.")                               \
    X(TML_E_OPERATOR, -40, "An operator has an unknown code.")                                                         \
    X(TML_E_OPERAND, -41, "An operator lacks a tensor or names one that does not exist.")                              \
    X(TML_E_OPERAND_TYPE, -42, "An operator's tensor has a type that the operator does not take.")                     \
    X(TML_E_OPERAND_SHAPE, -43, "An operator's tensor shapes do not fit its geometry.")                                \
    X(TML_E_GEOMETRY, -44, "A stride, dilation, filter or padding is zero or out of range.")                           \
    X(TML_E_CONSTANT, -45, "An operator's constants are misaligned or outside their section.")                         \
    X(TML_E_REQUANTISATION, -46, "An operator's multiplier or shift is out of range.")                                 \
    X(TML_E_CLAMP, -47, "An operator's activation range is empty or outside int8.")                                    \
    X(TML_E_ORDER, -48, "An operator reads a tensor that nothing has written yet.")                                    \
    X(TML_E_OVERLAP, -49, "Two tensors that are alive together share bytes of the arena.")                             \
    X(TML_E_ACCUMULATOR, -50, "An operator's sums could leave 32 bits.")                                               \
    X(TML_E_FRONT_END, -60, "The front end is out of range or does not fit the model's input.")                        \
    X(TML_E_LABELS, -61, "The labels do not match the classes or are not printable ASCII.")                            \
    X(TML_E_DETECTOR, -62, "The detector's description is out of range.")                                              \
    X(TML_E_LEARNING, -63, "The learning schedule is out of range or does not fit the model.")                         \
    X(TML_E_VECTORS, -64, "The self-test vectors do not match the model's input and output.")                          \
    X(TML_E_PATCH_NONE, -70, "There is no patch: nothing was learnt and kept.")                                        \
    X(TML_E_PATCH_MAGIC, -71, "This is no patch: export one from a board that has learnt.")                            \
    X(TML_E_PATCH_VERSION, -72, "The patch has another format version: export it anew.")                               \
    X(TML_E_PATCH_MODEL, -73, "The patch belongs to another model: deploy that one or learn anew.")                    \
    X(TML_E_PATCH_CUT, -74, "The patch is cut or too long: copy it again.")                                            \
    X(TML_E_PATCH_CRC, -75, "The patch's checksum is wrong: it was altered or half written.")                          \
    X(TML_E_PATCH_STALE, -76, "The patch is no newer than what was learnt here: 'import replace'.")                    \
    X(TML_E_PATCH_LINE, -77, "The patch's line was damaged on its way: send it again.")                                \
    X(TML_E_PATCH_ORDER, -78, "The patch's line before this one is missing: send that one first.")                     \
    X(TML_E_PATCH_IMPORT, -79, "No import is under way: send 'import' before the patch's lines.")                      \
    X(TML_E_SENSOR_ABSENT, -80, "The sensor does not answer: check its wiring, power and address.")                    \
    X(TML_E_SENSOR_KIND, -81, "The sensor is of another kind: connect an MPU-6050, 6500 or 6886.")                     \
    X(TML_E_SENSOR_SETTINGS, -82, "The sensor does not keep its settings: check its power and wiring.")                \
    X(TML_E_SENSOR_BUS, -83, "A transfer to the sensor failed: check its wiring and pull-ups.")                        \
    X(TML_E_SENSOR_OVERFLOW, -84, "The sensor's FIFO overflowed and samples were lost: poll it faster.")               \
    X(TML_E_SENSOR_SILENT, -85, "The sensor sends no samples and is started again.")                                   \
    X(TML_E_SENSOR_RANGE, -86, "The sensor has no such range or rate: train the model for one it has.")                \
    X(TML_E_SENSOR_MISSING, -87, "The model wants a sensor that this board lacks: use another board.")                 \
    X(TML_E_SENSOR_STUCK, -88, "The microphone sends one value only: check its wiring and channel.")                   \
    X(TML_E_SENSOR_RATE, -89, "Samples come at another rate than was set: check the sensor's clock.")                  \
    X(TML_E_COMMAND, -90, "There is no such command: send 'help'.")                                                    \
    X(TML_E_COMMAND_ARGUMENT, -91, "The command's argument is missing or wrong: see PROTOCOL.md.")                     \
    X(TML_E_COMMAND_LENGTH, -92, "The line is longer than 80 characters: send a shorter one.")                         \
    X(TML_E_COMMAND_BYTES, -93, "The line has bytes that are not printable ASCII: send it again.")                     \
    X(TML_E_ABI, -94, "The native code is of another version: flash firmware and application.")                        \
    X(TML_E_NO_MODEL, -95, "There is no model: deploy one with the application or as a file.")                         \
    X(TML_E_MODEL_FILE, -96, "The model file cannot be read: copy it to the device again.")                            \
    X(TML_E_MODEL_MEMORY, -97, "The model is larger than the memory kept for loaded models.")                          \
    X(TML_E_RESOURCE, -98, "The resource cannot be used in place: embed a file and deploy it.")                        \
    X(TML_E_STORE_ABSENT, -100, "The patch memory does not answer: check its wiring and address.")                     \
    X(TML_E_STORE_FAILED, -101, "The patch memory cannot be read or written: check it and its space.")                 \
    X(TML_E_STORE_SIZE, -102, "The patch is larger than half of the patch memory: use a larger one.")                  \
    X(TML_E_STORE_WORN, -103, "The patch memory holds other bytes than were written: replace it.")                     \
    X(TML_E_PATCH_SHOTS, -104, "Other shots than the patch's are stored here: send 'factory' first.")                  \
    X(TML_E_CAPTURE_SOUND, -105, "Sound is too much for a serial port: record it elsewhere.")

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
