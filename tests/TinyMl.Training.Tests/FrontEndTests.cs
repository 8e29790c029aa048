using TinyMl.Compiler.Models;
using TinyMl.Training.Examples;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Tests;

/// <summary>The native front end, which training uses, against one written from SPEC.md.</summary>
public sealed class FrontEndTests
{
    [Theory]
    [InlineData(true, true, 2, 100)]
    [InlineData(false, true, 1, 50)]
    [InlineData(true, false, 3, 40)]
    [InlineData(false, false, 4, 33)]
    public void NativeAndReferenceGiveTheSameBytes(bool mean, bool rms, int decimation, int rows)
    {
        ImuFrontEnd settings = new() { SubtractMean = mean, DivideByRms = rms, Decimation = decimation, Rows = rows };
        using NativeFrontEnd native = new(settings);
        ReferenceFrontEnd reference = new(settings);
        Random random = new(1);
        for (int round = 0; round < 50; round++)
        {
            // From a still sensor to one that saturates.
            double size = Math.Pow(2, 16 * random.NextDouble());
            short[] raw = Enumerable.Range(0, reference.Records * ImuSequence.Channels)
                .Select(_ => (short)Math.Clamp((random.NextDouble() - 0.4) * size * 1.5, short.MinValue, short.MaxValue))
                .ToArray();
            sbyte[] expected = new sbyte[rows * ImuSequence.Channels];
            sbyte[] actual = new sbyte[expected.Length];
            reference.Encode(raw, expected);
            native.Encode(Records(raw), actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void AWindowOfStillnessIsSmall()
    {
        using WindowCutter cutter = new(new ImuFrontEnd());
        sbyte[] window = new sbyte[cutter.Length];
        ImuSequence still = new(50, [0.5f, 9.7f, -1, 0, 0, 0]);
        cutter.Cut(still, 3, Augmentation.None, new Random(1), window);
        Assert.All(window, v => Assert.Equal(0, v));
        cutter.Cut(still, 3, Augmentation.None with { AccelerationNoise = 0.02 }, new Random(1), window);
        Assert.All(window, v => Assert.InRange(v, -8, 8));
        Assert.Contains(window, v => v != 0);
    }

    [Fact]
    public void WithoutVariationAWindowIsTheSequenceItself()
    {
        ImuFrontEnd settings = new();
        using WindowCutter cutter = new(settings);
        using NativeFrontEnd native = new(settings);
        ImuRecording recording = Hand.WritingSession.Record(Hand.Writer.Sample(1), 3, 1);
        sbyte[] cut = new sbyte[cutter.Length];
        cutter.Cut(recording.Sequence, 4.5, Augmentation.None, new Random(1), cut);

        byte[] records = new RawSensor(settings).Records(recording.Sequence);
        sbyte[] direct = new sbyte[cut.Length];
        native.Encode(records.AsSpan(25 * 14, 200 * 14), direct);
        Assert.Equal(direct, cut);
    }

    [Fact]
    public void VariationDependsOnTheSeedOnly()
    {
        using WindowCutter cutter = new(new ImuFrontEnd());
        ImuRecording recording = Hand.WritingSession.Record(Hand.Writer.Sample(1), 3, 1);
        sbyte[] Cut(int seed)
        {
            sbyte[] window = new sbyte[cutter.Length];
            cutter.Cut(recording.Sequence, 4.5, new Augmentation(), new Random(seed), window);
            return window;
        }

        Assert.Equal(Cut(1), Cut(1));
        Assert.NotEqual(Cut(1), Cut(2));
    }

    private static byte[] Records(short[] raw)
    {
        byte[] records = new byte[raw.Length / ImuSequence.Channels * 14];
        for (int i = 0; i < raw.Length; i++)
        {
            int c = i % ImuSequence.Channels;
            int at = (i / ImuSequence.Channels * 14) + ((c < 3 ? c : c + 1) * 2);
            records[at] = (byte)(raw[i] >> 8);
            records[at + 1] = (byte)raw[i];
        }

        return records;
    }
}
