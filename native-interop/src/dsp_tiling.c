/* SPDX-License-Identifier: MIT */

/* How a depthwise convolution is cut, and what that needs. */

#include "dsp_depthwise.h"

enum
{
    ROW_STRIPS = 24 /* rows of strips that a block of one output row may have, each as often as the filter has rows */
};

/* Outputs of a 3x3 filter's strip: as few strips as there can be, of one width. */
static uint32_t square_outputs(uint32_t kernel, uint32_t columns)
{
    const uint32_t width = tml_dsp_strips_of(columns, tml_dsp_strips_of(columns, TML_DSP_STRIP_MOST));
    return kernel == TML_DSP_DEPTHWISE_EXACT || width < TML_DSP_STRIP_LEAST ? TML_DSP_STRIP_LEAST : width;
}

/* Six outputs cost four thirds of four. */
static uint32_t at_once_of(int32_t stride, uint32_t columns)
{
    const int is_six = 4u * tml_dsp_strips_of(columns, 6) <= 3u * tml_dsp_strips_of(columns, 4);
    return stride == 2 ? TML_DSP_FOUR_APART : is_six ? TML_DSP_SIX : TML_DSP_FOUR;
}

tml_dsp_tiling tml_dsp_tiling_of(const tml_operator *op, const tml_tensor *in, const tml_tensor *out)
{
    const tml_window_shape shape = tml_window_shape_of(op, in, out);
    tml_dsp_tiling t = {shape.y, shape.x, out->shape[1], out->shape[2], op->kernel_rows, out->shape[2], 0, 0, 0, 0, 0};
    t.is_square = op->kernel == TML_DSP_DEPTHWISE || op->kernel == TML_DSP_DEPTHWISE_EXACT;
    t.is_sequence = in->shape[2] == 1 && op->filter[1] == 1;
    if (t.is_sequence)
    {
        t.y = shape.x;
        t.x = shape.y;
        t.height = 1;
        t.width = out->shape[1];
        t.rows = 1;
        t.columns = tml_dsp_least(op->kernel_rows, t.width);
    }
    if (t.is_square)
    {
        t.outputs = square_outputs(op->kernel, (uint32_t)t.columns);
        t.words = tml_dsp_strip_row(t.outputs, (uint32_t)t.x.stride);
        return t;
    }
    t.at_once = at_once_of(t.x.stride, (uint32_t)t.columns);
    t.outputs = tml_dsp_filter_outputs(t.at_once);
    t.words = tml_dsp_filter_row(t.at_once, tml_dsp_filter_words(&t.x));
    if (t.rows == 1 && !t.is_sequence && (op->flags & TML_FLAG_IN_PLACE) == 0)
    {
        t.columns = tml_dsp_least(t.columns, tml_dsp_greatest(ROW_STRIPS / t.y.filter, 1) * (int32_t)t.outputs);
    }
    return t;
}

uint32_t tml_dsp_stream_words(const tml_dsp_tiling *t)
{
    const uint32_t weights = (uint32_t)t->y.filter * tml_dsp_filter_words(&t->x);
    return t->is_square ? TML_DSP_STRIP_WORDS : TML_DSP_FILTER_HEAD + (t->x.stride == 1 ? 2u : 1u) * weights;
}

int tml_dsp_depthwise_needs_of(const tml_packed *packed, tml_packed_needs *needs)
{
    const tml_operator *op = packed->op;
    const tml_tensor *out = packed->out;
    if (!tml_is_depthwise(packed) || out->shape[3] % TML_GROUP_CHANNELS != 0)
    {
        return 0;
    }
    const tml_dsp_tiling t = tml_dsp_tiling_of(op, packed->in, out);
    if (t.is_square)
    {
        if (t.y.filter != TML_DSP_SQUARE || t.x.filter != TML_DSP_SQUARE || t.x.before > 1 ||
            t.width < (int32_t)TML_DSP_STRIP_LEAST)
        {
            return 0;
        }
    }
    /* A sequence in place is one block. */
    else if (tml_dsp_filter_words(&t.x) > TML_DSP_FILTER_WORDS ||
             (t.is_sequence && (op->flags & TML_FLAG_IN_PLACE) != 0 && t.columns != t.width))
    {
        return 0;
    }
    const uint32_t row = tml_dsp_strips_of((uint32_t)t.columns, t.outputs) * t.words;
    needs->constants = (uint64_t)out->shape[3] * tml_dsp_stream_words(&t) * 4u;
    needs->scratch = (uint64_t)TML_GROUP_CHANNELS * tml_dsp_input_rows(&t, t.rows) * row * 4u;
    return 1;
}
