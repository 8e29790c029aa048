/* SPDX-License-Identifier: MIT */
#include "kernels.h"

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
            int8_t *out = output + (uint32_t)(oy * width + ox) * channels;
            for (uint32_t c = 0; c < channels; c++)
            {
                int32_t greatest = INT8_MIN;
                for (int32_t ky = y.begin; ky < y.end; ky++)
                {
                    const int32_t pixel = (y.origin + ky) * shape->x.input + x.origin + x.begin;
                    const int8_t *in = input + (uint32_t)pixel * channels + c;
                    for (int32_t kx = x.begin; kx < x.end; kx++, in += channels)
                    {
                        greatest = *in > greatest ? *in : greatest;
                    }
                }
                out[c] = tml_to_int8(greatest, 0, low, high);
            }
        }
    }
}
