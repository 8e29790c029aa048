using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>Opening, slices, memory, self-test and what a model says of itself.</summary>
public class EngineTests
{
    [Fact]
    public void AWholeModelIsTheReferences()
    {
        SampleModel sample = new();
        using NativeEngine engine = new(sample.Writer.Build());
        for (int seed = 0; seed < 100; seed++)
        {
            sbyte[] input = RandomInput(seed);
            input.CopyTo(engine.Input());
            Assert.Equal(TmlStatus.Ok, engine.Run());
            Assert.Equal(sample.Run(input).Scores, engine.Output().ToArray());
        }
    }

    [Fact]
    public void AnyBudgetGivesTheSameBytes()
    {
        SampleModel sample = new();
        byte[] model = sample.Writer.Build();
        int mostSlices = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            using NativeEngine engine = new(model);
            RandomInput(seed).CopyTo(engine.Input());
            int slices = 1;
            while (engine.Run((uint)random.Next(1, random.Next(1, 3) * 1000)) == TmlStatus.Again)
            {
                slices++;
            }

            mostSlices = Math.Max(mostSlices, slices);
            Assert.True(sample.Run(RandomInput(seed)).Scores.AsSpan().SequenceEqual(engine.Output()), $"seed {seed}");
        }

        Assert.True(mostSlices > 5, $"at most {mostSlices} slices");
    }

    /// <summary>A budget of one still advances by a row: the number of calls is the number of rows.</summary>
    [Fact]
    public void TheLeastSliceIsARow()
    {
        using NativeEngine engine = new(new SampleModel().Writer.Build());
        int calls = 1;
        while (engine.Run(1) == TmlStatus.Again)
        {
            calls++;
        }

        Assert.Equal(8 + 8 + 8 + 4 + 1 + SampleModel.Classes + 1, calls);
    }

    [Fact]
    public void RestartAbandonsAnInference()
    {
        SampleModel sample = new();
        using NativeEngine engine = new(sample.Writer.Build());
        RandomInput(1).CopyTo(engine.Input());
        Assert.Equal(TmlStatus.Again, engine.Run(300));
        engine.Restart();
        RandomInput(2).CopyTo(engine.Input());
        engine.Run();
        Assert.Equal(sample.Run(RandomInput(2)).Scores, engine.Output().ToArray());
    }

    [Fact]
    public void NothingOutsideTheArenaIsWritten()
    {
        SampleModel sample = new();
        byte[] model = sample.Writer.Build();
        foreach (uint bytes in new[] { sample.Writer.ArenaBytes, sample.Writer.LearnArenaBytes })
        {
            using GuardedEngine guarded = new(model, bytes);
            Assert.Equal(TmlStatus.Ok, guarded.Check());
            Assert.Equal(TmlStatus.Ok, guarded.Open());
            ExerciseEverything(guarded);
            Assert.True(guarded.IsIntact());
        }

        foreach (string kind in OperatorCase.Kinds)
        {
            for (int seed = 0; seed < 20; seed++)
            {
                byte[] single = OperatorCase.Random(kind, seed).Model;
                using GuardedEngine guarded = new(single, BitConverter.ToUInt32(single, 24));
                Assert.Equal(TmlStatus.Ok, guarded.Check());
                Assert.Equal(TmlStatus.Ok, guarded.Open());
                Tml.Run(ref guarded.Handle, 0);
                Assert.True(guarded.IsIntact(), $"{kind} #{seed}");
            }
        }
    }

    [Fact]
    public void AnArenaOneByteShortIsRefused()
    {
        SampleModel sample = new();
        using GuardedEngine guarded = new(sample.Writer.Build(), sample.Writer.ArenaBytes);
        Assert.Equal(TmlStatus.ArenaSize, guarded.Open(sample.Writer.ArenaBytes - 1));
        Assert.Equal(TmlStatus.Ok, guarded.Open(sample.Writer.ArenaBytes));
        Assert.Equal(TmlStatus.ArenaAlign, guarded.Open(misalign: 8));
    }

    /// <summary>One byte less than learning needs still runs, but does not learn.</summary>
    [Fact]
    public void WithoutRoomToLearnItOnlyRuns()
    {
        SampleModel sample = new();
        using NativeEngine engine = new(sample.Writer.Build(), sample.Writer.LearnArenaBytes - 1);
        engine.Run();
        Assert.Equal(TmlStatus.ArenaSize, Assert.Throws<TmlException>(engine.Mark).Status);
        Assert.True(engine.LearntBias.IsEmpty);
    }

    [Fact]
    public void ClosedEnginesAndNullsAreRefused()
    {
        EngineHandle none = default;
        Assert.Equal(TmlStatus.State, Tml.Run(ref none, 0));
        Assert.Equal((int)TmlStatus.State, Tml.Feed(ref none, new byte[9]));
        Assert.Equal(TmlStatus.State, Tml.Gap(ref none));
        Assert.Equal(TmlStatus.State, Tml.Window(ref none));
        Assert.Equal(TmlStatus.State, Tml.Mark(ref none));
        Assert.Equal(TmlStatus.State, Tml.Label(ref none, 0));
        Assert.Equal(TmlStatus.State, Tml.Adapt(ref none, 0, 0));
        Assert.Equal(TmlStatus.State, Tml.Factory(ref none));
        Assert.Equal(TmlStatus.State, Tml.LearnStatus(ref none, out _));
        Assert.Equal(TmlStatus.State, Tml.SelfTest(ref none, 0));
        Assert.True(Tml.Input(ref none, 0).IsEmpty);
        Assert.True(Tml.Output(ref none, 0).IsEmpty);
        Tml.Restart(ref none);
        Assert.Equal(TmlStatus.Argument, Tml.Check(IntPtr.Zero, 100));
        Assert.Equal(TmlStatus.Argument, Tml.Open(ref none, IntPtr.Zero, IntPtr.Zero, 100));

        // Memory that is no open arena.
        using GuardedEngine guarded = new(new SampleModel().Writer.Build(), 4096);
        guarded.Open();
        guarded.Arena.Clear();
        Assert.Equal(TmlStatus.State, Tml.Run(ref guarded.Handle, 0));
    }

    [Fact]
    public void PartsThatAreMissingAreUnsupported()
    {
        using NativeEngine engine = new(OperatorCase.Random("dense", 1).Model);
        Assert.Equal(TmlStatus.Unsupported, Assert.Throws<TmlException>(() => engine.Feed(new byte[4])).Status);
        Assert.Equal(TmlStatus.Unsupported, Assert.Throws<TmlException>(engine.Gap).Status);
        Assert.Equal(TmlStatus.Unsupported, Assert.Throws<TmlException>(() => engine.Window()).Status);
        Assert.Equal(TmlStatus.Unsupported, Assert.Throws<TmlException>(engine.Mark).Status);
        Assert.Equal(TmlStatus.Unsupported, Assert.Throws<TmlException>(() => engine.SelfTest(0)).Status);
        Assert.Equal(string.Empty, engine.Name);
        Assert.All(engine.Labels, label => Assert.Equal(string.Empty, label));
        Assert.Equal(0u, engine.Info(TmlField.Detector));
    }

    [Fact]
    public void SelfTestsPassAndAWrongByteFails()
    {
        SampleModel sample = new();
        using (NativeEngine engine = new(sample.Writer.Build()))
        {
            for (int i = 0; i < SampleModel.SelfTests; i++)
            {
                Assert.Equal(TmlStatus.Ok, engine.SelfTest(i));
            }

            Assert.Equal(TmlStatus.Argument, Assert.Throws<TmlException>(() => engine.SelfTest(SampleModel.SelfTests)).Status);
            engine.Run(1);
            Assert.Equal(TmlStatus.Busy, Assert.Throws<TmlException>(() => engine.SelfTest(0)).Status);
        }

        byte[] vectors = sample.Writer.SelfTest!;
        for (int i = 0; i < SampleModel.SelfTests; i++)
        {
            byte[] wrong = vectors.ToArray();
            wrong[4 + (8 * i) + 7] ^= 1;
            sample.Writer.SelfTest = wrong;
            using NativeEngine engine = new(sample.Writer.Build());
            for (int k = 0; k < SampleModel.SelfTests; k++)
            {
                Assert.Equal(k == i ? TmlStatus.SelfTest : TmlStatus.Ok, engine.SelfTest(k));
            }
        }
    }

    [Fact]
    public void AModelTellsWhatItIs()
    {
        SampleModel sample = new();
        byte[] model = sample.Writer.Build();
        using NativeEngine engine = new(model);
        Assert.Equal("sample", engine.Name);
        Assert.Equal(["circle", "nothing", "shake", "swipe right ok"], engine.Labels);
        Assert.Equal(0x0123456789ABCDEFul, engine.ModelId);
        Dictionary<TmlField, uint> expected = new()
        {
            [TmlField.Profile] = 0,
            [TmlField.ArenaBytes] = sample.Writer.ArenaBytes,
            [TmlField.LearnArenaBytes] = sample.Writer.LearnArenaBytes,
            [TmlField.Macs] = 4711,
            [TmlField.Operators] = 7,
            [TmlField.Inputs] = 1,
            [TmlField.Outputs] = 1,
            [TmlField.Classes] = SampleModel.Classes,
            [TmlField.FileBytes] = (uint)model.Length,
            [TmlField.SelfTests] = SampleModel.SelfTests,
            [TmlField.FrontEnd] = 1,
            [TmlField.Channels] = SampleModel.Channels,
            [TmlField.RecordBytes] = 9,
            [TmlField.Decimation] = 2,
            [TmlField.Rows] = SampleModel.Rows,
            [TmlField.Hop] = 4,
            [TmlField.SampleRate] = 50_000,
            [TmlField.FullScale0] = 4,
            [TmlField.FullScale1] = 1000,
            [TmlField.FullScale2] = 7,
            [TmlField.FullScale3] = 9,
            [TmlField.Detector] = 1,
            [TmlField.Smoothing] = 3,
            [TmlField.ThresholdOn] = 160,
            [TmlField.ThresholdOff] = 96,
            [TmlField.DeadWindows] = 10,
            [TmlField.IdleClass] = 1,
            [TmlField.MinWindows] = 2,
            [TmlField.Learning] = 1,
            [TmlField.Shots] = 6,
            [TmlField.Epochs] = 5,
            [TmlField.ParameterBytes] = 4 * SampleModel.Classes,
            [TmlField.ShotBytes] = SampleModel.Features + 1,
            [TmlField.ClassThreshold] = 160,
            [TmlField.Scratch] = 0,
        };
        Assert.All(expected, e => Assert.Equal((e.Key, e.Value), (e.Key, engine.Info(e.Key))));
        Assert.Equal(Enum.GetValues<TmlField>().Length - 2, expected.Count);
    }

    /// <summary>The C list and the C# enumeration are the same numbers, each with a sentence of its own.</summary>
    [Fact]
    public void EveryStatusHasItsSentence()
    {
        string header = File.ReadAllText(Path.Combine(
            TinyMl.Tests.Shared.SharedData.Repository, "native-interop", "include", "tinyml", "status.h"));
        Dictionary<int, string> listed = System.Text.RegularExpressions.Regex
            .Matches(header, @"X\(TML_\w+, (-?\d+), +""([^""]+)""")
            .ToDictionary(m => int.Parse(m.Groups[1].Value), m => m.Groups[2].Value);
        Assert.Equal(Enum.GetValues<TmlStatus>().Select(s => (int)s).Order(), listed.Keys.Order());
        Assert.All(listed, l => Assert.Equal(l.Value, Tml.StatusText((TmlStatus)l.Key)));
        Assert.Equal(listed.Count, listed.Values.Distinct().Count());
        Assert.StartsWith("Unknown status", Tml.StatusText((TmlStatus)12345));
    }

    internal static sbyte[] RandomInput(int seed)
    {
        Random random = new(seed);
        return Enumerable.Range(0, SampleModel.Rows * SampleModel.Channels)
            .Select(_ => (sbyte)random.Next(-128, 128)).ToArray();
    }

    /// <summary>Calls everything that writes, whatever the model has.</summary>
    internal static void ExerciseEverything(GuardedEngine guarded)
    {
        ref EngineHandle engine = ref guarded.Handle;
        byte[] records = new byte[997];
        new Random(3).NextBytes(records);
        for (int i = 0; i < 40; i++)
        {
            int fed = 0;
            while (fed < records.Length)
            {
                int consumed = Tml.Feed(ref engine, records.AsSpan(fed));
                Tml.Window(ref engine);
                if (consumed <= 0)
                {
                    break;
                }

                fed += consumed;
            }

            Tml.Run(ref engine, i % 2 == 0 ? 0u : 1000);
            Tml.Mark(ref engine);
            Tml.Label(ref engine, (uint)i % 4);
        }

        Tml.Restart(ref engine);
        while (Tml.Adapt(ref engine, 7, 1) == TmlStatus.Again)
        {
        }

        Tml.Run(ref engine, 0);
        Tml.LearnStatus(ref engine, out _);
        Tml.SelfTest(ref engine, 0);
        Tml.Gap(ref engine);
        Tml.Factory(ref engine);
    }
}
