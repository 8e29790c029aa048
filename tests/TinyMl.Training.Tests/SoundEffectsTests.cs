using TinyMl.Training.Speech;

namespace TinyMl.Training.Tests;

/// <summary>What happens to sound, measured on tones, whose frequency and level are known.</summary>
public class SoundEffectsTests
{
    private const int Rate = SpeechSound.SampleRate;

    [Theory]
    [InlineData(0.8)]
    [InlineData(1.25)]
    [InlineData(2.75625)]
    public void FasterSoundIsShorterAndHigher(double speed)
    {
        float[] played = SoundEffects.Resample(Tone(400, Rate), speed);
        Assert.Equal(Rate / speed, played.Length, 1.0);
        Assert.Equal(400 * speed, Frequency(played[200..^200]), 3.0);
        Assert.Equal(1000 / Math.Sqrt(2), SpeechSound.Rms(played.AsSpan(200, played.Length - 400)), 10.0);
    }

    [Fact]
    public void WhatWouldFoldBackIsCutOff() =>
        Assert.InRange(SpeechSound.Rms(SoundEffects.Resample(Tone(3000, Rate), 2).AsSpan(100, 3800)), 0, 10);

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.4)]
    public void StretchedSoundKeepsItsPitch(double factor)
    {
        float[] stretched = SoundEffects.Stretch(Tone(300, Rate), factor);
        Assert.Equal((int)Math.Round(Rate * factor), stretched.Length);
        Assert.Equal(300, Frequency(stretched[500..^500]), 6.0);
        Assert.Equal(1000 / Math.Sqrt(2), SpeechSound.Rms(stretched.AsSpan(500, stretched.Length - 1000)), 60.0);
    }

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(3000, -20)]
    public void AnEqualiserHasTheResponseThatItIsGiven(double hertz, double decibels)
    {
        // Level up to 2 kHz, 20 dB less above 2.7 kHz.
        float[] filtered = SoundEffects.Equalise(Tone(hertz, Rate), [0, 0, 0, 0, -20, -20, -20]);
        double level = 20 * Math.Log10(SpeechSound.Rms(filtered.AsSpan(100, Rate - 200)) / (1000 / Math.Sqrt(2)));
        Assert.Equal(decibels, level, 1.5);
    }

    [Fact]
    public void ABackgroundHasItsLevelWhateverItsKind()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            float[] sound = new float[Rate];
            Background.AddTo(sound, 250, new Random(seed));
            Assert.Equal(250, SpeechSound.Rms(sound), 0.5);
        }
    }

    /// <summary>Whatever a draw does to it, a word that is alone and has room stays whole: its energy lies inside the window.</summary>
    [Fact]
    public void AVariedWordFitsItsWindow()
    {
        WordVariation plain = new() { Rooms = 0, Noise = 0, Equaliser = 0 };
        float[] word = Tone(500, 3000);
        for (int seed = 0; seed < 50; seed++)
        {
            float[] window = plain.Say(word, 7920, new Random(seed));
            float peak = window.Max(Math.Abs);
            Assert.InRange(peak, short.MaxValue * 0.015, short.MaxValue + 1);
            int heard = window.Count(sample => Math.Abs(sample) > peak / 100);
            Assert.InRange(heard, 3000 * 0.6, 3000 * 1.6);
        }
    }

    private static float[] Tone(double hertz, int length) =>
        [.. Enumerable.Range(0, length).Select(i => (float)(1000 * Math.Sin(2 * Math.PI * hertz * i / Rate)))];

    // By its rising zero crossings.
    private static double Frequency(float[] samples)
    {
        int[] rising = [.. Enumerable.Range(1, samples.Length - 1).Where(i => samples[i - 1] < 0 && samples[i] >= 0)];
        return (rising.Length - 1) * (double)Rate / (rising[^1] - rising[0]);
    }
}
