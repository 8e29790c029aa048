/* SPDX-License-Identifier: MIT */
#include "pool.h"

#if TML_DSP_ASSEMBLY

enum
{
    MOST_COLUMNS = 255 /* so many int8 sum up within an int16 */
};

/* Two sums a register, of channels 0 and 2 and of 1 and 3: three instructions for four inputs. */
static void sum_lanes(const tml_cover *under, uint32_t channel, int32_t sums[TML_POOL_LANES])
{
    const int32_t most_rows = MOST_COLUMNS / under->columns;
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

enum
{
    MOST_COLUMNS = 65535 /* no image is wider */
};

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

static int32_t sum_one(const tml_cover *under, uint32_t channel)
{
    const int8_t *in = under->begin + channel;
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

uint32_t tml_pool_sums(const tml_cover *under, uint32_t channel, uint32_t channels, int32_t sums[TML_POOL_LANES])
{
    if (channels - channel < TML_POOL_LANES || under->columns > MOST_COLUMNS)
    {
        sums[0] = sum_one(under, channel);
        return 1;
    }
    sum_lanes(under, channel, sums);
    return TML_POOL_LANES;
}
