using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>What tml_check refuses of an audio front end: every rule of SPEC.md by itself, and its last admitted value.</summary>
public class AudioLoaderTests
{
    private const uint PastTheConstants = 1 << 20;

    private static readonly (string Name, Action<AudioModel> Break)[] Faults =
    [
        Section("kind", a => a with { Kind = 3 }),
        Section("unknown flag", a => a with { Flags = 8 }),
        Section("two levels", a => a with { Flags = 6 }),
        Section("channels of another input", a => a with { Channels = 2 }),
        Section("a record of one byte", a => a with { RecordBytes = 1, ByteOffset = 0 }),
        Section("a record of 33 bytes", a => a with { RecordBytes = 33 }),
        Section("a sample past the record", a => a with { ByteOffset = 3 }),
        Section("no step", a => a with { Step = 0 }),
        Section("a step past the frame", a => a with { Step = 51 }),
        Section("rows of another input", a => a with { Rows = 3 }),
        Section("no hop", a => a with { Hop = 0 }),
        Section("a hop past the rows", a => a with { Hop = 5 }),
        Section("no bands", a => a with { Bands = 0 }),
        Section("65 bands", a => a with { Bands = 65 }),
        Section("more channels than bands", a => a with { Bands = 2 }),
        Section("memory that is misaligned", a => a with { Memory = a.Memory + 2 }),
        Section("memory in the state", a => a with { Memory = 124 }),
        Section("memory on a tensor", a => a with { Memory = 128 }),
        Section("memory past the arena", a => a with { Memory = a.Memory + 16 }),
        Section("no frame", a => a with { Frame = 0, Step = 0 }),
        Section("an odd frame", a => a with { Frame = 49 }),
        Section("a frame past the points", a => a with { Frame = 66 }),
        Section("points that are no power of two", a => a with { Points = 96 }),
        Section("32 points", a => a with { Points = 32, Frame = 32 }),
        Section("2048 points", a => a with { Points = 2048 }),
        Section("a window that is misaligned", a => a with { Window = a.Window + 2 }),
        Section("a window past the constants", a => a with { Window = PastTheConstants }),
        Section("cosines that are misaligned", a => a with { Cosines = a.Cosines + 2 }),
        Section("cosines past the constants", a => a with { Cosines = PastTheConstants }),
        Section("filters that are misaligned", a => a with { Filters = a.Filters + 1 }),
        Section("filters past the constants", a => a with { Filters = PastTheConstants }),
        Section("a transform past the constants", a => a with { Transform = PastTheConstants }),
        Section("no transform, and fewer channels than bands", a => a with { Transform = uint.MaxValue }),
        Section("offsets past the constants", a => a with { Offsets = PastTheConstants }),
        Section("multipliers past the constants", a => a with { Multipliers = PastTheConstants }),
        Section("shifts past the constants", a => a with { Shifts = PastTheConstants }),
        Tables("a window below zero", m => m.Window[25] = -1),
        Tables("a negative cosine", m => m.Cosines[16] = -1),
        Tables("a root of unity that amplifies", m => m.Cosines[16] = 66000),
        Tables("edges that descend", m => m.Filters[3] = 13),
        Tables("an edge past the spectrum", m => m.Filters[6] = 33),
        Tables("a weight above one", m => m.Filters[37] = 32769),
        Tables("a coefficient that amplifies", m => m.Transform[6]++),
        Tables("an offset above 2^20", m => m.Offsets[0]++),
        Tables("an offset below -2^20", m => m.Offsets[1]--),
        Tables("a multiplier below 2^30", m => m.Multipliers[0]--),
        Tables("a shift below -31", m => m.Shifts[1] = -32),
        Tables("a shift above 30", m => m.Shifts[2] = 31),
    ];

    [Fact]
    public void TheModelItselfIsRight() => Assert.Equal(TmlStatus.Ok, NativeEngine.Check(new AudioModel().Writer.Build()));

    [Fact]
    public void EveryFaultIsRefused() => Assert.All(Faults, fault =>
    {
        AudioModel model = new();
        fault.Break(model);
        Assert.True(NativeEngine.Check(model.Writer.Build()) == TmlStatus.FrontEnd, fault.Name);
    });

    /// <summary>The filters' weights are counted by their edges.</summary>
    [Fact]
    public void WeightsPastTheConstantsAreRefused()
    {
        AudioModel model = new();
        uint filters = model.Writer.Constant(model.Filters[..^1]);
        model.Write(a => a with { Filters = filters });
        Assert.Equal(TmlStatus.FrontEnd, NativeEngine.Check(model.Writer.Build()));
    }

    [Fact]
    public void FieldsTellOfTheFrontEnd()
    {
        using NativeEngine engine = new(new AudioModel().Writer.Build());
        Dictionary<TmlField, uint> expected = new()
        {
            [TmlField.FrontEnd] = 2,
            [TmlField.Channels] = 3,
            [TmlField.RecordBytes] = 4,
            [TmlField.Decimation] = 20,
            [TmlField.Rows] = 4,
            [TmlField.Hop] = 2,
            [TmlField.SampleRate] = 16_000_000,
            [TmlField.FullScale0] = 0,
            [TmlField.FullScale3] = 0,
        };
        Assert.All(expected, pair => Assert.Equal(pair.Value, engine.Info(pair.Key)));
    }

    private static (string, Action<AudioModel>) Section(string name, Func<AudioSection, AudioSection> change) =>
        (name, model => model.Write(change));

    private static (string, Action<AudioModel>) Tables(string name, Action<AudioModel> change) => (name, model =>
    {
        change(model);
        model.Write();
    });
}
