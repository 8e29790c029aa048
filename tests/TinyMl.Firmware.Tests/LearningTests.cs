using TinyMl.Engine;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

public class LearningTests
{
    [Fact]
    public void A_Label_After_An_Event_Stores_A_Shot_And_Is_Logged()
    {
        using VirtualBoardHost board = Boards.Make(o => o.Motion = new Shakes((2, 0)));
        board.RunFor(3.5);
        board.TakeLines();
        Assert.Equal("ok class=1 shots=1 label=pitch", board.Ask("label pitch"));
        string[] lines = board.Lines(1);
        string adapt = Assert.Single(lines.Starting("adapt "));
        Assert.Equal(1, adapt.Field("n"));
        Assert.Equal(1, adapt.Field("shots"));
        Assert.Equal(20, adapt.Field("steps"));
        string learnt = Assert.Single(lines.Starting("learnt "));
        Assert.True(Loss(learnt, "loss1") < Loss(learnt, "loss0"));
        Assert.True(learnt.Field("change") > 0);
    }

    [Theory]
    [InlineData(8.5, "roll")]
    [InlineData(14.5, "pitch")]
    public void An_Event_Stays_The_Labelled_One_For_A_While_Whatever_Comes(double second, string stored)
    {
        // The second shake is no event, for the dead time is long; after ten seconds it counts as a missed gesture.
        byte[] model = TestModel.Make(TestModel.Default with { Detector = TestModel.Detector with { DeadWindows = 1000 } });
        using VirtualBoardHost board = Boards.Make(o => (o.Model, o.Motion) = (model, new Shakes((2, 0), (second, 1))));
        Assert.Single(board.Lines(second + 1).Starting("event "));
        board.Ask($"label {stored}");

        // A shot has next to no loss as what the model says of it, and much as anything else.
        Assert.InRange(Loss(board.Lines(1).Starting("learnt ")[0], "loss0"), 0, 0.3);
    }

    [Fact]
    public void A_Missed_Gesture_Can_Be_Labelled()
    {
        // A model that hardly ever makes events, shaken once; the label comes while the window still counts.
        byte[] deaf = TestModel.Make(TestModel.Default with { Detector = TestModel.Detector with { MinWindows = 16 } });
        using VirtualBoardHost board = Boards.Make(o => (o.Model, o.Motion) = (deaf, new Shakes((2, 2))));
        string[] lines = board.Lines(3.5);
        Assert.Empty(lines.Starting("event "));
        Assert.Equal("ok class=2 shots=1 label=yaw", board.Ask("label yaw"));
        Assert.InRange(Loss(board.Lines(1).Starting("learnt ")[0], "loss0"), 0, 0.3);
    }

    [Fact]
    public void A_Gesture_Is_Labelled_Once()
    {
        using VirtualBoardHost board = Boards.Make(o => o.Motion = new Shakes((2, 0)));
        board.RunFor(3);
        Assert.StartsWith("ok", board.Ask("label roll"));

        // The same Step may have marked a new candidate by now, so the engine is asked before another window comes.
        board.Send("label roll\nlabel roll");
        Assert.Contains("err " + Boards.Error((int)TmlStatus.NoShot), board.Lines(0.05));
    }

    [Fact]
    public void Labels_Bring_The_Model_To_What_The_User_Means()
    {
        // The user calls a shake about x "pitch"; after some labels the board does, too.
        (double, int)[] shakes = Enumerable.Range(0, 12).Select(i => (2.0 + (3 * i), 0)).ToArray();
        using VirtualBoardHost board = Boards.Make(o => o.Motion = new Shakes(shakes));
        board.RunFor(1.5);
        double first = -1;
        double last = -1;
        for (int i = 0; i < shakes.Length; i++)
        {
            board.RunFor(TimeSpan.FromSeconds(shakes[i].Item1 + 1.2) - board.Time);
            Assert.StartsWith("ok class=1", board.Ask("label pitch"));
            board.RunFor(0.5);
            string learnt = board.TakeLines().Starting("learnt ")[^1];
            first = i == 0 ? Loss(learnt, "loss0") : first;
            last = Loss(learnt, "loss1");
        }

        Assert.True(last < first / 2, $"{first} became {last}");
        Assert.Equal(8, board.Ask("learn").Field("shots"));
    }

    [Fact]
    public void Paused_Labels_Are_Kept_And_Learnt_Later()
    {
        using VirtualBoardHost board = Boards.Make(o => o.Motion = new Shakes((2, 0), (5, 0)));
        Assert.Equal("ok adapt=off", board.Ask("adapt off"));
        board.RunFor(3.5);
        Assert.Equal("ok class=1 shots=1 label=pitch", board.Ask("label pitch"));
        Assert.Empty(board.Lines(1).Starting("adapt "));
        Assert.EndsWith("adapt=off", board.Ask("status"));
        Assert.Equal(0, board.Ask("learn").Field("steps"));
        Assert.Equal("ok adapt=on", board.Ask("adapt on"));
        Assert.Empty(board.Lines(0.5).Starting("adapt "));
        Assert.Equal("ok adapt=now", board.Ask("adapt now"));
        Assert.Equal(1, Assert.Single(board.Lines(1).Starting("adapt ")).Field("shots"));
    }

    [Fact]
    public void Factory_Forgets_Everything()
    {
        Shakes motion = new((2, 0), (5, 0));
        using VirtualBoardHost board = Boards.Make(o => o.Motion = motion);
        using VirtualBoardHost fresh = Boards.Make(o => o.Motion = motion);
        board.RunFor(3.5);
        board.Ask("label pitch");
        board.RunFor(1);
        Assert.Equal("ok shots=0", board.Ask("factory"));
        Assert.Equal("ok shots=0 steps=0 loss0=0.0000 loss1=0.0000 change=0", board.Ask("learn"));
        board.TakeLines();
        fresh.RunFor(4.6);
        fresh.TakeLines();
        Assert.Equal(fresh.Lines(2).Starting("event "), board.Lines(2).Starting("event "));
    }

    [Fact]
    public void An_Adaptation_In_Slices_Does_Not_Stop_The_Windows()
    {
        byte[] model = TestModel.Make(TestModel.Default with { Learning = new() { Shots = 8, Epochs = 1000 } });
        using VirtualBoardHost board = Boards.Make(o => (o.Model, o.Motion) = (model, new Shakes((2, 0))));
        board.RunFor(3.5);
        board.Ask("label pitch");
        int steps = 0;
        while (board.Application.Personalizer.IsBusy)
        {
            board.Step();
            steps++;
        }

        // 1000 gradient steps, each of about 300 multiply-accumulates, at most 100,000 a slice.
        Assert.InRange(steps, 3, 12);
        Assert.Equal(1000, board.Ask("learn").Field("steps"));
    }

    [Fact]
    public void A_Label_During_An_Adaptation_Waits_For_Its_End()
    {
        byte[] model = TestModel.Make(TestModel.Default with { Learning = new() { Shots = 8, Epochs = 1000 } });
        using VirtualBoardHost board = Boards.Make(o => (o.Model, o.Motion) = (model, new Shakes((2, 0))));
        board.RunFor(3);
        board.Send("adapt off");
        board.RunFor(0.2);
        board.Ask("label pitch");
        board.RunFor(0.2);
        board.TakeLines();
        board.Send("adapt now\nlabel roll");
        string[] lines = board.Lines(0.5);
        Assert.Equal("ok adapt=now", lines.Starting("ok")[0]);
        Assert.Equal("ok class=0 shots=2 label=roll", lines.Starting("ok")[1]);
        Assert.Single(lines.Starting("adapt "));
    }

    private static double Loss(string line, string key) => double.Parse(
        line.Split(' ').Single(w => w.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..],
        System.Globalization.CultureInfo.InvariantCulture);
}
