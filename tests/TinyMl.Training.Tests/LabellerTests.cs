using TinyMl.Training.Examples;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Tests;

/// <summary>What windows are said to show.</summary>
public sealed class LabellerTests
{
    private const int Idle = 10;
    private static readonly ImuSequence Ten = new(50, new float[500 * 6]);
    private static readonly WindowLabeller Labeller = new(4, Idle);

    [Fact]
    public void AWindowShowsADigitFromItsEndUntilTooMuchOfItIsLost()
    {
        WindowSpan[] spans = Labeller.Spans(Ten, [new Gesture(7, 2, 4)]).ToArray();
        Assert.Equal(new WindowSpan(Ten, 7, 4, 6.3), Assert.Single(spans, s => s.Label == 7));

        // Before six tenths of it are done, and after half of it is lost.
        Assert.Equal([(-1, 3.2), (7, 11)], spans.Where(s => s.Label == Idle).Select(s => (s.From, s.To)));
    }

    [Fact]
    public void AnotherMovementEndsTheDigitsSpan()
    {
        WindowSpan[] spans = Labeller.Spans(Ten, [new Gesture(7, 2, 4), new Gesture(-1, 4.5, 5)]).ToArray();
        Assert.Equal(4.65, Assert.Single(spans, s => s.Label == 7).To, 9);
        Assert.Contains(spans, s => s.Label == Idle && s.From == 4.8 && s.To == 11);
    }

    [Fact]
    public void ADigitThatNoWindowHoldsTeachesNothingWrong()
    {
        WindowSpan[] spans = Labeller.Spans(Ten, [new Gesture(7, 1, 9)]).ToArray();
        Assert.DoesNotContain(spans, s => s.Label == 7);
    }

    [Fact]
    public void StillnessIsIdleThroughout() =>
        Assert.Equal(new WindowSpan(Ten, Idle, 0, 10), Assert.Single(Labeller.Spans(Ten, [])));
}
