using System.Globalization;
using System.Text;

namespace TinyMl.Bench;

/// <summary>The short comparison with the other engine that another page holds between two marks.</summary>
public static class BenchComparison
{
    /// <summary>The line before the table.</summary>
    public const string Begin = "<!-- bench: begin -->";

    /// <summary>The line after it.</summary>
    public const string End = "<!-- bench: end -->";

    private const string Target = "cortex-m4";

    /// <summary>Whether a page wants the table.</summary>
    public static bool IsWantedBy(string page) =>
        page.Contains(Begin, StringComparison.Ordinal) && page.IndexOf(End, StringComparison.Ordinal) > page.IndexOf(Begin, StringComparison.Ordinal);

    /// <summary>The page with a new table between its marks.</summary>
    public static string Update(string page, IReadOnlyList<BenchResult> results)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return page[..begin] + "\n" + Table(results) + page[page.IndexOf(End, StringComparison.Ordinal)..];
    }

    private static string Table(IReadOnlyList<BenchResult> results)
    {
        StringBuilder table = new();
        table.AppendLine("| model | arena B | TFLM | model in flash B | TFLM | code B | TFLM | open, instructions | TFLM's init | one inference |");
        table.AppendLine("|--|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (BenchResult result in results.Where(result => result.Target == Target))
        {
            Anchor? anchor = Anchors.Find(result.Model);
            long?[] cells =
            [
                result.ArenaBytes, anchor?.ArenaBytes, result.ModelBytes, anchor?.ModelBytes, result.CodeBytes, anchor?.CodeBytes,
                result.OpenInstructions, anchor?.InitInstructions, result.Instructions,
            ];
            table.AppendLine($"| {result.Model} | {string.Join(" | ", cells.Select(Number))} |");
        }

        return table.ToString();
    }

    private static string Number(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? string.Empty;
}
