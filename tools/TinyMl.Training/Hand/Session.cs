using TinyMl.Training.Recordings;

namespace TinyMl.Training.Hand;

/// <summary>What a sensor felt while someone wrote, and what was written when.</summary>
/// <param name="Sequence">The samples.</param>
/// <param name="Gestures">The digits, in order.</param>
public sealed record Session(ImuSequence Sequence, IReadOnlyList<Gesture> Gestures);
