using System.Globalization;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Evaluation;

/// <summary>
/// Sets what the device's code gave beside published figures, scheme by scheme. Every published scheme is shown, and every one
/// that was tried.
/// </summary>
internal static class ComparisonTable
{
    private const string None = "-";

    internal static EvaluationTable Of(IReadOnlyList<SchemeResult> results) => new(
        ["scheme", "source", "k = 1", "k = 3", "k = 5", "k = 5, 20 % wrong", "end worse", "worst user, k = 5"],
        PublishedFigures.Schemes
            .SelectMany(published => results
                .Where(result => PublishedFigures.Of(result.Name) == published)
                .Select(Ours)
                .Prepend(Theirs(published)))
            .Concat(results.Where(result => PublishedFigures.Of(result.Name) is null).Select(Ours))
            .ToArray(),
        $"Percent, user / others. Published: {PublishedFigures.Source}. Device code: the native engine's, int8, on base models of its own.");

    private static string[] Theirs(PublishedScheme published) =>
    [
        published.Name,
        "published",
        Pair(published.One),
        Pair(published.Three),
        Pair(published.Five),
        Pair(published.Wrong),
        published.EndWorse ?? None,
        published.WorstUser is { } worst ? Percent(worst) : None,
    ];

    private static string[] Ours(SchemeResult result)
    {
        TrialSummary? wrong = Cell(result, 5, 0.2);
        TrialSummary? five = Cell(result, 5, 0);
        return
        [
            result.Name,
            "device code",
            Pair(Shares(Cell(result, 1, 0))),
            Pair(Shares(Cell(result, 3, 0))),
            Pair(Shares(five)),
            Pair(Shares(wrong)),
            wrong is null ? None : $"{wrong.WorseForUser}/{wrong.Runs}",
            five is null ? None : Percent(100 * five.WorstUser),
        ];
    }

    private static TrialSummary? Cell(SchemeResult result, int shots, double wrong) =>
        result.Cells.FirstOrDefault(cell => cell.Settings == new TrialSettings(shots, wrong));

    private static AccuracyPair? Shares(TrialSummary? cell) =>
        cell is null ? null : new AccuracyPair(100 * cell.UserAfter, 100 * cell.OthersAfter);

    private static string Pair(AccuracyPair? pair) => pair is { } p ? $"{Percent(p.User)} / {Percent(p.Others)}" : None;

    private static string Percent(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
