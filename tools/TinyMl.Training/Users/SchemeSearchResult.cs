namespace TinyMl.Training.Users;

/// <summary>What a search found.</summary>
/// <param name="Budget">Bytes of the arena.</param>
/// <param name="Measured">What is always trained, then each part beside it.</param>
/// <param name="Set">The set with the largest sum of gains, measured as a whole; null: not even the first fits.</param>
/// <param name="SumOfGains">What its parts promised.</param>
/// <param name="Best">The best of all that was measured and fits; null: nothing fits.</param>
public sealed record SchemeSearchResult(
    int Budget, IReadOnlyList<Contribution> Measured, Contribution? Set, double? SumOfGains, Contribution? Best);
