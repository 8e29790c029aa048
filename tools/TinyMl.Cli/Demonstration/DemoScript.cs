using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Demonstration;

/// <summary>
/// What a new user does: a test, then shots to learn from, then the very same test again; the next day one digit more. Nothing
/// of the test is learnt from.
/// </summary>
/// <param name="Seed">Who the user is.</param>
/// <param name="MacsPerMicrosecond">The simulated processor, in multiply-accumulates a microsecond.</param>
/// <param name="Headings">What happens, as headings.</param>
/// <param name="Test">Done before and after learning.</param>
/// <param name="Shots">Done once, each digit labelled right after it.</param>
/// <param name="NextDay">Done and labelled when the board has been off and on again.</param>
/// <param name="FirstDay">Gives a board's sensor test, shots and test, one after the other.</param>
/// <param name="SecondDay">Gives a board's sensor the next day.</param>
internal sealed record DemoScript(
    int Seed,
    double MacsPerMicrosecond,
    DemoHeadings Headings,
    DemoPart Test,
    DemoPart Shots,
    DemoPart NextDay,
    Action<VirtualBoardOptions> FirstDay,
    Action<VirtualBoardOptions> SecondDay)
{
    /// <summary>The first classes of a demo's model.</summary>
    internal const int Digits = 10;

    private readonly Random _friend = new(Seed);

    /// <summary>What the user's friend says of a digit: any other one.</summary>
    internal int WrongLabel(int digit) => (digit + _friend.Next(1, Digits)) % Digits;
}

/// <summary>Something that the user does.</summary>
/// <param name="Actions">Digits in the order of time; what is none has the label -1.</param>
/// <param name="Seconds">Its length.</param>
internal sealed record DemoPart(IReadOnlyList<DemoAction> Actions, double Seconds);

/// <summary>A digit.</summary>
/// <param name="Label">Its class; -1: the action is no digit.</param>
/// <param name="Start">When it begins, in seconds of the part.</param>
/// <param name="End">When it ends.</param>
internal sealed record DemoAction(int Label, double Start, double End);

/// <summary>The headings of the demo.</summary>
/// <param name="Test">The first test.</param>
/// <param name="Shots">The shots.</param>
/// <param name="Again">The second test.</param>
/// <param name="Misled">All of it with wrong labels.</param>
/// <param name="Cut">The next day.</param>
internal sealed record DemoHeadings(string Test, string Shots, string Again, string Misled, string Cut);
