using System.Globalization;
using System.Text;

namespace TinyMl.Bench;

/// <summary>The short comparison with the other engine that another page holds between two marks.</summary>
public static class BenchComparison
{
    private const string Target = "cortex-m4";

    /// <summary>Where the table stands.</summary>
    public static PageSection Section { get; } = new("bench");

    /// <summary>The table.</summary>
    public static string Table(IReadOnlyList<BenchResult> results)
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
