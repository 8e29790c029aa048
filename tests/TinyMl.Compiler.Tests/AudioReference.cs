using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Tests;

/// <summary>
/// The audio front end in double precision, from the definitions: samples are -1 to 1, the transform is a sum over all samples,
/// a filter is the lesser of its two slopes over mel, the cosine transform a sum over all bands.
/// </summary>
internal static class AudioReference
{
    /// <summary>The features of a window in nats, [rows, channels].</summary>
    internal static double[] Features(AudioFrontEnd frontEnd, ReadOnlySpan<short> samples)
    {
        double[] window = Array.ConvertAll(samples[..frontEnd.WindowSamples].ToArray(), s => s / 32768.0);
        double[][] bands = Enumerable.Range(0, frontEnd.Rows)
            .Select(r => LogBands(frontEnd, window.AsSpan(r * frontEnd.Step, frontEnd.Frame)))
            .ToArray();
        double power = frontEnd.Magnitude ? 1 : 2;
        double level = frontEnd.Level switch
        {
            AudioLevel.Peak => power * Math.Log(Math.Max(window.Max(), 1 / 32768.0)),
            AudioLevel.GreatestBand => bands.Max(row => row.Max()),
            _ => 0,
        };
        return bands
            .Select(row => row.Select(value => value - level).ToArray())
            .SelectMany(row => frontEnd.Coefficients == 0 ? row : Transform(row, frontEnd.Coefficients))
            .ToArray();
    }

    /// <summary>The logarithms of a frame's bands.</summary>
    internal static double[] LogBands(AudioFrontEnd frontEnd, ReadOnlySpan<double> frame)
    {
        double[] windowed = new double[frame.Length];
        for (int t = 0; t < frame.Length; t++)
        {
            windowed[t] = frame[t] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * t / frame.Length)));
        }

        int points = frontEnd.Points;
        double[] cosine = Enumerable.Range(0, points).Select(i => Math.Cos(2 * Math.PI * i / points)).ToArray();
        double[] bins = new double[(points / 2) + 1];
        for (int k = 1; k < bins.Length; k++)
        {
            double re = 0;
            double im = 0;
            for (int t = 0; t < windowed.Length; t++)
            {
                int turn = k * t % points;
                re += windowed[t] * cosine[turn];
                im -= windowed[t] * cosine[(turn + (points * 3 / 4)) % points];
            }

            double squared = (re * re) + (im * im);
            bins[k] = frontEnd.Magnitude ? Math.Sqrt(squared) : squared;
        }

        double low = Mel(frontEnd.LowHertz);
        double spacing = (Mel(frontEnd.HighHertz) - low) / (frontEnd.Bands + 1);
        double[] logarithms = new double[frontEnd.Bands];
        for (int band = 0; band < logarithms.Length; band++)
        {
            double sum = 0;
            for (int k = 1; k < bins.Length; k++)
            {
                double place = (Mel(k * (frontEnd.SampleRate / 1000.0) / points) - low) / spacing;
                sum += bins[k] * Math.Max(0, Math.Min(place - band, band + 2 - place));
            }

            logarithms[band] = Math.Log(Math.Max(sum, frontEnd.Floor));
        }

        return logarithms;
    }

    private static double[] Transform(double[] bands, int coefficients) =>
        Enumerable.Range(0, coefficients)
            .Select(c => Math.Sqrt(2.0 / bands.Length)
                * Enumerable.Range(0, bands.Length).Sum(m => bands[m] * Math.Cos(Math.PI * c * (m + 0.5) / bands.Length)))
            .ToArray();

    private static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
}
