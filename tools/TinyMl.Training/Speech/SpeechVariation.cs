using TinyMl.Training.Numerics;

namespace TinyMl.Training.Speech;

/// <summary>
/// How strongly words are varied to stand for speakers, microphones and rooms that are not among the recordings. Deviations
/// are standard deviations of a normal distribution.
/// </summary>
public sealed record SpeechVariation
{
    private const int EqualiserPoints = 5;

    /// <summary>Logarithm of the tempo; pitch goes with it, formants are set by <see cref="Tract"/>.</summary>
    public double Tempo { get; init; } = 0.15;

    /// <summary>Logarithm of the vocal tract's length.</summary>
    public double Tract { get; init; } = 0.11;

    /// <summary>Place of the word in its second, seconds.</summary>
    public double Shift { get; init; } = 0.06;

    /// <summary>Frequency response, decibels at five points along the bands.</summary>
    public double Equaliser { get; init; } = 5;

    /// <summary>Share of the words in a room that echoes.</summary>
    public double Rooms { get; init; } = 0.35;

    /// <summary>Share of the words whose recording is noisy, by 8 to 35 dB below the word.</summary>
    public double NoisyRecordings { get; init; } = 0.5;

    /// <summary>Share of the words with noise around them as well, 8 to 40 dB below the word.</summary>
    public double NoisyPlaces { get; init; } = 0.35;

    /// <summary>Share of the windows in which up to six frames are silenced, and of those that lose up to three bands.</summary>
    public double Masks { get; init; } = 0.7;

    /// <summary>Computes a varied window.</summary>
    /// <param name="frontEnd">The front end.</param>
    /// <param name="word">The recording.</param>
    /// <param name="random">Draws the variation.</param>
    /// <param name="window">[frames, bands].</param>
    public void Apply(SpeechFrontEnd frontEnd, ReadOnlySpan<float> word, Random random, Span<sbyte> window)
    {
        double tempo = Math.Exp(Math.Clamp(random.Gaussian() * Tempo, -2.5 * Tempo, 2.5 * Tempo));
        double tract = Math.Exp(Math.Clamp(random.Gaussian() * Tract, -2.5 * Tract, 2.5 * Tract));
        float[] played = Play(word, tempo);
        double level = SpeechSound.Rms(played);
        if (random.NextDouble() < Rooms)
        {
            SoundEffects.Echo(played, random);
        }

        if (random.NextDouble() < NoisyRecordings)
        {
            SoundEffects.AddNoise(played, level * SpeechSound.Factor(-random.Between(8, 35)), random);
        }

        float[] second = SpeechFrontEnd.Place(played, (int)(random.Gaussian() * Shift * SpeechFrontEnd.SampleRate));
        if (random.NextDouble() < NoisyPlaces)
        {
            SoundEffects.AddNoise(second, level * SpeechSound.Factor(-random.Between(8, 40)), random);
        }

        // Playing faster moved all frequencies by the tempo.
        frontEnd.Compute(second, tempo / tract, DrawEqualiser(frontEnd.Bands, random), window);
        Mask(window, frontEnd.Bands, random);
    }

    private static float[] Play(ReadOnlySpan<float> word, double tempo)
    {
        float[] played = new float[Math.Max(1, (int)Math.Round(word.Length / tempo))];
        for (int i = 0; i < played.Length; i++)
        {
            double at = Math.Min(i * tempo, word.Length - 1);
            int before = (int)at;
            int after = Math.Min(before + 1, word.Length - 1);
            played[i] = (float)(word[before] + ((at - before) * (word[after] - word[before])));
        }

        return played;
    }

    private double[] DrawEqualiser(int bands, Random random)
    {
        double[] points = Enumerable.Range(0, EqualiserPoints + 1).Select(_ => random.Gaussian() * Equaliser).ToArray();
        return Enumerable.Range(0, bands).Select(band =>
        {
            double at = (double)band / bands * (EqualiserPoints - 1);
            int before = (int)at;
            return points[before] + ((at - before) * (points[before + 1] - points[before]));
        }).ToArray();
    }

    private void Mask(Span<sbyte> window, int bands, Random random)
    {
        if (random.NextDouble() < Masks)
        {
            int count = random.Next(1, 7) * bands;
            int first = random.Next((window.Length - count) / bands) * bands;
            window.Slice(first, count).Fill(sbyte.MinValue);
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
}
