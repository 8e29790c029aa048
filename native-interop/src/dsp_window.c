/* SPDX-License-Identifier: MIT */
#include "dsp.h"
#include "dsp_window.h"
#include "window_copy.h"

uint32_t *tml_dsp_widen_1(const int8_t *source, uint32_t count, uint32_t *columns)
{
    for (const int8_t *end = source + count; source != end; source += 4)
    {
        const uint32_t bytes = tml_dsp_bytes(source);
        *columns++ = tml_dsp_low_bytes(bytes);
        *columns++ = tml_dsp_high_bytes(bytes);
    }
    return columns;
}

static uint32_t rounded_up(uint32_t x, uint32_t unit)
{
    return (x + unit - 1u) / unit * unit;
}

tml_dsp_window tml_dsp_window_of(const tml_operator *op, const tml_tensor *in)
{
    tml_dsp_window w;
    const uint32_t run = (uint32_t)op->filter[1] * in->shape[3];
    w.taps = op->filter[0] * run;
    w.groups = rounded_up(w.taps, TML_DSP_TAPS) / TML_DSP_TAPS;
    w.run = run % 4u == 0 && op->dilation[1] == 1 ? run : 0;
    w.patch = w.run != 0 && op->filter[0] == 1 && op->filter[1] == 1 ? 0 : rounded_up(w.taps, 4u);
    return w;
}

void tml_dsp_gather(const tml_dsp_window *window, const tml_window_shape *shape, const int8_t *input, int32_t zero,
                    uint32_t first, uint32_t pixels, int8_t *patches, uint32_t *columns)
{
    const int32_t pitch = shape->x.input * shape->channels;
    const int8_t *source[4];
    int32_t step[4]; /* to the next row of the filter */
    int32_t y = (int32_t)first / shape->output_width;
    int32_t x = (int32_t)first % shape->output_width;
    for (uint32_t p = 0; p < pixels; p++)
    {
        const tml_place at = tml_place_of(shape, y, x);
        if (window->run != 0 && !at.outside)
        {
            source[p] = input + (at.top * pitch + at.left * shape->channels);
            step[p] = pitch * shape->y.dilation;
        }
        else
        {
            int8_t *patch = patches + p * window->patch;
            tml_copy_window(shape, input, zero, &at, patch);
            source[p] = patch;
            step[p] = (int32_t)window->run;
        }
        if (++x == shape->output_width)
        {
            x = 0;
            y++;
        }
    }
    const uint32_t run = window->run != 0 ? window->run : window->patch;
    for (int32_t ky = window->run != 0 ? shape->y.filter : 1; ky != 0; ky--)
    {
        if (pixels == 1)
        {
            columns = tml_dsp_widen_1(source[0], run, columns);
        }
        else
        {
            columns = tml_dsp_widen_4(source, run, columns);
            source[1] += step[1];
            source[2] += step[2];
            source[3] += step[3];
        }
        source[0] += step[0];
    }
}
