using System.Globalization;
using Spectre.Console;
using TinyMl.Monitor;

namespace TinyMl.Cli.Rendering;

/// <summary>Adaptations and what the guard made of them, a row each.</summary>
internal static class AdaptationTable
{
    internal static Table Draw(IEnumerable<Adaptation> adaptations)
    {
        Table table = Report.Table("adaptation", "shots", "doubtful", "user's test", "factory's test", "decision");
        table.Columns[^1].LeftAligned();
        foreach (Adaptation a in adaptations)
        {
            table.AddRow(
                a.Number.ToString(CultureInfo.InvariantCulture),
                Report.Number(a.Shots),
                Report.Number(a.Doubtful),
                Test(a.User),
                Test(a.Factory),
                a.IsConfirmed ? "[green]confirmed[/]" : $"[yellow]refused: {Cause(a.Decision)}[/]");
        }

        return table;
    }

    /// <summary>A decision that is none of "confirmed", in words.</summary>
    internal static string Cause(string decision) => decision switch
    {
        "worse" => "the user's shots got worse",
        "forgets" => "the factory's examples got worse",
        "untested" => "nothing to test with",
        "no_gain" => "nothing got better",
        _ => Markup.Escape(decision),
    };

    private static string Test(Tested test) => string.Create(CultureInfo.InvariantCulture, $"{test.Before} → {test.After} of {test.Of}");
}
