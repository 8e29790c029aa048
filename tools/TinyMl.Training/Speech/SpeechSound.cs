namespace TinyMl.Training.Speech;

/// <summary>What recordings, voices and backgrounds have in common.</summary>
public static class SpeechSound
{
    /// <summary>Samples a second.</summary>
    public const int SampleRate = 8000;

    /// <summary>The root of the mean square.</summary>
    internal static double Rms(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (float sample in samples)
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(sum / Math.Max(1, samples.Length));
    }

    /// <summary>The factor of a level in decibels.</summary>
    internal static double Factor(double decibels) => Math.Pow(10, decibels / 20);
}
