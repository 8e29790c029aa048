using TinyMl.Training.Hand;
using TinyMl.Training.Recordings;

namespace TinyMl.Cli.Demonstration;

/// <summary>
/// What the new writer does: a test, then shots to learn from, then the very same test again; the next day one digit more.
/// Nothing of the test is learnt from.
/// </summary>
internal sealed class DemoScript
{
    /// <summary>The spread of writers whose hand is unlike those that the model was trained on.</summary>
    internal const double UnusualWriter = 1.6;

    private const int Digits = 10;
    private const int NextDigit = 5;
    private readonly Random _friend;

    internal DemoScript(int writer, double spread, int testsPerDigit, int shotsPerDigit)
    {
        Writer person = Writer.Sample(writer, spread);
        Seed = writer;
        Test = DigitStream.Make(person, seed: 1, testsPerDigit * Digits);
        Shots = DigitStream.Make(person, seed: 2, shotsPerDigit * Digits);

        // A board that was just switched on has no whole window yet.
        NextDay = new WritingSession(person, seed: 3).Rest(5).Write(NextDigit).Rest(2).Build();
        _friend = new Random(writer);
    }

    /// <summary>Who the writer is.</summary>
    internal int Seed { get; }

    /// <summary>Drawn before and after learning.</summary>
    internal Session Test { get; }

    /// <summary>Drawn once, each digit labelled right after it.</summary>
    internal Session Shots { get; }

    /// <summary>Drawn and labelled when the board has been off and on again.</summary>
    internal Session NextDay { get; }

    internal ImuSequence[] Sequences => [Test.Sequence, Shots.Sequence, Test.Sequence];

    /// <summary>What the writer's friend says of a digit: any other one.</summary>
    internal int WrongLabel(int digit) => (digit + _friend.Next(1, Digits)) % Digits;
}
