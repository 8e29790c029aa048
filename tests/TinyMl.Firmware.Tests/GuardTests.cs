using TinyMl.Monitor;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>What a board does with what the guard decides about an adaptation.</summary>
public class GuardTests
{
    private static readonly byte[] Slow = TestModel.Make(
        TestModel.Default with { Learning = TestModel.Default.Learning! with { Epochs = 1000, Rate = 0.001f } });

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
        Assert.Equal(lesson == Lesson.Confirmed, last.User.After > last.User.Before);
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

    /// <summary>Commands that need the parameters wait for the guard's decision; to forget needs none.</summary>
    [Theory]
    [InlineData("export", "guard ")]
    [InlineData("import", "guard ")]
    [InlineData("factory", null)]
    public void A_Command_In_The_Middle_Of_An_Adaptation(string command, string? first)
    {
        using VirtualBoardHost board = MakeBusy();
        string answer = board.Ask(command)!;
        string[] lines = board.TakeLines();
        Assert.False(board.Application.Personalizer.IsBusy);
        Assert.Equal(first is null ? 0 : 1, lines.Starting("guard ").Length);
        Assert.StartsWith(command == "export" ? "err -70 " : "ok ", answer);
        Assert.Empty(board.Active().Parameters);
        Assert.StartsWith($"ok shots={(command == "factory" ? 0 : 2)} ", board.Ask("learn"));
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
