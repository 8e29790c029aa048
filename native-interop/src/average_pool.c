/* SPDX-License-Identifier: MIT */
#include "kernels.h"
#include "pool.h"

#if TML_DSP_ASSEMBLY

enum
{
    MOST_TERMS = 255 /* so many int8 sum up within an int16; a filter is not wider */
};

/* Two sums a register, of channels 0 and 2 and of 1 and 3: three instructions for four inputs. */
static void sum_lanes(const tml_cover *under, uint32_t channel, int32_t sums[TML_POOL_LANES])
{
    const int32_t most_rows = MOST_TERMS / under->columns;
    const int8_t *in = under->begin + channel;
    int32_t left = under->rows;
    sums[0] = sums[1] = sums[2] = sums[3] = 0;
    while (left > 0)
    {
        uint32_t low = 0;
        uint32_t high = 0;
        for (int32_t rows = left < most_rows ? left : most_rows; rows != 0; rows--, left--, in += under->pitch)
        {
            const int8_t *from = in;
            for (int32_t x = under->columns; x != 0; x--, from += under->pixel)
            {
                const uint32_t bytes = tml_dsp_bytes(from);
                low = tml_dsp_add_low_bytes(low, bytes);
                high = tml_dsp_add_high_bytes(high, bytes);
            }
        }
        sums[0] += (int16_t)low;
        sums[1] += (int16_t)high;
        sums[2] += (int32_t)low >> 16;
        sums[3] += (int32_t)high >> 16;
    }
}

#else

static void sum_lanes(const tml_cover *under, uint32_t channel, int32_t sums[TML_POOL_LANES])
{
    int32_t a = 0;
    int32_t b = 0;
    int32_t c = 0;
    int32_t d = 0;
    const int8_t *in = under->begin + channel;
    for (int32_t y = 0; y < under->rows; y++, in += under->pitch)
    {
        const int8_t *from = in;
        for (int32_t x = 0; x < under->columns; x++, from += under->pixel)
        {
            a += from[0];
            b += from[1];
            c += from[2];
            d += from[3];
        }
    }
    sums[0] = a;
    sums[1] = b;
    sums[2] = c;
    sums[3] = d;
}

#endif

static void sum_one(const tml_cover *under, uint32_t channel, int32_t *sum)
{
    const int8_t *in = under->begin + channel;
    int32_t a = 0;
    for (int32_t y = 0; y < under->rows; y++, in += under->pitch)
    {
        const int8_t *from = in;
        for (int32_t x = 0; x < under->columns; x++, from += under->pixel)
        {
            a += *from;
        }
    }
    *sum = a;
}

void tml_average_pool(const int8_t *input, int32_t low, int32_t high, const tml_window_shape *shape, uint32_t row_begin,
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
            const int32_t count = under.rows * under.columns;
            uint32_t lanes;
            for (uint32_t c = 0; c < channels; c += lanes)
            {
                int32_t sums[TML_POOL_LANES];
                lanes = c + TML_POOL_LANES <= channels ? TML_POOL_LANES : 1u;
                lanes == 1 ? sum_one(&under, c, sums) : sum_lanes(&under, c, sums);
                for (uint32_t lane = 0; lane < lanes; lane++)
                {
                    out[c + lane] = tml_to_int8(tml_rounding_divide(sums[lane], count), 0, low, high);
                }
            }
        }
    }
}
