/* SPDX-License-Identifier: MIT */
#include "spectrum.h"

/*
 * Cooley and Tukey (1965), radix 2, decimation in time, on half as many complex points as there are samples; the split
 * of its result into that of even and odd samples follows (Sorensen et al., 1987). The magnitude of a complex number is
 * at most 2^30.5 all along: a sum of two, halved, is no greater than the greater one, and rounding adds less than 2 in
 * each of at most 10 stages.
 */
typedef struct complex32
{
    int32_t re;
    int32_t im;
} complex32;

static int32_t half_product(int32_t a, int32_t b)
{
    return (int32_t)(((int64_t)a * b) >> 32);
}

/* exp(-2 pi i k / points), Q0.31, for k up to half of the points; from a quarter of the cosine's wave. */
static complex32 root_of_unity(const int32_t *cosines, uint32_t points, uint32_t k)
{
    const uint32_t quarter = points / 4u;
    complex32 w;
    w.re = k <= quarter ? cosines[k] : -cosines[2u * quarter - k];
    w.im = k <= quarter ? -cosines[quarter - k] : -cosines[k - quarter];
    return w;
}

/* (a + wb) / 2 and (a - wb) / 2 take the places of a and b. */
static void butterfly(complex32 *a, complex32 *b, complex32 w)
{
    const int32_t re = half_product(b->re, w.re) - half_product(b->im, w.im);
    const int32_t im = half_product(b->re, w.im) + half_product(b->im, w.re);
    const int32_t a_re = a->re >> 1;
    const int32_t a_im = a->im >> 1;
    a->re = a_re + re;
    a->im = a_im + im;
    b->re = a_re - re;
    b->im = a_im - im;
}

/* Of even samples e and odd ones o, Z = E + iO: X[k] = E[k] + w^k O[k], and X[n - k] is the conjugate of E[k] - w^k
 * O[k]. */
static void split(complex32 *a, complex32 *b, complex32 w)
{
    const int32_t even_re = ((a->re >> 1) + (b->re >> 1)) >> 1;
    const int32_t even_im = ((a->im >> 1) - (b->im >> 1)) >> 1;
    const int32_t odd_re = (a->im >> 1) + (b->im >> 1);
    const int32_t odd_im = (b->re >> 1) - (a->re >> 1);
    const int32_t re = half_product(odd_re, w.re) - half_product(odd_im, w.im);
    const int32_t im = half_product(odd_re, w.im) + half_product(odd_im, w.re);
    a->re = even_re + re;
    a->im = even_im + im;
    b->re = even_re - re;
    b->im = im - even_im;
}

void tml_spectrum(int32_t *samples, uint32_t points, const int32_t *cosines)
{
    complex32 *z = (complex32 *)(void *)samples;
    const uint32_t n = points / 2u;
    uint32_t turn = n; /* between two roots, in points-ths of a whole turn */
    for (uint32_t half = 1; half < n; half *= 2u, turn /= 2u)
    {
        for (uint32_t k = 0; k < half; k++)
        {
            const complex32 w = root_of_unity(cosines, points, k * turn);
            for (uint32_t i = k; i < n; i += 2u * half)
            {
                butterfly(&z[i], &z[i + half], w);
            }
        }
    }
    z[0].re = (z[0].re >> 1) + (z[0].im >> 1);
    z[0].im = 0;
    for (uint32_t k = 1; k <= n / 2u; k++)
    {
        split(&z[k], &z[n - k], root_of_unity(cosines, points, k));
    }
}
