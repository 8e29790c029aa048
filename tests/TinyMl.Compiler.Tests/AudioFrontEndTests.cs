using System.Runtime.InteropServices;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Engine;
using Xunit.Abstractions;

namespace TinyMl.Compiler.Tests;

/// <summary>
/// The engine's audio front end against <see cref="AudioReference"/>. Errors are counted in LSB of the int8 window; half of one
/// is rounding. <see cref="ErrorsOfThePresets"/> prints the table of native-interop/DESIGN.md.
/// </summary>
public class AudioFrontEndTests(ITestOutputHelper output)
{
    /// <summary>The stated error.</summary>
    private const double Limit = 0.6;

    private static readonly (string Name, Func<int, Random, double> At)[] Sounds =
    [
        ("sweep and noise", (i, random) => (0.4 * Math.Sin(i * i * 1e-5)) + (0.4 * Math.Sin(i * 0.1)) + (0.2 * Noise(random))),
        ("noise", (_, random) => Noise(random)),
        ("tone", (i, _) => Math.Sin(i * 0.4)),
        ("clicks", (i, random) => i % 800 == 0 ? 1 : 0.01 * Noise(random)),
        ("square wave", (i, _) => i / 20 % 2 == 0 ? -1 : 1),
    ];

    public static TheoryData<string> Presets => new(AudioFrontEnd.Presets.Keys);

    /// <summary>Every sound at several levels; prints the greatest error, and the share of bytes that are not the nearest.</summary>
    [Fact]
    public void ErrorsOfThePresets()
    {
        output.WriteLine($"| sound | {string.Join(" | ", AudioFrontEnd.Presets.Keys)} |");
        output.WriteLine("|--|" + string.Concat(Enumerable.Repeat("--:|", AudioFrontEnd.Presets.Count)));
        foreach ((string name, Func<int, Random, double> at) in Sounds)
        {
            string[] cells = AudioFrontEnd.Presets.Values.Select(preset =>
            {
                double[] errors = ErrorsAtAllLevels(preset, at);
                Assert.True(errors.Max() <= Limit, $"{name}: {errors.Max()}");
                double wrong = 100.0 * errors.Count(error => error > 0.5) / errors.Length;
                return FormattableString.Invariant($"{errors.Max():0.00}, {wrong:0.0} %");
            }).ToArray();
            output.WriteLine($"| {name} | {string.Join(" | ", cells)} |");
        }
    }

    /// <summary>A range of 96 dB, all that 16 bits have: what lies far below the greatest band is right as well.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void QuietBandsBesideLoudOnesAreRight(bool magnitude)
    {
        AudioFrontEnd frontEnd = AudioFrontEnd.LogMel49x40() with
        {
            Magnitude = magnitude,
            InputScale = 96 * Math.Log(10) / (magnitude ? 20 : 10) / 255,
        };
        using NativeEngine engine = new(Model(frontEnd));
        foreach ((string name, Func<int, Random, double> at) in Sounds)
        {
            short[] samples = Sound(frontEnd.WindowSamples, at, 32767);
            sbyte[] window = Window(engine, samples);
            Assert.True(Errors(frontEnd, samples, window).Max(Math.Abs) <= Limit, name);
            Assert.True(name != "tone" || window.Min() < -64);
        }
    }

    [Fact]
    public void SilenceIsTheFloor()
    {
        AudioFrontEnd frontEnd = AudioFrontEnd.LogMel49x40() with
        {
            Level = AudioLevel.FullScale,
            Floor = 1e-3,
            InputScale = 0.1,
            InputZeroPoint = 20,
        };
        using NativeEngine engine = new(Model(frontEnd));
        Assert.All(Window(engine, new short[frontEnd.WindowSamples]), value =>
            Assert.Equal((int)Math.Round(Math.Log(1e-3) / 0.1) + 20, value));
    }

    /// <summary>Any geometry, in records of any layout, cut anywhere: each window at its time, as the definition has it.</summary>
    [Fact]
    public void WindowsAreThoseOfTheDefinition()
    {
        int windows = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            AudioFrontEnd frontEnd = RandomFrontEnd(random);
            short[] sound = Sound(
                frontEnd.WindowSamples + (frontEnd.Step * random.Next(3 * frontEnd.Hop)), Sounds[seed % Sounds.Length].At, 1 << random.Next(1, 15));
            using NativeEngine engine = new(Model(frontEnd));
            List<(int Samples, sbyte[] Window)> actual = Feed(engine, Records(frontEnd, sound, random), frontEnd.RecordBytes, random);
            int[] ends = [.. Ends(frontEnd, sound.Length)];
            Assert.Equal(ends, actual.Select(w => w.Samples));
            foreach ((int end, sbyte[] window) in actual)
            {
                double worst = Errors(frontEnd, sound.AsSpan((end - frontEnd.WindowSamples)..end), window).Max(Math.Abs);
                Assert.True(worst <= Limit, $"seed {seed}, window at {end}: {worst}");
            }

            windows += actual.Count;
        }

        Assert.True(windows > 80, $"only {windows} windows");
    }

    /// <summary>After a gap it is as if the sound began there.</summary>
    [Fact]
    public void AWindowNeverContainsAGap()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            Random random = new(seed);
            AudioFrontEnd frontEnd = RandomFrontEnd(random);
            byte[] lost = Records(frontEnd, Sound(random.Next(1, frontEnd.WindowSamples), Sounds[1].At, 30000), random);
            byte[] records = Records(frontEnd, Sound(frontEnd.WindowSamples + (frontEnd.Step * frontEnd.Hop), Sounds[0].At, 3000), random);
            using NativeEngine fresh = new(Model(frontEnd));
            using NativeEngine engine = new(Model(frontEnd));
            Feed(engine, lost, frontEnd.RecordBytes, random);
            engine.Gap();
            List<(int Samples, sbyte[] Window)> expected = Feed(fresh, records, frontEnd.RecordBytes, random);
            List<(int Samples, sbyte[] Window)> actual = Feed(engine, records, frontEnd.RecordBytes, random);
            Assert.Equal(2, expected.Count);
            Assert.Equal(expected.Select(w => w.Samples), actual.Select(w => w.Samples));
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Window, pair.Second.Window));
        }
    }

    [Fact]
    public void APartOfARecordStays()
    {
        AudioFrontEnd frontEnd = AudioFrontEnd.Mfcc49x10();
        using NativeEngine engine = new(Model(frontEnd));
        Assert.Equal(0, engine.Feed(new byte[1]));
        Assert.Equal(6, engine.Feed(new byte[7]));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void AFileTellsOfItsFrontEnd(string preset)
    {
        AudioFrontEnd frontEnd = AudioFrontEnd.Presets[preset];
        AudioFrontEnd read = (AudioFrontEnd)new ModelFile(Model(frontEnd)).FrontEnd!;
        Assert.InRange(read.Floor / frontEnd.Floor, 0.999, 1.001);
        Assert.InRange(read.InputScale / frontEnd.InputScale, 0.999999, 1.000001);
        Assert.Equal(frontEnd, read with { Floor = frontEnd.Floor, InputScale = frontEnd.InputScale });
    }

    [Fact]
    public void AFrontEndOutOfRangeIsRefusedWithASentence()
    {
        (Func<AudioFrontEnd, AudioFrontEnd> Change, string Word)[] faults =
        [
            (a => a with { Points = 500 }, "points"),
            (a => a with { Frame = 479 }, "frame"),
            (a => a with { Frame = 514 }, "frame"),
            (a => a with { Step = 481 }, "step"),
            (a => a with { Bands = 65 }, "bands"),
            (a => a with { Points = 128, Frame = 128, Step = 128 }, "hears no bin"),
            (a => a with { Coefficients = 41 }, "coefficients"),
            (a => a with { HighHertz = 8001 }, "high_hertz"),
            (a => a with { LowHertz = 4000 }, "low_hertz"),
            (a => a with { Level = (AudioLevel)3 }, "level"),
            (a => a with { Floor = 0 }, "floor"),
            (a => a with { ByteOffset = 1 }, "byte_offset"),
            (a => a with { Hop = 50 }, "hop"),
            (a => a with { Rows = 48 }, "windows"),
        ];
        Graph graph = Pool(AudioFrontEnd.LogMel49x40());
        Assert.All(faults, fault => Assert.Contains(
            fault.Word,
            Assert.Throws<CompileException>(() =>
                ModelCompiler.Compile(graph, new Pipeline { FrontEnd = fault.Change(AudioFrontEnd.LogMel49x40()) })).Message));
    }

    private static double[] ErrorsAtAllLevels(AudioFrontEnd frontEnd, Func<int, Random, double> at)
    {
        using NativeEngine engine = new(Model(frontEnd));
        return new[] { 32767, 1000, 30, 2 }.SelectMany(peak =>
        {
            short[] samples = Sound(frontEnd.WindowSamples, at, peak);
            return Errors(frontEnd, samples, Window(engine, samples)).Select(Math.Abs);
        }).ToArray();
    }

    private static AudioFrontEnd RandomFrontEnd(Random random)
    {
        int points = 64 << random.Next(5);
        int recordBytes = random.Next(2, 9);
        int frame = 2 * random.Next(points / 8, (points / 2) + 1);
        int rows = random.Next(1, 9);
        int hertz = 1000 * random.Next(4, 49);
        int bands = random.Next(2, 7);
        return new AudioFrontEnd
        {
            RecordBytes = recordBytes,
            ByteOffset = random.Next(recordBytes - 1),
            SampleRate = 1000 * hertz,
            Points = points,
            Frame = frame,
            Step = random.Next(1, frame + 1),
            Bands = bands,
            LowHertz = hertz / 50,
            HighHertz = hertz / random.Next(2, 4),
            Coefficients = random.Next(2) * random.Next(1, bands + 1),
            Magnitude = random.Next(2) == 0,
            Level = (AudioLevel)random.Next(3),
            Rows = rows,
            Hop = random.Next(1, rows + 1),
            InputScale = 0.2,
            InputZeroPoint = random.Next(-20, 100),
        };
    }

    /// <summary>A network that only averages, behind the front end.</summary>
    private static byte[] Model(AudioFrontEnd frontEnd) =>
        ModelCompiler.Compile(Pool(frontEnd), new Pipeline { FrontEnd = frontEnd, SelfTests = 0 }).Bytes;

    private static Graph Pool(AudioFrontEnd frontEnd)
    {
        GraphBuilder builder = new("audio", 0);
        Tensor input = GraphBuilder.Input(frontEnd.InputShape);
        return Quantizer.Quantize(builder.Build(input, builder.GlobalAveragePool(input)), frontEnd.InputQuantization);
    }

    private static double Noise(Random random) => (2 * random.NextDouble()) - 1;

    private static short[] Sound(int count, Func<int, Random, double> at, int peak)
    {
        Random random = new(7);
        return Enumerable.Range(0, count).Select(i => (short)Math.Round(peak * at(i, random))).ToArray();
    }

    private static sbyte[] Window(NativeEngine engine, short[] samples)
    {
        engine.Gap();
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes<short>(samples);
        Assert.Equal(bytes.Length, engine.Feed(bytes));
        Assert.True(engine.Window());
        return engine.Input().ToArray();
    }

    private static double[] Errors(AudioFrontEnd frontEnd, ReadOnlySpan<short> samples, sbyte[] window) =>
        AudioReference.Features(frontEnd, samples)
            .Select((value, i) => window[i] - Math.Clamp((value / (float)frontEnd.InputScale) + frontEnd.InputZeroPoint, -128, 127))
            .ToArray();

    /// <summary>Samples in records, with other bytes around them.</summary>
    private static byte[] Records(AudioFrontEnd frontEnd, short[] sound, Random random)
    {
        byte[] records = new byte[sound.Length * frontEnd.RecordBytes];
        random.NextBytes(records);
        for (int i = 0; i < sound.Length; i++)
        {
            BitConverter.TryWriteBytes(records.AsSpan((i * frontEnd.RecordBytes) + frontEnd.ByteOffset), sound[i]);
        }

        return records;
    }

    /// <summary>Feeds records in pieces, and collects the windows with the number of samples after which each was due.</summary>
    private static List<(int Samples, sbyte[] Window)> Feed(NativeEngine engine, byte[] records, int recordBytes, Random random)
    {
        List<(int, sbyte[])> windows = [];
        int at = 0;
        while (at < records.Length)
        {
            int piece = Math.Min(recordBytes * random.Next(1, 400), records.Length - at);
            int consumed = engine.Feed(records.AsSpan(at, piece));
            Assert.True(consumed > 0 && consumed % recordBytes == 0);
            at += consumed;
            if (engine.Window())
            {
                windows.Add((at / recordBytes, engine.Input().ToArray()));
            }
            else
            {
                Assert.Equal(piece, consumed);
            }
        }

        return windows;
    }

    private static IEnumerable<int> Ends(AudioFrontEnd frontEnd, int samples)
    {
        for (int end = frontEnd.WindowSamples; end <= samples; end += frontEnd.Step * frontEnd.Hop)
        {
            yield return end;
        }
    }
}
