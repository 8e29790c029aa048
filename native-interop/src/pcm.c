/* SPDX-License-Identifier: MIT */
#include "tinyml/pcm.h"

#include <stddef.h>
#include <string.h>

#define ONE 65536

/* The filter's half: so many zero crossings, and so many entries of the table from one to the next. */
#define LOBES 4
#define ENTRIES 64

/* Samples until an ADC's mean has followed by 1 - 1/e, as a power of two: 0.2 s at 22 kHz. */
#define MEAN_SHIFT 12

/* sinc(u) (1 + cos(pi u / LOBES)) / 2 for u = i / ENTRIES, Q1.14: a sinc under a raised cosine. */
static const int16_t filter[LOBES * ENTRIES + 1] = {
    16384, 16377, 16355, 16319, 16269, 16205, 16126, 16034, 15928, 15808, 15675, 15528, 15369, 15197, 15013, 14817,
    14609, 14390, 14160, 13919, 13668, 13408, 13138, 12859, 12572, 12277, 11975, 11665, 11350, 11028, 10701, 10369,
    10033, 9694, 9350, 9005, 8657, 8307, 7957, 7605, 7254, 6903, 6553, 6205, 5859, 5515, 5174, 4836, 4503, 4173, 3849,
    3529, 3215, 2907, 2605, 2310, 2022, 1741, 1468, 1202, 945, 696, 455, 223, 0, -214, -419, -614, -800, -977, -1144,
    -1302, -1450, -1588, -1717, -1837, -1947, -2047, -2139, -2221, -2295, -2359, -2415, -2462, -2501, -2532, -2555,
    -2570, -2578, -2579, -2572, -2559, -2540, -2514, -2483, -2446, -2404, -2356, -2305, -2248, -2188, -2124, -2057,
    -1986, -1913, -1837, -1759, -1679, -1597, -1514, -1430, -1345, -1259, -1173, -1087, -1002, -917, -832, -748, -666,
    -584, -505, -426, -350, -275, -203, -133, -65, 0, 63, 123, 180, 235, 286, 335, 381, 424, 463, 500, 534, 565, 593,
    618, 640, 660, 676, 690, 701, 710, 716, 720, 721, 720, 717, 712, 705, 696, 685, 673, 659, 644, 627, 610, 591, 571,
    551, 530, 508, 485, 462, 439, 416, 392, 368, 345, 321, 298, 275, 252, 230, 208, 187, 166, 146, 127, 108, 90, 73,
    57, 41, 27, 13, 0, -12, -23, -34, -43, -52, -59, -66, -72, -78, -82, -86, -89, -92, -94, -95, -96, -96, -95, -94,
    -93, -91, -89, -87, -84, -81, -78, -75, -71, -68, -64, -60, -57, -53, -49, -46, -42, -38, -35, -32, -29, -26, -23,
    -20, -18, -15, -13, -11, -9, -8, -6, -5, -4, -3, -2, -2, -1, -1, -1, 0, 0, 0, 0, 0, 0
};

/* The slower rate decides how wide the filter is, in samples in: Q16.16. */
static int32_t width(const tml_pcm *pcm)
{
    return pcm->step > ONE ? pcm->step : ONE;
}

static int32_t clamp16(int32_t value)
{
    return value > INT16_MAX ? INT16_MAX : value < INT16_MIN ? INT16_MIN : value;
}

static uint32_t frame_bytes(const tml_pcm *pcm)
{
    return pcm->format == TML_PCM_LEFT || pcm->format == TML_PCM_RIGHT ? 4 : 2;
}

/* The sample of a frame, with full scale 2^15. */
static int32_t sample_of(const tml_pcm *pcm, const uint8_t *frame)
{
    const uint8_t *bytes = pcm->format == TML_PCM_RIGHT ? frame + 2 : frame;
    const int32_t little = bytes[1] << 8 | bytes[0];
    const int32_t big = bytes[0] << 8 | bytes[1];
    switch (pcm->format)
    {
        case TML_PCM_ADC10:
            return ((big >> 2 & 0x3FF) - 0x200) * 64;
        case TML_PCM_ADC12:
            return ((big & 0xFFF) - 0x800) * 16;
        default:
            return little >= 0x8000 ? little - 0x10000 : little;
    }
}

/* The filter at a distance from its middle in samples in, Q16.16; the distance is below LOBES widths. inverse: see below. */
static int32_t weight(int32_t distance, int32_t inverse)
{
    const int32_t place = (distance >> 4) * inverse >> 12;
    const int32_t entry = place >> 8;
    return filter[entry] + ((filter[entry + 1] - filter[entry]) * (place & 0xFF) >> 8);
}

/* The sample out that is due: the mean of the samples in under the filter. */
static int32_t filtered(const tml_pcm *pcm)
{
    const int32_t reach = LOBES * width(pcm);
    const int32_t inverse = ENTRIES * 256 * ONE / width(pcm);
    int64_t sum = 0;
    int32_t weights = 0;
    for (int32_t k = 0; k < TML_PCM_HISTORY; k++)
    {
        const int32_t offset = -k * ONE - pcm->ahead;
        const int32_t distance = offset < 0 ? -offset : offset;
        if (distance < reach)
        {
            const int32_t w = weight(distance, inverse);
            sum += (int64_t)w * pcm->history[(pcm->newest - k) & (TML_PCM_HISTORY - 1)];
            weights += w;
        }
    }
    const int64_t half = weights / 2;
    return clamp16((int32_t)((sum < 0 ? sum - half : sum + half) / weights));
}

/* Takes a sample in and writes those out that have all theirs now; null: there is no room. */
static uint8_t *push(tml_pcm *pcm, int32_t sample, uint8_t *out, const uint8_t *end)
{
    int32_t value = sample;
    if (pcm->format == TML_PCM_ADC10 || pcm->format == TML_PCM_ADC12)
    {
        pcm->mean += (sample * 256 - pcm->mean) / (1 << MEAN_SHIFT);
        value = clamp16(sample - pcm->mean / 256);
    }
    pcm->newest = (pcm->newest + 1) & (TML_PCM_HISTORY - 1);
    pcm->history[pcm->newest] = value;
    pcm->ahead -= ONE;
    const int32_t reach = pcm->step == ONE ? 0 : LOBES * width(pcm);
    while (pcm->ahead <= -reach)
    {
        if (end - out < 2)
        {
            return NULL;
        }
        const int32_t next = pcm->step == ONE ? value : filtered(pcm);
        out[0] = (uint8_t)next;
        out[1] = (uint8_t)((uint32_t)next >> 8);
        out += 2;
        pcm->ahead += pcm->step;
    }
    return out;
}

/* Samples between the last one and the next, on a straight line. */
static uint8_t *bridge(tml_pcm *pcm, int32_t next, uint32_t missing, uint8_t *out, const uint8_t *end)
{
    const int32_t first = pcm->last;
    for (uint32_t i = 1; i <= missing && out != NULL; i++)
    {
        out = push(pcm, first + (int32_t)((int64_t)(next - first) * i / (missing + 1)), out, end);
    }
    return out;
}

static void begin(tml_pcm *pcm, int32_t sample)
{
    pcm->begun = 1;
    pcm->mean = sample * 256;
    pcm->last = sample;
    pcm->run = 0;
}

static void reset(tml_pcm *pcm, int32_t format, int32_t step)
{
    memset(pcm, 0, sizeof *pcm);
    pcm->format = format;
    pcm->step = step;
    pcm->ahead = ONE;
}

static int is_between(int32_t value, int32_t least, int32_t most)
{
    return value >= least && value <= most;
}

/* The caller keeps it in memory that managed code could write to. */
static int is_sound(const tml_pcm *pcm)
{
    return is_between(pcm->format, TML_PCM_MONO, TML_PCM_ADC12) &&
           is_between(pcm->step, ONE / TML_PCM_MOST_RATIO, ONE * TML_PCM_MOST_RATIO) &&
           is_between(pcm->ahead, -LOBES * width(pcm), width(pcm)) &&
           is_between(pcm->newest, 0, TML_PCM_HISTORY - 1) && is_between(pcm->mean, INT16_MIN * 256, INT16_MAX * 256) &&
           is_between(pcm->last, INT16_MIN, INT16_MAX);
}

tml_status tml_pcm_start(tml_pcm *pcm, int32_t format, uint32_t rate_in, uint32_t rate_out)
{
    if (pcm == NULL || rate_in == 0 || rate_out == 0 || rate_in / TML_PCM_MOST_RATIO > rate_out ||
        rate_out / TML_PCM_MOST_RATIO > rate_in)
    {
        return TML_E_ARGUMENT;
    }
    reset(pcm, format, (int32_t)(((uint64_t)rate_in * ONE + rate_out / 2) / rate_out));
    return is_sound(pcm) ? TML_OK : TML_E_ARGUMENT;
}

int32_t tml_pcm_convert(tml_pcm *pcm, const uint8_t *bytes, uint32_t count, uint32_t missing, uint8_t *out,
                        uint32_t capacity)
{
    if (pcm == NULL || !is_sound(pcm) || (bytes == NULL && count != 0) || out == NULL || capacity > INT32_MAX ||
        missing > UINT16_MAX)
    {
        return TML_E_ARGUMENT;
    }
    const uint32_t size = frame_bytes(pcm);
    const uint8_t *end = out + capacity;
    uint8_t *next = out;
    for (uint32_t frames = count / size; frames != 0 && next != NULL; frames--, bytes += size)
    {
        const int32_t sample = sample_of(pcm, bytes);
        if (!pcm->begun)
        {
            begin(pcm, sample);
        }
        next = bridge(pcm, sample, missing, next, end);
        missing = 0;
        if (next != NULL)
        {
            next = push(pcm, sample, next, end);
        }
        pcm->run = sample != pcm->last || pcm->run < 0 ? 1 : pcm->run < INT32_MAX ? pcm->run + 1 : INT32_MAX;
        pcm->last = sample;
    }
    if (next == NULL)
    {
        reset(pcm, pcm->format, pcm->step);
        return TML_E_ARGUMENT;
    }
    return (int32_t)(next - out);
}
