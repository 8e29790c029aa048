/* SPDX-License-Identifier: MIT */
#ifndef TINYML_FORMAT_H
#define TINYML_FORMAT_H

/*
 * The .tml file as structs, read in place; ../SPEC.md says what each field means. Files and all targets are little
 * endian. Every struct has the same layout on 32- and 64-bit machines: fields are naturally aligned, none wider than 4
 * bytes.
 */

#include <stddef.h>
#include <stdint.h>

/* Profiles: sets of weight layouts and kernels. */
enum
{
    TML_PORTABLE = 0,
    TML_CORTEX_M_DSP = 1,
    TML_XTENSA_MAC16 = 2,
    TML_RV32 = 3
};

#define TML_FORMAT_MAGIC     0x314C4D54u
#define TML_FORMAT_VERSION   1u

#define TML_MAX_TENSORS   4096u
#define TML_MAX_OPERATORS 4096u
#define TML_MAX_PORTS     16u
#define TML_MAX_ELEMENTS  0x1000000u

#define TML_NO_TENSOR   0xFFFFu
#define TML_NO_CLASS    0xFFFFu
#define TML_NO_CONSTANT 0xFFFFFFFFu

typedef struct tml_header
{
    uint32_t magic;
    uint16_t version;
    uint16_t profile;
    uint32_t length;
    uint32_t crc32;
    uint32_t model_id[2];
    uint32_t arena_bytes;
    uint32_t learn_arena_bytes;
    uint32_t macs;
    uint16_t tensors;
    uint16_t operators;
    uint16_t inputs;
    uint16_t outputs;
    uint16_t sections;
    uint16_t reserved;
    uint32_t reserved_words[4];
} tml_header;

enum
{
    TML_SECTION_TENSORS = 1,
    TML_SECTION_OPERATORS = 2,
    TML_SECTION_PORTS = 3,
    TML_SECTION_CONSTANTS = 4,
    TML_SECTION_FRONT_END = 5,
    TML_SECTION_LABELS = 6,
    TML_SECTION_DETECTOR = 7,
    TML_SECTION_LEARNING = 8,
    TML_SECTION_SELF_TEST = 9,
    TML_SECTION_NAME = 10,
    TML_SECTION_PARAMETERS = 11,
    TML_SECTION_BACKWARD = 12
};

#define TML_LAST_SECTION 12u

typedef struct tml_section
{
    uint16_t kind;
    uint16_t reserved;
    uint32_t offset;
    uint32_t length;
} tml_section;

typedef struct tml_tensor
{
    uint16_t shape[4]; /* batch, height, width, channels */
    uint32_t offset;
    uint32_t scale; /* binary32, kept as bits: the engine has no floating point */
    int16_t zero_point;
    uint8_t type;
    uint8_t reserved;
} tml_tensor;

#define TML_TYPE_INT8     1u
#define TML_TYPE_CONSTANT 2u

enum
{
    TML_CONV_2D = 1,
    TML_DEPTHWISE_CONV_2D = 2,
    TML_FULLY_CONNECTED = 3,
    TML_AVERAGE_POOL_2D = 4,
    TML_MAX_POOL_2D = 5,
    TML_ADD = 6,
    TML_SOFTMAX = 7,
    TML_LOOKUP = 8,
    TML_SUB = 9,
    TML_MUL = 10,
    TML_MAXIMUM = 11,
    TML_MINIMUM = 12,
    TML_MEAN = 13,
    TML_STRIDED_COPY = 14,
    TML_CONCATENATION = 15,
    TML_PAD = 16,
    TML_RESIZE_NEAREST_NEIGHBOR = 17,
    TML_TRANSPOSE_CONV = 18,
    TML_RESHAPE = 19
};

#define TML_FLAG_IN_PLACE  1u
#define TML_FLAG_BACKWARDS 2u
#define TML_FLAG_FOLDED    4u

typedef struct tml_operator
{
    uint8_t code;
    uint8_t flags;
    uint16_t input0;
    uint16_t input1;
    uint16_t output;
    uint32_t weights;
    uint32_t bias;
    uint32_t multipliers;
    uint32_t shifts;
    uint8_t filter[2]; /* height, width */
    uint8_t stride[2];
    uint8_t dilation[2];
    uint8_t padding[2]; /* above, left */
    int8_t clamp[2];
    uint8_t kernel;      /* of the profile; 0: the portable one, and the next two fields are 0 */
    uint8_t kernel_rows; /* see the kernel */
    uint32_t scratch;    /* arena offset */
} tml_operator;

enum
{
    TML_FRONT_END_IMU = 1,
    TML_FRONT_END_AUDIO = 2
};

/* What the front ends begin with. */
typedef struct tml_front_end
{
    uint16_t kind;
    uint16_t flags;
    uint16_t channels;
    uint16_t record_bytes;
    uint16_t decimation; /* records from one row to the next */
    uint16_t rows;
    uint16_t hop;
    uint16_t own;
    uint32_t sample_rate;
    uint32_t memory; /* arena offset */
} tml_front_end;

#define TML_IMU_SUBTRACT_MEAN 1u
#define TML_IMU_DIVIDE_BY_RMS 2u
#define TML_IMU_CHANNELS      8u
#define TML_IMU_GROUPS        4u

typedef struct tml_imu
{
    uint16_t kind;
    uint16_t flags;
    uint16_t channels;
    uint16_t record_bytes;
    uint16_t decimation;
    uint16_t rows;
    uint16_t hop;
    uint16_t gain;
    uint32_t sample_rate;
    uint32_t ring;
    uint8_t byte_offset[TML_IMU_CHANNELS];
    uint8_t group[TML_IMU_CHANNELS];
    uint16_t floor[TML_IMU_GROUPS];
    uint16_t full_scale[TML_IMU_GROUPS];
    uint32_t reserved[2];
} tml_imu;

#define TML_AUDIO_MAGNITUDE      1u /* bands of the magnitude spectrum, not of the power spectrum */
#define TML_AUDIO_LEVEL_PEAK     2u /* a window is seen relative to its greatest sample */
#define TML_AUDIO_LEVEL_GREATEST 4u /* or to its greatest band */
#define TML_AUDIO_BANDS          64u
#define TML_AUDIO_LEAST_FFT      64u
#define TML_AUDIO_GREATEST_FFT   1024u

typedef struct tml_audio
{
    uint16_t kind;
    uint16_t flags;
    uint16_t channels; /* bands, or coefficients of their cosine transform */
    uint16_t record_bytes;
    uint16_t decimation; /* samples from one frame to the next */
    uint16_t rows;       /* frames of a window */
    uint16_t hop;
    uint16_t bands;
    uint32_t sample_rate;
    uint32_t memory;      /* arena offset: i32 spectrum[fft], i16 samples[frame], i16 ring[rows][tml_audio_row] */
    uint16_t frame;       /* samples */
    uint16_t fft;         /* points */
    uint16_t byte_offset; /* of the little-endian i16 in a record */
    int16_t floor;        /* least logarithm of a band, Q6.9 */
    uint32_t window;      /* constants, i32[frame / 2 + 1], Q0.31; the other half is its mirror image */
    uint32_t cosines;     /* constants, i32[fft / 4 + 1]: cos(2 pi k / fft), Q0.31 */
    uint32_t filters;     /* constants, u16 edges[bands + 2], then a Q1.15 weight for each bin */
    uint32_t transform;   /* constants, i16[channels][bands], Q0.15, or none */
    uint32_t offsets;     /* constants, i32[channels] */
    uint32_t multipliers; /* constants, i32[channels] */
    uint32_t shifts;      /* constants, i8[channels] */
    uint16_t low_hertz;   /* edges of the bands, for information */
    uint16_t high_hertz;
} tml_audio;

typedef struct tml_detector
{
    uint16_t smoothing;
    uint16_t threshold_on;
    uint16_t threshold_off;
    uint16_t dead_windows;
    uint16_t idle_class;
    uint16_t min_windows;
    uint32_t thresholds; /* bytes behind this record, one a class: what starts its event, 0: nothing does; 0: none, threshold_on */
} tml_detector;

/* What a stored shot keeps of a window. */
enum
{
    TML_SHOT_FEATURE = 1, /* the head's input */
    TML_SHOT_WINDOW = 2   /* the model's */
};

typedef struct tml_learning
{
    uint16_t head; /* operator */
    uint16_t shot_kind;
    uint16_t shots; /* capacity of the store */
    uint16_t epochs;
    uint32_t parameter_bytes; /* of a block of all parameters that are trained */
    uint32_t active;          /* arena offsets of the block that inferences use */
    uint32_t staged;          /* and of the one that is trained and tested */
    uint32_t store;
    uint32_t gradient; /* arena offset, i32[classes]: logits, then their gradient */
    uint32_t scratch;  /* arena offset, for the backward pass */
    uint32_t scratch_bytes;
    uint32_t logits; /* constants: accumulator LSB to Q8.23 */
    uint32_t logit_shifts;
    uint32_t decay;    /* Q0.16 */
    uint32_t rates[3]; /* binary32, for information: head, biases, weights */
    uint32_t factory;  /* constants: shots of the compiler's choice, rows as in the store */
    uint16_t factory_shots;
    uint8_t policy; /* of the store: TML_POLICY_... */
    uint8_t replay; /* factory shots visited for each one of the user's */
    uint16_t folds; /* of the held-back test; 0: leave one out */
    uint16_t doubt; /* Q8.8 nats: a label whose held-back loss is greater is doubtful; 0: none is */
    uint32_t marks; /* arena offset, a tml_shot_mark for each shot of the store */
    uint16_t guard; /* of TML_GUARD_... */
    uint16_t reserved;
} tml_learning;

enum
{
    TML_POLICY_BALANCED = 0,
    TML_POLICY_RESERVOIR = 1
};

enum
{
    TML_GUARD_TESTS = 0, /* nothing is confirmed but what passed the test */
    TML_GUARD_OFF = 1    /* everything is, untested: for measurements */
};

/* What an adaptation has found of a stored shot. */
typedef struct tml_shot_mark
{
    uint16_t fold; /* with which it is held back */
    uint8_t doubtful;
    uint8_t reserved;
} tml_shot_mark;

enum
{
    TML_PARAMETER_BIAS = 1,    /* i32[output channels] */
    TML_PARAMETER_WEIGHTS = 2, /* all weights of a FULLY_CONNECTED */
    TML_PARAMETER_CHANNELS = 3,  /* the weights of some input channels of a CONV_2D or FULLY_CONNECTED */
    TML_PARAMETER_PROTOTYPES = 4 /* u8[shots]: the strength of each stored shot, 1/32 nats */
};

#define TML_MAX_SHOTS 1024u

#define TML_MAX_PARAMETERS 64u
#define TML_NO_PARAMETER   0xFFFFu

typedef struct tml_parameter
{
    uint16_t kind;
    uint16_t operator_index;
    uint32_t offset;  /* in a block */
    uint32_t bytes;   /* of a block */
    uint32_t factory; /* constants: as many bytes */
    uint32_t steps;   /* constants, per output channel: LSB for a gradient of 1.0 */
    uint32_t step_shifts;
    uint32_t residual; /* arena offset, i8 beside each weight: its 256ths */
    uint32_t channels; /* constants: u16[selected] */
    uint16_t selected;
    uint16_t reserved;
    uint32_t saved; /* arena offset, i8[height][width][selected] of the input */
} tml_parameter;

/* The backward pass: this, its gradients from the head's output down, and a byte for each step, the gradient's number. */
typedef struct tml_backward
{
    uint16_t gradients;
    uint16_t steps;
} tml_backward;

#define TML_MAX_GRADIENTS 255u

/* The gradient of a tensor: rows of i16 in a ring, with an exponent each. */
typedef struct tml_gradient
{
    uint16_t tensor;
    uint16_t operator_index; /* that writes the tensor */
    uint16_t rows;           /* of the ring */
    int16_t exponent;        /* the scale of weights is factors * 2^-exponent */
    uint32_t ring;           /* arena offset, i16[rows][width][channels] */
    uint32_t progress;       /* arena offset, u16: rows that are done, then i16[rows]: their exponents */
    uint32_t mask;           /* arena offset, a bit for each element: the clamp passes its gradient */
    uint32_t factors;        /* constants: u16[channels], the scales of the operator's weights, Q1.15 */
} tml_gradient;

/* Sizes that the format fixes; a negative array length stops the compiler where one differs. */
typedef char tml_header_is_64_bytes[sizeof(tml_header) == 64 ? 1 : -1];
typedef char tml_section_is_12_bytes[sizeof(tml_section) == 12 ? 1 : -1];
typedef char tml_tensor_is_20_bytes[sizeof(tml_tensor) == 20 ? 1 : -1];
typedef char tml_operator_is_40_bytes[sizeof(tml_operator) == 40 ? 1 : -1];
typedef char tml_imu_is_64_bytes[sizeof(tml_imu) == 64 ? 1 : -1];
typedef char tml_audio_is_64_bytes[sizeof(tml_audio) == 64 ? 1 : -1];
typedef char tml_detector_is_16_bytes[sizeof(tml_detector) == 16 ? 1 : -1];
typedef char tml_learning_is_80_bytes[sizeof(tml_learning) == 80 ? 1 : -1];
typedef char tml_shot_mark_is_4_bytes[sizeof(tml_shot_mark) == 4 ? 1 : -1];
typedef char tml_backward_is_4_bytes[sizeof(tml_backward) == 4 ? 1 : -1];
typedef char tml_gradient_is_24_bytes[sizeof(tml_gradient) == 24 ? 1 : -1];
typedef char tml_parameter_is_40_bytes[sizeof(tml_parameter) == 40 ? 1 : -1];

static inline const tml_header *tml_header_of(const uint8_t *model)
{
    return (const tml_header *)(const void *)model;
}

static inline const tml_section *tml_section_table(const uint8_t *model)
{
    return (const tml_section *)(const void *)(model + sizeof(tml_header));
}

/* The entry of a section; null: the file has none. */
static inline const tml_section *tml_find_section(const uint8_t *model, uint32_t kind)
{
    const tml_section *table = tml_section_table(model);
    uint32_t count = tml_header_of(model)->sections;
    for (uint32_t i = 0; i < count; i++)
    {
        if (table[i].kind == kind)
        {
            return &table[i];
        }
    }
    return NULL;
}

/* The bytes of a section; null: the file has none. */
static inline const uint8_t *tml_section_data(const uint8_t *model, uint32_t kind)
{
    const tml_section *section = tml_find_section(model, kind);
    return section == NULL ? NULL : model + section->offset;
}

static inline const tml_tensor *tml_tensors_of(const uint8_t *model)
{
    return (const tml_tensor *)(const void *)tml_section_data(model, TML_SECTION_TENSORS);
}

static inline const tml_operator *tml_operators_of(const uint8_t *model)
{
    return (const tml_operator *)(const void *)tml_section_data(model, TML_SECTION_OPERATORS);
}

/* Tensor indices: the inputs, then the outputs. */
static inline const uint16_t *tml_ports_of(const uint8_t *model)
{
    return (const uint16_t *)(const void *)tml_section_data(model, TML_SECTION_PORTS);
}

static inline const uint8_t *tml_constants_of(const uint8_t *model)
{
    return tml_section_data(model, TML_SECTION_CONSTANTS);
}

static inline const tml_front_end *tml_front_end_of(const uint8_t *model)
{
    return (const tml_front_end *)(const void *)tml_section_data(model, TML_SECTION_FRONT_END);
}

static inline const tml_imu *tml_as_imu(const tml_front_end *front)
{
    return (const tml_imu *)(const void *)front;
}

static inline const tml_audio *tml_as_audio(const tml_front_end *front)
{
    return (const tml_audio *)(const void *)front;
}

/* Values of a row of the audio front end's ring: its channels, and its level where that counts. */
static inline uint32_t tml_audio_row(const tml_audio *audio)
{
    return audio->channels + ((audio->flags & (TML_AUDIO_LEVEL_PEAK | TML_AUDIO_LEVEL_GREATEST)) != 0 ? 1u : 0u);
}

/* The bytes at a front end's memory. */
static inline uint64_t tml_front_end_bytes(const tml_front_end *front)
{
    if (front->kind == TML_FRONT_END_IMU)
    {
        return 2u * (uint64_t)front->rows * front->channels;
    }
    const tml_audio *audio = tml_as_audio(front);
    return 4u * (uint64_t)audio->fft + 2u * (uint64_t)audio->frame + 2u * (uint64_t)audio->rows * tml_audio_row(audio);
}

static inline const tml_detector *tml_detector_of(const uint8_t *model)
{
    return (const tml_detector *)(const void *)tml_section_data(model, TML_SECTION_DETECTOR);
}

static inline const tml_learning *tml_learning_of(const uint8_t *model)
{
    return (const tml_learning *)(const void *)tml_section_data(model, TML_SECTION_LEARNING);
}

/* Elements of a tensor that passed the check of its shape: at most 2^24. */
static inline uint32_t tml_elements(const tml_tensor *tensor)
{
    return (uint32_t)tensor->shape[1] * tensor->shape[2] * tensor->shape[3];
}

/* Channels of the last output. */
static inline uint32_t tml_classes(const uint8_t *model)
{
    const tml_header *header = tml_header_of(model);
    return tml_tensors_of(model)[tml_ports_of(model)[header->inputs + header->outputs - 1]].shape[3];
}

static inline const int32_t *tml_words(const uint8_t *constants, uint32_t offset)
{
    return (const int32_t *)(const void *)(constants + offset);
}

static inline const int8_t *tml_signed_bytes(const uint8_t *constants, uint32_t offset)
{
    return (const int8_t *)(constants + offset);
}

static inline const uint16_t *tml_halves(const uint8_t *constants, uint32_t offset)
{
    return (const uint16_t *)(const void *)(constants + offset);
}

static inline const int16_t *tml_signed_halves(const uint8_t *constants, uint32_t offset)
{
    return (const int16_t *)(const void *)(constants + offset);
}

/* Two inputs, repeated where a dimension is 1; either may be a constant. */
static inline int tml_is_binary(const tml_operator *op)
{
    return op->code == TML_ADD || (op->code >= TML_SUB && op->code <= TML_MINIMUM);
}

/* A filter that moves over its input: these may overlap their input, and run backwards. */
static inline int tml_has_window(const tml_operator *op)
{
    return op->code == TML_CONV_2D || op->code == TML_DEPTHWISE_CONV_2D || op->code == TML_AVERAGE_POOL_2D ||
           op->code == TML_MAX_POOL_2D;
}

/* Weights in the portable layout, and a bias and a factor per output channel: not what a profile has packed. */
static inline int tml_has_weights(const tml_operator *op)
{
    return op->kernel == 0 && (op->code <= TML_FULLY_CONNECTED || op->code == TML_TRANSPOSE_CONV);
}

/* What is subtracted from the input in the sums: nothing where the compiler has folded it into the biases. */
static inline int32_t tml_zero_of_sums(const tml_operator *op, const tml_tensor *input)
{
    return (op->flags & TML_FLAG_FOLDED) != 0 ? 0 : input->zero_point;
}

/* The number of its multipliers and shifts. */
static inline uint32_t tml_factors_of(const tml_operator *op, const tml_tensor *output)
{
    switch (op->code)
    {
    case TML_ADD:
    case TML_SUB:
        return 3;
    case TML_MUL:
    case TML_MEAN:
    case TML_SOFTMAX:
        return 1;
    default:
        return tml_has_weights(op) ? output->shape[3] : 0;
    }
}

/* How many tensors an operator reads, and which; a concatenation names them in the constants. */
static inline uint32_t tml_input_count(const uint8_t *model, const tml_operator *op)
{
    return op->code == TML_CONCATENATION ? tml_halves(tml_constants_of(model), op->weights)[0]
                                         : 1u + (uint32_t)tml_is_binary(op);
}

static inline uint32_t tml_input_of(const uint8_t *model, const tml_operator *op, uint32_t index)
{
    return op->code == TML_CONCATENATION ? tml_halves(tml_constants_of(model), op->weights)[1u + index]
           : index == 0                  ? op->input0
                                         : op->input1;
}

#endif
