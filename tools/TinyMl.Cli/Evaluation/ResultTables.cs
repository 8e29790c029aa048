using System.Globalization;
using TinyMl.Bench;
using TinyMl.Compiler.Models;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Evaluation;

/// <summary>What learning gave, and what it needs.</summary>
internal static class ResultTables
{
    internal static EvaluationTable Accuracy(IReadOnlyList<SchemeResult> results) => new(
        ["scheme", "shots", "wrong", "user before", "after", "others before", "after", "worst user", "runs", "user worse", "others worse", "confirmed", "refused"],
        (
            from result in results
            from cell in result.Cells
            select new[]
            {
                result.Name,
                Report.Number(cell.Settings.Shots),
                Report.Percent(cell.Settings.Wrong),
                Report.Percent(cell.UserBefore),
                Report.Percent(cell.UserAfter),
                Report.Percent(cell.OthersBefore),
                Report.Percent(cell.OthersAfter),
                Report.Percent(cell.WorstUser),
                Report.Number(cell.Runs),
                Report.Number(cell.WorseForUser),
                Report.Number(cell.WorseForOthers),
                Report.Number(cell.Confirmed),
                $"{cell.RefusedForUser} / {cell.RefusedForFactory} / {cell.NoGain}",
            }).ToArray(),
        "Shots are of each class. Worse: runs that end with more than a point less than before learning. Refused: the user's held-back shots got worse / the factory's did / nothing gained.");

    /// <param name="results">By scheme.</param>
    /// <param name="steps">What a step of each costs; none: it was not measured.</param>
    internal static EvaluationTable Needs(IReadOnlyList<SchemeResult> results, IReadOnlyList<LearningResult> steps) => new(
        [
            "scheme", "rates", "passes", "arena", "with learning", "of it shots", "patch", "factory set in flash", "MACs an inference",
            .. steps.Take(1).SelectMany(step => new[] { $"step, instructions on {step.Target}", "in inferences" }),
        ],
        results.Select((result, i) =>
        {
            ModelFile file = result.File;
            return (string[])
            [
                result.Name,
                string.Create(CultureInfo.InvariantCulture, $"{result.Learning.Rate}, {result.Learning.BiasRate}"),
                Report.Number(result.Learning.Epochs),
                $"{Report.Number(file.ArenaBytes)} B",
                $"{Report.Number(file.LearnArenaBytes)} B",
                $"{Report.Number(file.StoreBytes)} B",
                $"{Report.Number(file.Parameters.Sum(p => p.Bytes))} B",
                $"{Report.Number(file.FactoryBytes)} B",
                Report.Number(file.MultiplyAccumulates),
                .. steps.Skip(i).Take(1).SelectMany(step => new[]
                {
                    step.Step is { } instructions ? Report.Number(instructions) : "-",
                    step.Inferences?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-",
                }),
            ];
        }).ToArray(),
        "Rates: of the head, of biases before it. The arena with learning is the peak; the patch is what is kept over a reset, without the shots, which prototypes need as well."
        + (steps.Count == 0 ? string.Empty : " Inferences: forward pass, backward pass and update, in portable inferences."));
}
