using TinyMl.Training.Recordings;

namespace TinyMl.Training.Examples;

/// <summary>
/// What windows show. A digit: the window ends after the digit, nothing else has moved since, and at most 15 % of the digit
/// lie before the window. Nothing: less than 60 % of the digit are done, or more than half of it lies before the window, or
/// something else moves. What lies in between belongs to no span and is not learnt from.
/// </summary>
public sealed class WindowLabeller
{
    private const double LostAtMost = 0.15;
    private const double Undone = 0.6;
    private const double Gone = 0.5;

    // How long another movement must have lasted before it counts.
    private const double Noticed = 0.15;

    // How long a sequence is taken to go on in stillness, before and after.
    private const double Stillness = 1;

    private readonly double _window;
    private readonly int _idle;

    /// <summary>Makes a labeller.</summary>
    /// <param name="windowSeconds">Length of a window.</param>
    /// <param name="idle">The class "nothing".</param>
    public WindowLabeller(double windowSeconds, int idle)
    {
        _window = windowSeconds;
        _idle = idle;
    }

    /// <summary>The spans of a sequence.</summary>
    /// <param name="sequence">The samples.</param>
    /// <param name="movements">All movements in it in order of time; those that are no digit have a negative label.</param>
    public IEnumerable<WindowSpan> Spans(ImuSequence sequence, IReadOnlyList<Gesture> movements)
    {
        if (movements.Count == 0)
        {
            yield return new WindowSpan(sequence, _idle, 0, sequence.Seconds);
        }

        for (int i = 0; i < movements.Count; i++)
        {
            Gesture movement = movements[i];
            double next = i + 1 < movements.Count ? movements[i + 1].Start + Noticed : sequence.Seconds + Stillness;
            IEnumerable<WindowSpan> spans = movement.Label < 0
                ? [new WindowSpan(sequence, _idle, movement.Start + (2 * Noticed), next)]
                : OfDigit(sequence, movement, i == 0, next);
            foreach (WindowSpan span in spans.Where(s => s.To > s.From))
            {
                yield return span;
            }
        }
    }

    private WindowSpan[] OfDigit(ImuSequence sequence, Gesture digit, bool first, double next) =>
    [
        new(sequence, digit.Label, digit.End, Math.Min(next, digit.Start + (LostAtMost * digit.Seconds) + _window)),
        new(sequence, _idle, first ? -Stillness : digit.Start + (2 * Noticed), digit.Start + (Undone * digit.Seconds)),
        new(sequence, _idle, digit.Start + (Gone * digit.Seconds) + _window, next),
    ];
}
