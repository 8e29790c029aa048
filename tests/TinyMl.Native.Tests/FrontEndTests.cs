using System.Numerics;
using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>The IMU front end against its definition: whole signals, exact fractions.</summary>
public class FrontEndTests
{
    /// <summary>A front end in front of a pool that passes every byte on.</summary>
    private static byte[] Model(ImuSection imu)
    {
        TmlWriter writer = new();
        writer.Inputs.Add(writer.Tensor(imu.Rows, 1, imu.Channels));
        writer.Outputs.Add(writer.Tensor(imu.Rows, 1, imu.Channels));
        writer.Operators.Add(new OperatorRecord { Code = 5, Output = 1, Filter = (1, 1) });
        writer.FrontEnd = (imu with { Ring = writer.Reserve(2 * imu.Rows * imu.Channels) }).Bytes();
        return writer.Build();
    }

    private static ImuSection RandomSection(Random random)
    {
        int rows = random.Next(1, 30);
        int channels = random.Next(1, 9);
        int recordBytes = random.Next(2, 33);
        return new ImuSection
        {
            Flags = random.Next(4),
            Channels = channels,
            RecordBytes = recordBytes,
            Decimation = random.Next(1, 17),
            Rows = rows,
            Hop = random.Next(1, rows + 1),
            Gain = random.Next(1, 128),
            ByteOffsets = Enumerable.Range(0, channels).Select(_ => random.Next(0, recordBytes - 1)).ToArray(),
            Groups = Enumerable.Range(0, channels).Select(_ => random.Next(4)).ToArray(),
            Floors = Enumerable.Range(0, 4).Select(_ => random.Next(3) == 0 ? random.Next(1, 65536) : random.Next(1, 3000)).ToArray(),
        };
    }

    private static byte[] Signal(Random random, int bytes)
    {
        // Noise, or full swings between the ends, which give the largest means and squares.
        byte[] signal = new byte[bytes];
        random.NextBytes(signal);
        if (random.Next(3) == 0)
        {
            for (int i = 0; i < bytes; i++)
            {
                signal[i] = random.Next(2) == 0 ? (byte)0x80 : (byte)0x7F;
            }
        }

        return signal;
    }

    /// <summary>Feeds a signal in chunks and collects the windows with the number of records after which each was due.</summary>
    private static List<(int Records, sbyte[] Window)> Feed(
        NativeEngine engine, byte[] signal, int recordBytes, Func<int> chunkRecords)
    {
        List<(int, sbyte[])> windows = [];
        int at = 0;
        while (at < signal.Length)
        {
            int end = Math.Min(signal.Length, at + (chunkRecords() * recordBytes));
            while (at < end)
            {
                int consumed = engine.Feed(signal.AsSpan(at, end - at));
                Assert.True(consumed > 0 && consumed % recordBytes == 0);
                at += consumed;
                if (engine.Window())
                {
                    windows.Add((at / recordBytes, engine.Input().ToArray()));
                }
                else
                {
                    Assert.Equal(end, at);
                }
            }
        }

        return windows;
    }

    /// <summary>The definition: all rows, then all windows.</summary>
    private static List<(int Records, sbyte[] Window)> Expected(ImuSection imu, byte[] signal)
    {
        int records = signal.Length / imu.RecordBytes;
        List<BigInteger[]> rows = [];
        for (int first = 0; first + imu.Decimation <= records; first += imu.Decimation)
        {
            rows.Add(Enumerable.Range(0, imu.Channels).Select(c => Round(
                Enumerable.Range(first, imu.Decimation).Aggregate(BigInteger.Zero, (s, r) =>
                    s + (short)((signal[(r * imu.RecordBytes) + imu.ByteOffsets[c]] << 8)
                        | signal[(r * imu.RecordBytes) + imu.ByteOffsets[c] + 1])),
                imu.Decimation)).ToArray());
        }

        List<(int, sbyte[])> windows = [];
        for (int end = imu.Rows; end <= rows.Count; end += imu.Hop)
        {
            BigInteger[][] window = rows.GetRange(end - imu.Rows, imu.Rows).ToArray();
            windows.Add((end * imu.Decimation, Normalise(imu, window)));
        }

        return windows;
    }

    private static sbyte[] Normalise(ImuSection imu, BigInteger[][] window)
    {
        BigInteger Sum(IEnumerable<BigInteger> values) => values.Aggregate(BigInteger.Zero, BigInteger.Add);
        BigInteger[] mean = Enumerable.Range(0, imu.Channels)
            .Select(c => (imu.Flags & 1) != 0 ? Round(Sum(window.Select(r => r[c])), imu.Rows) : 0).ToArray();
        BigInteger[] divisor = Enumerable.Range(0, 4).Select(g =>
        {
            int[] members = Enumerable.Range(0, imu.Channels).Where(c => imu.Groups[c] == g).ToArray();
            if ((imu.Flags & 2) == 0 || members.Length == 0)
            {
                return imu.Floors[g];
            }

            BigInteger squares = Sum(window.SelectMany(r => members.Select(c => BigInteger.Pow(r[c] - mean[c], 2))));
            BigInteger count = members.Length * window.Length;

            // The greatest root with root^2 <= squares / count, as fractions.
            BigInteger root = new(Math.Sqrt((double)(squares / count)));
            while (root * root * count > squares)
            {
                root--;
            }

            while ((root + 1) * (root + 1) * count <= squares)
            {
                root++;
            }

            return BigInteger.Max(root, imu.Floors[g]);
        }).ToArray();
        return window.SelectMany(r => Enumerable.Range(0, imu.Channels).Select(c =>
            Reference.Clamp(Round((r[c] - mean[c]) * imu.Gain, divisor[imu.Groups[c]]), (-128, 127)))).ToArray();
    }

    /// <summary>n / d to the nearest, halves away from zero.</summary>
    private static BigInteger Round(BigInteger n, BigInteger d) => n.Sign * (((2 * BigInteger.Abs(n)) + d) / (2 * d));

    [Fact]
    public void WindowsAreThoseOfTheDefinition()
    {
        int windows = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            ImuSection imu = RandomSection(random);
            byte[] signal = Signal(random, imu.RecordBytes * imu.Decimation * ((imu.Rows * 2) + random.Next(20)));
            using NativeEngine engine = new(Model(imu));
            List<(int Records, sbyte[] Window)> actual = Feed(engine, signal, imu.RecordBytes, () => random.Next(1, 40));
            List<(int Records, sbyte[] Window)> expected = Expected(imu, signal);
            Assert.True(expected.Select(w => w.Records).SequenceEqual(actual.Select(w => w.Records)), $"seed {seed}: times");
            Assert.True(expected.Zip(actual).All(p => p.First.Window.SequenceEqual(p.Second.Window)), $"seed {seed}: {imu}");
            windows += expected.Count;
        }

        Assert.True(windows > 1000, $"only {windows} windows");
    }

    [Fact]
    public void AnySplitIntoWholeRecordsGivesTheSameWindows()
    {
        ImuSection imu = new() { Rows = 5, Hop = 2, Decimation = 3 };
        byte[] signal = Signal(new Random(5), imu.RecordBytes * 60);
        List<(int Records, sbyte[] Window)> expected = Expected(imu, signal);
        for (int chunk = 1; chunk <= 60; chunk++)
        {
            using NativeEngine engine = new(Model(imu));
            List<(int Records, sbyte[] Window)> actual = Feed(engine, signal, imu.RecordBytes, () => chunk);
            Assert.Equal(expected.Count, actual.Count);
            Assert.All(expected.Zip(actual), p => Assert.Equal(p.First.Window, p.Second.Window));
        }
    }

    /// <summary>After a gap a window holds only samples that came later: it is as if the signal began there.</summary>
    [Fact]
    public void AWindowNeverContainsAGap()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Random random = new(seed);
            ImuSection imu = RandomSection(random);
            int before = random.Next(0, imu.Rows * imu.Decimation * 2);
            byte[] lost = Signal(random, before * imu.RecordBytes);
            byte[] signal = Signal(random, imu.RecordBytes * imu.Decimation * ((imu.Rows * 2) + 3));
            using NativeEngine engine = new(Model(imu));
            Feed(engine, lost, imu.RecordBytes, () => 7);
            engine.Gap();
            List<(int Records, sbyte[] Window)> actual = Feed(engine, signal, imu.RecordBytes, () => 7);
            List<(int Records, sbyte[] Window)> expected = Expected(imu, signal);
            Assert.Equal(expected.Select(w => w.Records), actual.Select(w => w.Records));
            Assert.All(expected.Zip(actual), p => Assert.Equal(p.First.Window, p.Second.Window));
        }
    }

    [Fact]
    public void APartOfARecordStays()
    {
        using NativeEngine engine = new(Model(new ImuSection()));
        Assert.Equal(0, engine.Feed(new byte[8]));
        Assert.Equal(18, engine.Feed(new byte[26]));
        Assert.Equal(0, engine.Feed([]));
    }

    /// <summary>A window that was not taken is skipped by the next feed; the one after comes at its own time.</summary>
    [Fact]
    public void AWindowThatIsNotTakenIsSkipped()
    {
        ImuSection imu = new() { Rows = 4, Hop = 3, Decimation = 1 };
        byte[] signal = Signal(new Random(9), imu.RecordBytes * 10);
        using NativeEngine engine = new(Model(imu));
        Assert.Equal(4 * 9, engine.Feed(signal));
        Assert.Equal(3 * 9, engine.Feed(signal.AsSpan(4 * 9)));
        Assert.True(engine.Window());
        Assert.Equal(Expected(imu, signal)[1].Window, engine.Input().ToArray());
        Assert.False(engine.Window());
    }

    /// <summary>While an inference is under way its input stays, and the window waits.</summary>
    [Fact]
    public void AWindowWaitsForAnInference()
    {
        ImuSection imu = new() { Rows = 4, Hop = 4, Decimation = 1 };
        using NativeEngine engine = new(Model(imu));
        engine.Feed(Signal(new Random(9), imu.RecordBytes * 4));
        Assert.Equal(TmlStatus.Again, engine.Run(1));
        sbyte[] input = engine.Input().ToArray();
        Assert.Equal(TmlStatus.Busy, Assert.Throws<TmlException>(() => engine.Window()).Status);
        Assert.Equal(input, engine.Input().ToArray());
        engine.Run();
        Assert.True(engine.Window());
    }
}
