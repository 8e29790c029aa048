/* SPDX-License-Identifier: MIT */
#include "filters.h"
#include "kernels.h"

void tml_conv(const int8_t *input, int32_t input_zero, const int8_t *weights, const int32_t *bias,
              const tml_requantization *q, const tml_window_shape *shape, uint32_t row_begin, uint32_t row_end,
              int8_t *output)
{
    const uint32_t taps = (uint32_t)(shape->y.filter * shape->x.filter * shape->channels);
    const tml_filters filters = {weights, bias, q, 0, (uint32_t)shape->output_channels, taps, input_zero};
    const int32_t width = shape->output_width;
    for (int32_t i = 0; i < (int32_t)(row_end - row_begin); i++)
    {
        const int32_t oy = tml_in_order(shape, (int32_t)row_begin, (int32_t)row_end, i);
        const tml_span y = tml_span_at(&shape->y, oy);
        for (int32_t k = 0; k < width; k++)
        {
            const int32_t ox = tml_in_order(shape, 0, width, k);
            const tml_span x = tml_span_at(&shape->x, ox);
            const tml_window window = tml_window_at(shape, input, &y, &x);
            tml_run_filters(&filters, &window, output + (uint32_t)(oy * width + ox) * filters.end);
        }
    }
}
