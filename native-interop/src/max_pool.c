/* SPDX-License-Identifier: MIT */
#include "kernels.h"
#include "pool.h"

static inline int32_t greater(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* The greatest of four channels, clamped. */
static void find_lanes(const tml_cover *under, uint32_t channel, int32_t low, int32_t high, int8_t *out)
{
    const int8_t *in = under->begin + channel;
#if TML_DSP_ASSEMBLY
    /* Three instructions for four inputs; the greatest of what is below the limit is the limit. */
    uint32_t most = (uint32_t)(uint8_t)low * 0x01010101u;
    for (int32_t y = 0; y < under->rows; y++, in += under->pitch)
    {
        const int8_t *from = in;
        for (int32_t x = 0; x < under->columns; x++, from += under->pixel)
        {
            most = tml_dsp_greater_bytes(most, tml_dsp_bytes(from));
        }
    }
    most = tml_dsp_lesser_bytes(most, (uint32_t)(uint8_t)high * 0x01010101u);
    memcpy(out, &most, sizeof most);
#else
    int32_t a = low;
    int32_t b = low;
    int32_t c = low;
    int32_t d = low;
    for (int32_t y = 0; y < under->rows; y++, in += under->pitch)
    {
        const int8_t *from = in;
        for (int32_t x = 0; x < under->columns; x++, from += under->pixel)
        {
            a = greater(a, from[0]);
            b = greater(b, from[1]);
            c = greater(c, from[2]);
            d = greater(d, from[3]);
        }
    }
    out[0] = (int8_t)(a < high ? a : high);
    out[1] = (int8_t)(b < high ? b : high);
    out[2] = (int8_t)(c < high ? c : high);
    out[3] = (int8_t)(d < high ? d : high);
#endif
}

static int8_t find_one(const tml_cover *under, uint32_t channel, int32_t low, int32_t high)
{
    int32_t most = low;
    const int8_t *in = under->begin + channel;
    for (int32_t y = 0; y < under->rows; y++, in += under->pitch)
    {
        const int8_t *from = in;
        for (int32_t x = 0; x < under->columns; x++, from += under->pixel)
        {
            most = greater(most, *from);
        }
    }
    return (int8_t)(most < high ? most : high);
}

void tml_max_pool(const int8_t *input, int32_t low, int32_t high, const tml_window_shape *shape, uint32_t row_begin,
                  uint32_t row_end, int8_t *output)
{
    const uint32_t channels = (uint32_t)shape->channels;
    const int32_t width = shape->output_width;
    for (int32_t i = 0; i < (int32_t)(row_end - row_begin); i++)
    {
        const int32_t oy = tml_in_order(shape, (int32_t)row_begin, (int32_t)row_end, i);
        const tml_span y = tml_span_at(&shape->y, oy);
        for (int32_t k = 0; k < width; k++)
        {
            const int32_t ox = tml_in_order(shape, 0, width, k);
            const tml_span x = tml_span_at(&shape->x, ox);
            const tml_cover under = tml_cover_of(shape, input, &y, &x);
            int8_t *out = output + (uint32_t)(oy * width + ox) * channels;
            uint32_t c = 0;
            for (; c + TML_POOL_LANES <= channels; c += TML_POOL_LANES)
            {
                find_lanes(&under, c, low, high, out + c);
            }
            for (; c < channels; c++)
            {
                out[c] = find_one(&under, c, low, high);
            }
        }
    }
}
