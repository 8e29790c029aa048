using TinyMl.Training.Numerics;

namespace TinyMl.Training.Speech;

/// <summary>
/// How strongly words are varied to stand for speakers, rooms and microphones that are not among the recordings. Deviations
/// are standard deviations of a normal distribution, cut at 2.5 of them.
/// </summary>
public sealed record WordVariation
{
    private const double MostSignalToNoise = 40;
    private const int EqualiserPoints = 5;

    /// <summary>Logarithm of the tempo.</summary>
    public double Tempo { get; init; } = 0.15;

    /// <summary>Logarithm of pitch and formants, as of a vocal tract of another length.</summary>
    public double Pitch { get; init; } = 0.11;

    /// <summary>Decibels by which a word's peak lies below full scale at most.</summary>
    public double Gain { get; init; } = 36;

    /// <summary>Frequency response, decibels at five points from 0 to half the rate.</summary>
    public double Equaliser { get; init; } = 5;

    /// <summary>Share of the words in a room that echoes.</summary>
    public double Rooms { get; init; } = 0.35;

    /// <summary>Share of the words with a background, up to 40 dB below the word.</summary>
    public double Noise { get; init; } = 0.7;

    /// <summary>Decibels from the loudest background to the word.</summary>
    public double LeastSignalToNoise { get; init; } = 3;

    /// <summary>Share of the windows in which up to six frames are silenced, and of those that lose up to three bands.</summary>
    public double Masks { get; init; } = 0.5;

    /// <summary>Says a word anywhere in a window, wholly inside it where it fits.</summary>
    /// <param name="word">The word.</param>
    /// <param name="length">Samples of the window.</param>
    /// <param name="random">Draws the variation.</param>
    public float[] Say(ReadOnlySpan<float> word, int length, Random random)
    {
        double pitch = Math.Exp(Deviate(random, Pitch));
        double tempo = Math.Exp(Deviate(random, Tempo));
        float[] said = SoundEffects.Stretch(SoundEffects.Resample(word, pitch), pitch / tempo);
        double level = SpeechSound.Rms(said);
        float[] window = new float[length];
        int room = length - said.Length;
        int start = room >= 0 ? random.Next(room + 1) : -random.Next(-room + 1);
        for (int i = Math.Max(0, start); i < Math.Min(length, start + said.Length); i++)
        {
            window[i] = said[i - start];
        }

        if (random.NextDouble() < Rooms)
        {
            SoundEffects.Echo(window, random);
        }

        window = SoundEffects.Equalise(window, Enumerable.Range(0, EqualiserPoints).Select(_ => Deviate(random, Equaliser)).ToArray());
        if (random.NextDouble() < Noise)
        {
            Background.AddTo(window, level * SpeechSound.Factor(-random.Between(LeastSignalToNoise, MostSignalToNoise)), random);
        }

        return Amplify(window, random);
    }

    /// <summary>A window of nothing but background; now and then of nothing at all.</summary>
    /// <param name="length">Samples of the window.</param>
    /// <param name="random">Draws the background.</param>
    public float[] KeepSilent(int length, Random random)
    {
        const double digitalSilence = 0.05;
        float[] window = new float[length];
        if (random.NextDouble() < digitalSilence)
        {
            return window;
        }

        Background.AddTo(window, 1, random);
        return Amplify(window, random);
    }

    /// <summary>Silences some frames and some bands of a window (Park et al., "SpecAugment", 2019).</summary>
    /// <param name="window">[frames, bands].</param>
    /// <param name="bands">Columns.</param>
    /// <param name="random">Draws which.</param>
    internal void Mask(Span<sbyte> window, int bands, Random random)
    {
        if (random.NextDouble() < Masks)
        {
            int count = random.Next(1, 7) * bands;
            window.Slice(random.Next((window.Length - count) / bands) * bands, count).Fill(sbyte.MinValue);
        }

        if (random.NextDouble() < Masks)
        {
            int count = random.Next(1, 4);
            int first = random.Next(bands - count);
            for (int row = 0; row < window.Length; row += bands)
            {
                window.Slice(row + first, count).Fill(sbyte.MinValue);
            }
        }
    }

    private float[] Amplify(float[] window, Random random)
    {
        float peak = window.Max(Math.Abs);
        float factor = (float)(short.MaxValue / Math.Max(1e-6, peak) * SpeechSound.Factor(-random.NextDouble() * Gain));
        return Array.ConvertAll(window, sample => sample * factor);
    }

    private static double Deviate(Random random, double deviation) =>
        Math.Clamp(random.Gaussian(), -2.5, 2.5) * deviation;
}
