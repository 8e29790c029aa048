using System.Globalization;
using Spectre.Console;
using TinyMl.Monitor;

namespace TinyMl.Cli.Rendering;

/// <summary>Adaptations and what the guard made of them, a row each.</summary>
internal static class AdaptationTable
{
    internal static Table Draw(IEnumerable<ToldAdaptation> adaptations)
    {
        Table table = Report.Table("adaptation", "shots", "doubtful", "user's test", "factory's test", "decision");
        table.Columns[^1].LeftAligned();
        foreach (ToldAdaptation a in adaptations)
        {
            table.AddRow(
                a.Number.ToString(CultureInfo.InvariantCulture),
                Report.Number(a.Shots),
                Report.Number(a.Doubtful),
                Test(a.User),
                Test(a.Factory),
                Decision(a.Decision));
        }

        return table;
    }

    /// <summary>A decision of the protocol in words, as markup.</summary>
    internal static string Decision(string decision) => decision switch
    {
        ToldAdaptation.Confirmed => "[green]confirmed[/]",
        "worse" => "[yellow]refused: the user's shots got worse[/]",
        "forgets" => "[yellow]refused: the factory's examples got worse[/]",
        "untested" => "[yellow]refused: nothing to test with[/]",
        "no_gain" => "[yellow]refused: nothing got better[/]",
        "doubted" => "[yellow]refused: the others contradict most labels[/]",
        _ => Markup.Escape(decision),
    };

    private static string Test(Tested test) => string.Create(CultureInfo.InvariantCulture, $"{test.Before} → {test.After} of {test.Of}");
}
