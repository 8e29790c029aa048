/* SPDX-License-Identifier: MIT */
#include "kernels.h"

void tml_average_pool(const int8_t *input, int32_t low, int32_t high, const tml_window_shape *shape, uint32_t row_begin,
                      uint32_t row_end, int8_t *output)
{
    const uint32_t channels = (uint32_t)shape->channels;
    output += row_begin * (uint32_t)shape->output_width * channels;
    for (uint32_t oy = row_begin; oy < row_end; oy++)
    {
        const tml_span y = tml_span_at(&shape->y, (int32_t)oy);
        for (int32_t ox = 0; ox < shape->output_width; ox++)
        {
            const tml_span x = tml_span_at(&shape->x, ox);
            const int32_t count = (y.end - y.begin) * (x.end - x.begin);
            for (uint32_t c = 0; c < channels; c++)
            {
                int32_t sum = 0;
                for (int32_t ky = y.begin; ky < y.end; ky++)
                {
                    const int32_t pixel = (y.origin + ky) * shape->x.input + x.origin + x.begin;
                    const int8_t *in = input + (uint32_t)pixel * channels + c;
                    for (int32_t kx = x.begin; kx < x.end; kx++, in += channels)
                    {
                        sum += *in;
                    }
                }
                *output++ = tml_to_int8(tml_rounding_divide(sum, count), 0, low, high);
            }
        }
    }
}
