using System.Globalization;
using Spectre.Console;
using TinyMl.Compiler.Models;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Evaluation;

/// <summary>Prints an evaluation: a table of settings, a table of what the schemes need.</summary>
internal static class EvaluationReport
{
    internal static void Write(IReadOnlyList<SchemeResult> results)
    {
        Table table = Report.Table(
            "scheme", "shots", "wrong", "user before", "after", "others before", "after", "worst user", "runs", "user worse", "others worse");
        foreach ((SchemeResult result, TrialSummary cell) in results.SelectMany(r => r.Cells.Select(cell => (r, cell))))
        {
            table.AddRow(
                Markup.Escape(result.Learning.Scheme),
                Report.Number(cell.Settings.Shots),
                Report.Percent(cell.Settings.Wrong),
                Report.Percent(cell.UserBefore),
                Report.Percent(cell.UserAfter),
                Report.Percent(cell.OthersBefore),
                Report.Percent(cell.OthersAfter),
                Report.Percent(cell.WorstUser),
                Report.Number(cell.Runs),
                Report.Number(cell.WorseForUser),
                Report.Number(cell.WorseForOthers));
        }

        Table needs = Report.Table("scheme", "rates", "arena", "with learning", "of it shots", "patch", "MACs an inference");
        foreach (SchemeResult result in results)
        {
            ModelFile file = result.File;
            needs.AddRow(
                Markup.Escape(result.Learning.Scheme),
                string.Create(CultureInfo.InvariantCulture, $"{result.Learning.Rate}, {result.Learning.BiasRate}"),
                $"{Report.Number(file.ArenaBytes)} B",
                $"{Report.Number(file.LearnArenaBytes)} B",
                $"{Report.Number(file.StoreBytes)} B",
                $"{Report.Number(file.Parameters.Sum(p => p.Bytes))} B",
                Report.Number(file.MultiplyAccumulates));
        }

        AnsiConsole.Write(table);
        AnsiConsole.Write(needs);
        Console.WriteLine("Shots are of each class. Worse: by more than one point than before learning. Rates: of the head, of biases before it.");
    }
}
