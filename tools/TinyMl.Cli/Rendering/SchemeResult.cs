using TinyMl.Training.Users;

namespace TinyMl.Cli.Rendering;

/// <summary>What a scheme gave all users.</summary>
/// <param name="Scheme">What the device trained.</param>
/// <param name="Rate">Learning rate of the head.</param>
/// <param name="ArenaBytes">Arena to recognise.</param>
/// <param name="LearnArenaBytes">Arena to recognise and learn, the shots included.</param>
/// <param name="Macs">Multiply-accumulates of an inference.</param>
/// <param name="Cells">Sums by settings.</param>
/// <param name="Runs">Every run.</param>
internal sealed record SchemeResult(
    string Scheme,
    float Rate,
    int ArenaBytes,
    int LearnArenaBytes,
    long Macs,
    IReadOnlyList<TrialSummary> Cells,
    IReadOnlyList<TrialResult> Runs);
