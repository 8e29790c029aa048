using TinyMl.Training.Hand;
using TinyMl.Training.Recordings;

namespace TinyMl.Cli.Demonstration;

/// <summary>
/// What the new writer does: a test, then shots to learn from, then the very same test again. Nothing of the test is learnt from.
/// </summary>
internal sealed class DemoScript
{
    /// <summary>The spread of writers whose hand is unlike those that the model was trained on.</summary>
    internal const double UnusualWriter = 1.6;

    private const int Digits = 10;

    internal DemoScript(int writer, double spread, int testsPerDigit, int shotsPerDigit)
    {
        Writer person = Writer.Sample(writer, spread);
        Test = DigitStream.Make(person, seed: 1, testsPerDigit * Digits);
        Shots = DigitStream.Make(person, seed: 2, shotsPerDigit * Digits);
    }

    /// <summary>Drawn before and after learning.</summary>
    internal Session Test { get; }

    /// <summary>Drawn once, each digit labelled right after it.</summary>
    internal Session Shots { get; }

    internal ImuSequence[] Sequences => [Test.Sequence, Shots.Sequence, Test.Sequence];
}
