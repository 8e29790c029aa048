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
        Assert.Equal("guard n=1 decision=untested user=0->0/0 factory=0->0/0", Assert.Single(lines.Starting("guard ")));
    }

    [Theory]
    [InlineData(8.5, 0)]
    [InlineData(14.5, 1)]
    public void An_Event_Stays_The_Labelled_One_For_A_While_Whatever_Comes(double second, int axis)
    {
        // The second shake is no event, for the dead time is long; after ten seconds it counts as a missed gesture.
        byte[] model = TestModel.Make(TestModel.Default with { Detector = TestModel.Detector with { DeadWindows = 1000 } });
        using VirtualBoardHost board = Boards.Make(o => (o.Model, o.Motion) = (model, new Shakes((2, 0), (second, 1))));
        Assert.Single(board.Lines(second + 1).Starting("event "));
        board.Ask("label yaw");
        Assert.Equal(axis, AxisOfShot(board));
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
        Assert.Equal(2, AxisOfShot(board));
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
    public void Paused_Labels_Are_Kept_And_Learnt_Later()
    {
        using VirtualBoardHost board = Boards.Make(o => o.Motion = new Shakes((2, 0), (5, 0)));
        Assert.Equal("ok adapt=off", board.Ask("adapt off"));
        board.RunFor(3.5);
        Assert.Equal("ok class=1 shots=1 label=pitch", board.Ask("label pitch"));
        Assert.Empty(board.Lines(1).Starting("adapt "));
        Assert.EndsWith("adapt=off", board.Ask("status"));
        Assert.StartsWith("ok shots=1 decision=none ", board.Ask("learn"));
        Assert.Equal("ok adapt=on", board.Ask("adapt on"));
        Assert.Empty(board.Lines(0.5).Starting("adapt "));
        Assert.Equal("ok adapt=now", board.Ask("adapt now"));
        Assert.Equal(1, Assert.Single(board.Lines(1).Starting("adapt ")).Field("shots"));
    }

    [Fact]
    public void Factory_Forgets_Everything()
    {
        // The last soft shake is an event for a board that has learnt.
        Shakes motion = new((2, 2, 0.24), (5, 2, 0.24), (9, 2, 0.24));
        using VirtualBoardHost board = Boards.Make(o => o.Motion = motion);
        Assert.Single(Lesson.Confirmed.Teach(board).Starting("learnt "));
        Assert.Equal("ok shots=0", board.Ask("factory"));
        Assert.Equal("ok shots=0 decision=none loss0=0.0000 loss1=0.0000 change=0", board.Ask("learn"));
        board.TakeLines();
        Assert.Empty(board.Lines(3).Starting("event "));
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

    // Of the two halves of the rate about an axis one or both are above nothing.
    private static int AxisOfShot(VirtualBoardHost board)
    {
        byte[] row = TestPatch.Row(board.Active(), 0);
        return Enumerable.Range(0, 3).MaxBy(axis => (sbyte)row[2 * axis] + (sbyte)row[(2 * axis) + 1]);
    }
}
