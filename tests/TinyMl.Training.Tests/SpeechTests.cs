using TinyMl.Training.Recordings;
using TinyMl.Training.Speech;

namespace TinyMl.Training.Tests;

/// <summary>The speech front end against its definition, summed slowly in double; WAVE files, good and bad.</summary>
public sealed class SpeechTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void WindowsAreThoseOfTheDefinition()
    {
        Random random = new(3);
        float[] samples = new float[SpeechFrontEnd.WindowLength];
        for (int i = 1500; i < 6500; i++)
        {
            samples[i] = (float)((8000 * Math.Sin(i * i * 1e-4)) + (600 * (random.NextDouble() - 0.5)));
        }

        SpeechFrontEnd frontEnd = new();
        sbyte[] window = new sbyte[frontEnd.Shape.Elements];
        frontEnd.Compute(samples, 1, [], window);
        double[] levels = Levels(samples, frontEnd.Bands);
        double greatest = levels.Max();
        for (int i = 0; i < window.Length; i++)
        {
            double share = Math.Max(0, (levels[i] - greatest + frontEnd.Range) / frontEnd.Range);
            Assert.InRange(window[i] - ((255 * share) - 128), -1, 1);
        }

        Assert.True(window.Distinct().Count() > 50);
    }

    [Fact]
    public void AWordLiesInTheMiddleAndOfALongOneTheLoudestSecondIsTaken()
    {
        float[] second = SpeechFrontEnd.Place([1, 2, 3, 4]);
        Assert.Equal([0, 1, 2, 3, 4, 0], second[3997..4003]);
        float[] recording = new float[12_000];
        Array.Fill(recording, 5, 3000, 8000);
        Assert.All(SpeechFrontEnd.Place(recording), x => Assert.Equal(5, x));
    }

    [Fact]
    public void SamplesAreReadBehindOtherChunks()
    {
        File.WriteAllBytes(_file, Wave(8000, [1, -2, short.MinValue], [7, 7, 7]));
        Assert.Equal([1f, -2, short.MinValue], WavFile.Read(_file, 8000));
    }

    [Theory]
    [InlineData(16000, 0, "16000 Hz")]
    [InlineData(8000, 3, "ends within a chunk")]
    [InlineData(8000, 40, "is no WAVE file")]
    public void WhatIsNoRecordingIsNamed(int rate, int cut, string cause)
    {
        File.WriteAllBytes(_file, Wave(rate, [1, 2, 3], [])[..^cut]);
        RecordingException e = Assert.Throws<RecordingException>(() => WavFile.Read(_file, 8000));
        Assert.Contains(cause, e.Message, StringComparison.Ordinal);
    }

    // 10 log10 of the mel filters' energies, [49, bands]; a filter listens from its left neighbour's centre to its right one's.
    private static double[] Levels(float[] samples, int bands)
    {
        static double Hertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
        static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
        double[] centres = Enumerable.Range(0, bands + 2)
            .Select(i => Hertz(Mel(60) + (i * (Mel(3800) - Mel(60)) / (bands + 1)))).ToArray();
        double[] levels = new double[49 * bands];
        for (int frame = 0; frame < 49; frame++)
        {
            double[] power = new double[129];
            for (int k = 0; k < power.Length; k++)
            {
                (double re, double im) = (0, 0);
                for (int t = 0; t < 240; t++)
                {
                    double x = samples[(frame * 160) + t] * Math.Pow(Math.Sin(Math.PI * t / 240), 2);
                    re += x * Math.Cos(2 * Math.PI * k * t / 256);
                    im -= x * Math.Sin(2 * Math.PI * k * t / 256);
                }

                power[k] = (re * re) + (im * im);
            }

            for (int band = 0; band < bands; band++)
            {
                double energy = 0;
                for (int k = 0; k < power.Length; k++)
                {
                    double f = k * 8000 / 256.0;
                    (double left, double centre, double right) = (centres[band], centres[band + 1], centres[band + 2]);
                    double weight = f < centre ? (f - left) / (centre - left) : (right - f) / (right - centre);
                    energy += Math.Max(0, weight) * power[k];
                }

                levels[(frame * bands) + band] = 10 * Math.Log10(energy + 1e-3);
            }
        }

        return levels;
    }

    internal static byte[] Wave(int rate, short[] samples, byte[] otherChunk)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        int padded = otherChunk.Length + (otherChunk.Length & 1);
        writer.Write("RIFF"u8);
        writer.Write(36 + (padded > 0 ? 8 + padded : 0) + (2 * samples.Length));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(rate);
        writer.Write(2 * rate);
        writer.Write((short)2);
        writer.Write((short)16);
        if (padded > 0)
        {
            writer.Write("LIST"u8);
            writer.Write(otherChunk.Length);
            writer.Write(otherChunk);
            writer.Write(new byte[padded - otherChunk.Length]);
        }

        writer.Write("data"u8);
        writer.Write(2 * samples.Length);
        foreach (short sample in samples)
        {
            writer.Write(sample);
        }

        return stream.ToArray();
    }
}
