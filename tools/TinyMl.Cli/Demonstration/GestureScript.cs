using TinyMl.Training.Hand;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Demonstration;

/// <summary>A new writer draws digits in the air.</summary>
internal sealed class GestureScript : IDemoScript
{
    /// <summary>The spread of writers whose hand is unlike those that the model was trained on.</summary>
    internal const double UnusualWriter = 1.6;

    private const int NextDigit = 5;

    // LSB of the simulated sensor.
    private const double SensorNoise = 4;

    private readonly Session _test;
    private readonly Session _shots;
    private readonly Session _nextDay;
    private readonly Random _friend;

    internal GestureScript(int writer, double spread, int testsPerDigit, int shotsPerDigit)
    {
        Writer person = Writer.Sample(writer, spread);
        Seed = writer;
        _test = DigitStream.Make(person, seed: 1, testsPerDigit * IDemoScript.Digits);
        _shots = DigitStream.Make(person, seed: 2, shotsPerDigit * IDemoScript.Digits);

        // A board that was just switched on has no whole window yet.
        _nextDay = new WritingSession(person, seed: 3).Rest(5).Write(NextDigit).Rest(2).Build();
        _friend = new Random(writer);
    }

    public int Seed { get; }

    /// <summary>
    /// A Cortex-M4 at 160 MHz that needs 10 instructions a multiply-accumulate (BENCHMARKS.md), one instruction a cycle.
    /// </summary>
    public double MacsPerMicrosecond => 16;

    public DemoHeadings Headings { get; } = new(
        "A new writer draws; nothing is learnt yet",
        "The writer draws again and tells the board each digit",
        "The writer draws the first digits once more",
        "The same again with a new board, but a friend of the writer labels: every label is wrong",
        "The first board, switched on again, learns one more digit; the power fails while it writes that down");

    public DemoPart Test => Part(_test);

    public DemoPart Shots => Part(_shots);

    public DemoPart NextDay => Part(_nextDay);

    public int WrongLabel(int digit) => (digit + _friend.Next(1, IDemoScript.Digits)) % IDemoScript.Digits;

    public void FirstDay(VirtualBoardOptions board) => Move(board, _test, _shots, _test);

    public void SecondDay(VirtualBoardOptions board) => Move(board, _nextDay);

    private static void Move(VirtualBoardOptions board, params Session[] sessions)
    {
        board.Motion = MotionTrack.Of([.. sessions.Select(session => session.Sequence)]);
        board.SensorNoise = SensorNoise;
    }

    private static DemoPart Part(Session session) => new(
        [.. session.Digits.Select(digit => new DemoAction(digit.Label, digit.Start, digit.End))], session.Sequence.Seconds);
}
