using TinyMl.Training.Recordings;

namespace TinyMl.Training.Hand;

/// <summary>What a sensor felt while someone wrote, and what was done when.</summary>
/// <param name="Sequence">The samples.</param>
/// <param name="Movements">Everything that moved, in order; what is no digit has the label -1.</param>
public sealed record Session(ImuSequence Sequence, IReadOnlyList<Gesture> Movements)
{
    /// <summary>The digits, in order.</summary>
    public IEnumerable<Gesture> Digits => Movements.Where(m => m.Label >= 0);
}
