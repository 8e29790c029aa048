using TinyMl.Compiler.Graphs;
using TinyMl.Training.Numerics;

namespace TinyMl.Training.Speech;

/// <summary>
/// What a network sees of one second of speech: 49 frames of 30 ms, 20 ms apart, each weighted by a periodic Hann window. The
/// power of its 256-point Fourier transform passes mel filters; 10 log10 of each, from <see cref="Range"/> below the second's
/// greatest to the greatest, becomes 0 to 1. Loudness does not count, and what lies below the range is silence.
/// </summary>
public sealed record SpeechFrontEnd
{
    /// <summary>Samples a second.</summary>
    public const int SampleRate = SpeechSound.SampleRate;

    /// <summary>Samples of a window: one second.</summary>
    public const int WindowLength = SampleRate;

    private const int FrameLength = 240;
    private const int Hop = 160;
    private const int Frames = 49;

    // A power far below that of one LSB, so that digital silence has a logarithm.
    private const float Floor = 1e-3f;

    // [FrameLength][cosines of all bins, then sines], the window folded in.
    private static readonly float[] Basis = MakeBasis();

    /// <summary>Mel filters: columns of the window.</summary>
    public int Bands { get; init; } = 20;

    /// <summary>Decibels from silence to the greatest.</summary>
    public double Range { get; init; } = 45;

    /// <summary>The shape of a window.</summary>
    public Shape Shape => new(1, Frames, Bands, 1);

    /// <summary>The quantisation of a window: 0 to 1 in steps of 1/255.</summary>
    public static QuantizationParameters Quantization { get; } = new(1f / byte.MaxValue, sbyte.MinValue);

    /// <summary>Computes a window.</summary>
    /// <param name="samples">One second, 16-bit units.</param>
    /// <param name="tract">The vocal tract's warp of <see cref="MelBank"/>; 1: none.</param>
    /// <param name="equaliser">Decibels to add to each band; empty: none.</param>
    /// <param name="window">[frames, bands].</param>
    public void Compute(ReadOnlySpan<float> samples, double tract, ReadOnlySpan<double> equaliser, Span<sbyte> window)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(samples.Length, WindowLength, nameof(samples));
        const int bins = MelBank.Bins;
        float[] spectrum = new float[Frames * 2 * bins];
        Gemm.Multiply(Frames, 2 * bins, FrameLength, samples, Hop, 1, Basis, spectrum, false);
        float[] power = new float[Frames * bins];
        for (int i = 0; i < power.Length; i++)
        {
            int at = (i / bins * 2 * bins) + (i % bins);
            power[i] = (spectrum[at] * spectrum[at]) + (spectrum[at + bins] * spectrum[at + bins]);
        }

        float[] levels = new float[Frames * Bands];
        Gemm.Multiply<float>(Frames, Bands, bins, power, bins, 1, MelBank.Weights(Bands, tract), levels, false);
        float greatest = float.NegativeInfinity;
        for (int i = 0; i < levels.Length; i++)
        {
            double gain = equaliser.IsEmpty ? 0 : equaliser[i % Bands];
            levels[i] = (float)((10 * Math.Log10(levels[i] + Floor)) + gain);
            greatest = Math.Max(greatest, levels[i]);
        }

        for (int i = 0; i < levels.Length; i++)
        {
            double share = Math.Max(0, (levels[i] - greatest + Range) / Range);
            window[i] = (sbyte)(Math.Round(share * byte.MaxValue) + sbyte.MinValue);
        }
    }

    /// <summary>
    /// Puts a word into one second: in its middle, or moved by some samples as far as there is room. Of a longer recording the
    /// second with the most energy is taken.
    /// </summary>
    /// <param name="word">The samples.</param>
    /// <param name="shift">Samples to the right of the middle.</param>
    public static float[] Place(ReadOnlySpan<float> word, int shift = 0)
    {
        float[] second = new float[WindowLength];
        if (word.Length > WindowLength)
        {
            word.Slice(Loudest(word), WindowLength).CopyTo(second);
            return second;
        }

        int room = WindowLength - word.Length;
        word.CopyTo(second.AsSpan(Math.Clamp((room / 2) + shift, 0, room)));
        return second;
    }

    private static int Loudest(ReadOnlySpan<float> word)
    {
        int best = 0;
        double energy = 0;
        double most = 0;
        for (int i = 0; i + WindowLength < word.Length; i++)
        {
            energy += (word[i + WindowLength] * (double)word[i + WindowLength]) - (word[i] * (double)word[i]);
            if (energy > most)
            {
                (most, best) = (energy, i + 1);
            }
        }

        return best;
    }

    private static float[] MakeBasis()
    {
        const int bins = MelBank.Bins;
        float[] basis = new float[FrameLength * 2 * bins];
        for (int t = 0; t < FrameLength; t++)
        {
            double weight = 0.5 - (0.5 * Math.Cos(2 * Math.PI * t / FrameLength));
            for (int k = 0; k < bins; k++)
            {
                (double sine, double cosine) = Math.SinCos(Math.PI * t * k / bins);
                basis[(t * 2 * bins) + k] = (float)(weight * cosine);
                basis[(t * 2 * bins) + bins + k] = (float)(weight * sine);
            }
        }

        return basis;
    }
}
