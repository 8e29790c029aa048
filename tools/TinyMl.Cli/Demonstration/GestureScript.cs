using TinyMl.Training.Hand;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Demonstration;

/// <summary>A new writer draws digits in the air.</summary>
internal static class GestureScript
{
    /// <summary>The spread of writers whose hand is unlike those that the model was trained on.</summary>
    internal const double UnusualWriter = 1.6;

    // A Cortex-M4 at 160 MHz that needs 10 instructions a multiply-accumulate (BENCHMARKS.md), one instruction a cycle.
    private const double MacsPerMicrosecond = 16;

    private const int NextDigit = 5;

    // LSB of the simulated sensor.
    private const double SensorNoise = 4;

    private static readonly DemoHeadings Headings = new(
        "A new writer draws; nothing is learnt yet",
        "The writer draws again and tells the board each digit",
        "The writer draws the first digits once more",
        "The same again with a new board, but a friend of the writer labels: every label is wrong",
        "The first board, switched on again, learns one more digit; the power fails while it writes that down");

    internal static DemoScript Make(int writer, double spread, int testsPerDigit, int shotsPerDigit)
    {
        Writer person = Writer.Sample(writer, spread);
        Session test = DigitStream.Make(person, seed: 1, testsPerDigit * DemoScript.Digits);
        Session shots = DigitStream.Make(person, seed: 2, shotsPerDigit * DemoScript.Digits);

        // A board that was just switched on has no whole window yet.
        Session nextDay = new WritingSession(person, seed: 3).Rest(5).Write(NextDigit).Rest(2).Build();
        return new DemoScript(
            writer,
            MacsPerMicrosecond,
            Headings,
            Part(test),
            Part(shots),
            Part(nextDay),
            board => Move(board, test, shots, test),
            board => Move(board, nextDay));
    }

    private static void Move(VirtualBoardOptions board, params Session[] sessions)
    {
        board.Motion = MotionTrack.Of([.. sessions.Select(session => session.Sequence)]);
        board.SensorNoise = SensorNoise;
    }

    private static DemoPart Part(Session session) => new(
        [.. session.Digits.Select(digit => new DemoAction(digit.Label, digit.Start, digit.End))], session.Sequence.Seconds);
}
