using System.Globalization;
using Spectre.Console;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Rendering;

/// <summary>Prints an evaluation: a table of settings, a table of what the schemes need.</summary>
internal static class EvaluationReport
{
    internal static void Write(IReadOnlyList<SchemeResult> results)
    {
        Table table = Report.Table(
            "scheme", "shots", "wrong", "user before", "after", "others before", "after", "worst user", "runs", "user worse", "others worse");
        foreach (TrialSummary cell in results.SelectMany(r => r.Cells))
        {
            table.AddRow(
                Markup.Escape(cell.Scheme),
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

        Table needs = Report.Table("scheme", "rate", "arena", "with learning", "MACs an inference");
        foreach (SchemeResult result in results)
        {
            needs.AddRow(
                Markup.Escape(result.Scheme),
                result.Rate.ToString(CultureInfo.InvariantCulture),
                $"{Report.Number(result.ArenaBytes)} B",
                $"{Report.Number(result.LearnArenaBytes)} B",
                Report.Number(result.Macs));
        }

        AnsiConsole.Write(table);
        AnsiConsole.Write(needs);
        Console.WriteLine("Shots are of each class. Worse: by more than one point than before learning.");
    }
}
