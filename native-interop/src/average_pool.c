/* SPDX-License-Identifier: MIT */
#include "kernels.h"

enum
{
    LANES = 4 /* channels that are summed side by side */
};

/* The rows and columns of the image under a window, and bytes. */
typedef struct cover
{
    int32_t rows;
    int32_t columns;
    uint32_t pixel; /* from a pixel to the next */
    uint32_t pitch; /* from a row to the next */
} cover;

static void sum_lanes(const cover *under, const int8_t *in, int32_t sums[LANES])
{
    int32_t a = 0;
    int32_t b = 0;
    int32_t c = 0;
    int32_t d = 0;
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

static int32_t sum_one(const cover *under, const int8_t *in)
{
    int32_t sum = 0;
    for (int32_t y = 0; y < under->rows; y++, in += under->pitch)
    {
        const int8_t *from = in;
        for (int32_t x = 0; x < under->columns; x++, from += under->pixel)
        {
            sum += *from;
        }
    }
    return sum;
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
            const cover under = {y.end - y.begin, x.end - x.begin, channels, (uint32_t)shape->x.input * channels};
            const int32_t first = (y.origin + y.begin) * shape->x.input + x.origin + x.begin;
            const int8_t *in = input + (uint32_t)first * channels;
            int8_t *out = output + (uint32_t)(oy * width + ox) * channels;
            const int32_t count = under.rows * under.columns;
            uint32_t c = 0;
            for (; c + LANES <= channels; c += LANES)
            {
                int32_t sums[LANES];
                sum_lanes(&under, in + c, sums);
                for (uint32_t lane = 0; lane < LANES; lane++)
                {
                    out[c + lane] = tml_to_int8(tml_rounding_divide(sums[lane], count), 0, low, high);
                }
            }
            for (; c < channels; c++)
            {
                out[c] = tml_to_int8(tml_rounding_divide(sum_one(&under, in + c), count), 0, low, high);
            }
        }
    }
}
