using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;

namespace TinyMl.Training.Users;

/// <summary>What a scheme gave all users.</summary>
/// <param name="Learning">What the device trained, and how.</param>
/// <param name="Model">One user's .tml file; all have the same shape.</param>
/// <param name="File">The same, read.</param>
/// <param name="Cells">Sums by settings.</param>
/// <param name="Runs">Every run.</param>
public sealed record SchemeResult(
    LearningSettings Learning, byte[] Model, ModelFile File, IReadOnlyList<TrialSummary> Cells, IReadOnlyList<TrialResult> Runs)
{
    /// <summary>The scheme, and whether it replays the factory's shots: what tables call it.</summary>
    public string Name => Learning.Replay > 0 ? $"{Learning.Scheme} replay={Learning.Replay}" : Learning.Scheme;
}
