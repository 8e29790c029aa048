/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "dsp.h"
#include "dsp_window.h"

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
    w.patch = w.run != 0 ? run : rounded_up(w.taps, 4u);
    return w;
}

/* One filter row of one window: its taps side by side. */
static void copy_row(const tml_window_shape *shape, const int8_t *input, int32_t zero, int32_t y, int32_t ox,
                     int8_t *row)
{
    const int32_t channels = shape->channels;
    const tml_span x = tml_span_at(&shape->x, ox);
    memset(row, zero, (size_t)(shape->x.filter * channels));
    if (y < 0 || y >= shape->y.input)
    {
        return;
    }
    const int8_t *source = input + (uint32_t)(y * shape->x.input * channels);
    const int32_t step = shape->x.dilation == 1 ? x.end - x.begin : 1;
    for (int32_t k = x.begin; k < x.end; k += step)
    {
        const int32_t ix = x.origin + k * shape->x.dilation;
        memcpy(row + k * channels, source + (uint32_t)(ix * channels), (size_t)(step * channels));
    }
}

/* The same, without a copy where the whole row lies inside the image. */
static const int8_t *row_of(const tml_window_shape *shape, const int8_t *input, int32_t zero, int32_t y, int32_t ox,
                            int8_t *patch)
{
    const int32_t x = ox * shape->x.stride - shape->x.before;
    if (y >= 0 && y < shape->y.input && x >= 0 && x + shape->x.filter <= shape->x.input)
    {
        return input + (uint32_t)((y * shape->x.input + x) * shape->channels);
    }
    copy_row(shape, input, zero, y, ox, patch);
    return patch;
}

void tml_dsp_gather(const tml_dsp_window *window, const tml_window_shape *shape, const int8_t *input, int32_t zero,
                    uint32_t first, uint32_t pixels, int8_t *patches, uint32_t *columns)
{
    int32_t ox[4];
    int32_t top[4];
    const int8_t *source[4];
    int32_t oy = (int32_t)first / shape->output_width;
    int32_t x = (int32_t)first % shape->output_width;
    for (uint32_t p = 0; p < pixels; p++)
    {
        ox[p] = x;
        top[p] = oy * shape->y.stride - shape->y.before;
        if (++x == shape->output_width)
        {
            x = 0;
            oy++;
        }
    }
    for (int32_t ky = 0; ky < shape->y.filter; ky++)
    {
        for (uint32_t p = 0; p < pixels; p++)
        {
            const int32_t y = top[p] + ky * shape->y.dilation;
            int8_t *patch = patches + p * window->patch;
            if (window->run == 0)
            {
                copy_row(shape, input, zero, y, ox[p], patch + ky * shape->x.filter * shape->channels);
                memset(patch + window->taps, 0, window->patch - window->taps);
                source[p] = patch;
            }
            else
            {
                source[p] = row_of(shape, input, zero, y, ox[p], patch);
            }
        }
        if (window->run != 0)
        {
            columns = pixels == 4 ? tml_dsp_widen_4(source, window->run, columns)
                                  : tml_dsp_widen_1(source[0], window->run, columns);
        }
    }
    if (window->run == 0)
    {
        if (pixels == 4)
        {
            tml_dsp_widen_4(source, window->patch, columns);
        }
        else
        {
            tml_dsp_widen_1(source[0], window->patch, columns);
        }
    }
}
