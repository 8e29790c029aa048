using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Monitor;
using TinyMl.Tests.Shared;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>What a board does with what the guard decides about an adaptation.</summary>
public class GuardTests
{
    private static readonly byte[] Slow = TestModel.Make(
        TestModel.Default with { Learning = TestModel.Default.Learning! with { Epochs = 1000, Rate = 0.001f } });

    // The gesture model with two layers of biases that learn.
    private static readonly Lazy<byte[]> BackboneLearns = new(() =>
    {
        string network = Path.Combine(SharedData.Repository, "models", "gesture-digits", "gesture-digits.json");
        (Graph graph, Pipeline pipeline) = GraphFile.Read(File.ReadAllText(network), network);
        return ModelCompiler.Compile(
            Quantizer.Quantize(graph, pipeline.FrontEnd!.InputQuantization), pipeline with { Learning = new LearningSettings { Scheme = "bias:2", Shots = 40 } }).Bytes;
    });

    public static TheoryData<int> Lessons => [.. Enumerable.Range(0, Lesson.All.Count)];

    public static TheoryData<int> Refusals => [.. Enumerable.Range(0, Lesson.All.Count).Where(i => Lesson.All[i] != Lesson.Confirmed)];

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Each_Decision_Is_Told_With_Numbers_That_Agree(int number)
    {
        Lesson lesson = Lesson.All[number];
        using VirtualBoardHost board = Make(lesson);
        string[] lines = lesson.Teach(board);
        ToldAdaptation last = Told(lines)[^1];
        Assert.Equal(lesson.Decision, last.Decision);
        Assert.Equal((lesson.Shots.Length, lesson.Shots.Length, 0), (last.Number, last.Shots, last.Doubtful));
        Assert.Contains($" decision={lesson.Decision} ", board.Ask("learn"));

        // The factory's examples are asked only where the user's shots gained.
        bool isFactoryAsked = lesson == Lesson.Confirmed || lesson == Lesson.Forgets;
        Assert.Equal(isFactoryAsked ? TestModel.Default.FactoryShots.Count : 0, last.Factory.Of);
        Assert.Equal(lesson == Lesson.Untested ? 0 : lesson.Shots.Length, last.User.Of);
        Assert.True(lesson != Lesson.Confirmed || last.User.After > last.User.Before);
        Assert.True(!isFactoryAsked || last.User.After >= last.User.Before);
        Assert.True(lesson != Lesson.Worse || last.User.After < last.User.Before);
        Assert.Equal(lesson == Lesson.Forgets, last.Factory.After < last.Factory.Before);
        Assert.Equal(lesson == Lesson.Confirmed ? 1 : 0, lines.Starting("learnt ").Length);
    }

    [Fact]
    public void A_Label_That_The_Others_Contradict_Is_Counted()
    {
        using VirtualBoardHost board = Make(Lesson.Doubtful);
        ToldAdaptation last = Told(Lesson.Doubtful.Teach(board))[^1];
        Assert.Equal((1, Lesson.Doubtful.Shots.Length), (last.Doubtful, last.User.Of));
    }

    /// <summary>Neither is the memory touched nor does any score change.</summary>
    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_Refusal_Leaves_The_Board_As_It_Was(int number)
    {
        Lesson lesson = Lesson.All[number];
        Keepsake memory = new("eeprom-8");
        PowerSupply power = new();
        using VirtualBoardHost board = memory.Start(power, o => (o.Model, o.Motion) = (lesson.Model, lesson.Motion));
        using VirtualBoardHost untaught = Make(lesson);
        string[] lines = lesson.Teach(board);
        Assert.Equal(lesson.Decision, Told(lines)[^1].Decision);
        Assert.Empty(board.Active().Parameters);
        Assert.All(lines.Starting("patch t="), line => Assert.Contains("state=none", line));
        Assert.StartsWith("ok patch=none ", board.Ask("patch"));
        Assert.Equal(0, power.Operations);

        // The same windows, the same scores: a label did not shift the sensor's time.
        untaught.RunFor(board.Time - untaught.Time);
        Assert.Equal(Scores(untaught), Scores(board));
    }

    /// <summary>What was confirmed or imported before stays in use, and kept.</summary>
    [Fact]
    public void A_Refusal_Leaves_What_Was_Learnt_Before()
    {
        using VirtualBoardHost board = Make(Lesson.Forgets);
        board.Ask("adapt off");
        Lesson.Forgets.Teach(board);
        PatchFile before = TestPatch.Make(1, 9);
        board.Import(before);
        board.Settle();
        string kept = board.Ask("patch")!;
        board.Ask("adapt now");
        Assert.Equal("forgets", Assert.Single(Told(board.Lines(1))).Decision);
        Assert.Equal(before.Parameters, board.Active().Parameters);
        Assert.Equal(kept, board.Ask("patch"));
    }

    [Fact]
    public void What_Was_Confirmed_Is_Used_And_Kept()
    {
        // A soft shake about z after the lesson, which the factory would have slept through.
        Shakes motion = new((2, 2, 0.24), (5, 2, 0.24), (9, 2, 0.24));
        using VirtualBoardHost board = Boards.Make(o => o.Motion = motion);
        string[] lines = [.. Lesson.Confirmed.Teach(board), .. board.Lines(3)];
        Assert.EndsWith("label=yaw", Assert.Single(lines.Starting("event ")));
        board.RunFor(60);
        board.Settle();
        Assert.Contains("state=saved", board.TakeLines().Starting("patch t=")[^1]);
        Assert.Equal(2, board.Active().Learnt);
    }

    [Fact]
    public void The_Last_Adaptations_Are_Told_Again()
    {
        using VirtualBoardHost board = Make(Lesson.Confirmed);
        Assert.Equal("ok decisions=0", board.Ask("decisions"));
        string[] told = [.. Lesson.Confirmed.Teach(board).Where(IsAdaptation)];
        Assert.Equal(5, told.Length);
        Assert.Equal("ok decisions=2", board.Ask("decisions"));
        Assert.Equal(told, board.Lines(0.5).Where(IsAdaptation));

        board.Ask("capture on");
        board.Send("decisions");
        Assert.DoesNotContain(board.Lines(0.5), IsAdaptation);
    }

    [Fact]
    public void Factory_Gives_Up_An_Adaptation()
    {
        using VirtualBoardHost board = MakeBusy();
        Assert.Equal("ok shots=0", board.Ask("factory"));
        Assert.False(board.Application.Personalizer.IsBusy);
        Assert.DoesNotContain(board.Lines(40), IsAdaptation);
    }

    /// <summary>Nobody waits for the end of an adaptation: it begins anew when the parameters are free again.</summary>
    [Fact]
    public void An_Export_In_The_Middle_Of_An_Adaptation_Is_Of_What_Is_Active()
    {
        using VirtualBoardHost board = MakeBusy();
        Assert.StartsWith("err -70 ", board.Ask("export"));
        Assert.True(board.Application.Personalizer.IsBusy);
        Assert.Equal("no_gain", Assert.Single(Told(board.Lines(1))).Decision);

        PatchFile learnt = OfSlow();
        board.Import(learnt);
        board.Ask("adapt now");
        board.Step();
        Assert.Equal(learnt.Parameters, board.Export().Parameters);
        board.RunFor(1);
        board.TakeLines();
        board.Ask("decisions");
        Assert.Equal([(1, "no_gain"), (3, "no_gain")], Told(board.Lines(0.5)).Select(told => (told.Number, told.Decision)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_Patch_That_Comes_Stands_In_The_Place_Of_An_Adaptation(bool comes)
    {
        using VirtualBoardHost board = MakeBusy();
        PatchFile patch = OfSlow();
        string[] lines = PatchText.Lines(patch.ToBytes());
        Assert.StartsWith("ok ", board.Import(comes ? lines : lines[..^1])[^1]);
        Assert.Equal(!comes, board.Application.Personalizer.IsBusy);
        Assert.DoesNotContain(board.Lines(29), IsAdaptation);
        Assert.Equal(comes ? 0 : 1, Told(board.Lines(10)).Count(told => told.Decision == "no_gain"));
        Assert.Equal(comes ? patch.Parameters : [], board.Active().Parameters);
    }

    [Fact]
    public void An_Adaptation_Under_Way_Is_Finished_When_Adapting_Is_Switched_Off()
    {
        using VirtualBoardHost board = MakeBusy();
        Assert.Equal("ok adapt=off", board.Ask("adapt off"));
        Assert.True(board.Application.Personalizer.IsBusy);
        Assert.Single(Told(board.Lines(1)));
    }

    [Fact]
    public void Windows_Go_On_During_An_Adaptation()
    {
        using VirtualBoardHost board = MakeBusy(macsPerMicrosecond: 1);
        int windows = board.Application.Windows;
        int slices = 0;
        while (board.Application.Personalizer.IsBusy)
        {
            board.Step();
            slices++;
        }

        // Two held-back rounds of 1000 steps of about 300 multiply-accumulates, at most 100,000 a slice, which take 0.1 s as
        // the windows do.
        Assert.InRange(slices, 5, 30);
        Assert.InRange(board.Application.Windows - windows, 3, 15);
        Assert.Equal(2000, Assert.Single(Told(board.Lines(0.1))).Steps);
    }

    /// <summary>Where shots are windows a visit takes the network's memory: inferences go between two visits.</summary>
    [Fact]
    public void No_Window_Is_Lost_While_The_Backbone_Learns()
    {
        // 1.2 million multiply-accumulates a visit are 75 ms here, an inference is 31 ms, and windows come every 200 ms.
        using VirtualBoardHost board = Boards.Make(o => (o.Model, o.MacsPerMicrosecond) = (BackboneLearns.Value, 16));
        board.RunFor(10);
        board.Ask("adapt off");
        for (int shot = 0; shot < 6; shot++)
        {
            board.Ask($"label {shot / 3}");
            board.RunFor(4);
        }

        board.TakeLines();
        board.Ask("adapt now");
        int windows = board.Application.Windows;
        string[] lines = board.Lines(10);
        Assert.True(board.Application.Personalizer.IsBusy);
        Assert.InRange(board.Application.Windows - windows, 49, 51);
        Assert.Equal(0, board.Application.Skipped);
        Assert.Empty(lines.Starting("error "));
    }

    /// <summary>What learns knows nothing of a shot that comes meanwhile, so it begins anew; only the last one is told.</summary>
    [Fact]
    public void A_Label_In_The_Middle_Of_An_Adaptation_Begins_It_Anew()
    {
        using VirtualBoardHost board = Boards.Make(o => (o.Model, o.MacsPerMicrosecond) = (BackboneLearns.Value, 16));
        board.RunFor(10);
        board.Ask("label 3");
        for (int shots = 2; shots <= 4; shots++)
        {
            board.RunFor(2);
            Assert.Contains($" shots={shots} ", board.Ask("label 4"));
            board.RunFor(0.1);
            Assert.True(board.Application.Personalizer.IsBusy);
        }

        // The first had a single shot, and nothing to be tested with.
        List<ToldAdaptation> told = Told(board.Lines(120));
        Assert.Equal([1, 4], told.Select(adaptation => adaptation.Shots));
        Assert.Equal("untested", told[0].Decision);
        Assert.Equal(4, told[1].Number);
    }

    private static VirtualBoardHost Make(Lesson lesson) => Boards.Make(o => (o.Model, o.Motion) = (lesson.Model, lesson.Motion));

    // In the middle of an adaptation to two shots, the guard's tests included, that gains nothing.
    private static VirtualBoardHost MakeBusy(double macsPerMicrosecond = 0)
    {
        VirtualBoardHost board = Boards.Make(o =>
            (o.Model, o.Motion, o.MacsPerMicrosecond) = (Slow, Lesson.NoGain.Motion, macsPerMicrosecond));
        board.Ask("adapt off");
        Lesson.NoGain.Teach(board);
        board.Ask("adapt now");
        board.Step();
        board.TakeLines();
        Assert.True(board.Application.Personalizer.IsBusy);
        return board;
    }

    private static PatchFile OfSlow() => TestPatch.Make(1, 9) with { ModelId = BitConverter.ToUInt64(Slow, 16) };

    private static List<ToldAdaptation> Told(IEnumerable<string> lines)
    {
        AdaptationAssembler assembler = new();
        return [.. lines.Select(ProtocolParser.Parse).Select(assembler.Add).OfType<ToldAdaptation>()];
    }

    private static bool IsAdaptation(string line) => ProtocolParser.Parse(line).Kind == LineKind.Adaptation;

    private static IEnumerable<string> Scores(VirtualBoardHost board)
    {
        board.Ask("metrics all");
        board.TakeLines();
        return board.Lines(1).Starting(">score");
    }
}
