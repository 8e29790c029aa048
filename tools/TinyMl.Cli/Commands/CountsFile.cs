using Spectre.Console;
using TinyMl.Bench;
using TinyMl.Cli.Rendering;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml bench --counts FILE</c>: the table of instruction counts, brought up to date.</summary>
internal static class CountsFile
{
    /// <summary>Replaces the counts of what was measured and shows how they changed; all others stay.</summary>
    internal static void Update(string path, IReadOnlyList<BenchResult> results)
    {
        if (results.FirstOrDefault(result => !result.IsRight) is { } wrong)
        {
            throw new UserError(
                ExitCode.Failed, $"{wrong.Model} is not bit-exact on {wrong.Target}: nothing was counted. Measure it without --counts to see more.");
        }

        InstructionCounts before = File.Exists(path) ? InstructionCounts.Read(path) : new InstructionCounts();
        InstructionCounts after = before.With(results);
        Table table = Report.Table("target", "profile", "model", "before", "now", "change");
        foreach (BenchResult result in results.Where(InstructionCounts.IsComparable))
        {
            long now = result.Instructions!.Value;
            long? then = before.All.GetValueOrDefault((result.Target, result.Profile, result.Model))?.Instructions;
            table.AddRow(
                result.Target,
                result.Profile,
                result.Model,
                then is { } count ? Report.Number(count) : "-",
                Report.Number(now),
                then is { } old ? Report.Percent(((double)now / old) - 1) : "-");
        }

        AnsiConsole.Write(table);
        Files.WriteText(path, after.Text());
    }
}
