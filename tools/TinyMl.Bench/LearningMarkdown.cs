using System.Globalization;
using System.Text;
using TinyMl.Compiler.Models;

namespace TinyMl.Bench;

/// <summary>The costs of learning as a part of a page: native-interop/BENCHMARKS.md has it.</summary>
public static class LearningMarkdown
{
    /// <summary>Where it stands.</summary>
    public static PageSection Section { get; } = new("learning");

    /// <summary>Writes it; it says that every result is right, so they must be.</summary>
    public static string Write(IReadOnlyList<LearningResult> results)
    {
        StringBuilder page = new();
        page.Append("""
            ## Learning

            This part is the output of a command:

                tinyml bench --learn --all mlperf_kws.tflite --markdown native-interop/BENCHMARKS.md

            *step* is `tml_step` on one stored shot. *Inferences*: forward pass, backward pass and update, in inferences of the
            same network in the portable profile on the same core. A step of `head` and `head-bias` needs no forward pass, since
            their shots are features; it is counted here all the same. In every row the trained parameters after each of
            three steps are, byte for byte, those of the engine on the host, and no byte around the arena changed.

            | model | target | scheme | inference | step | inferences | stack B |
            |--|--|--|--:|--:|--:|--:|

            """);
        foreach (LearningResult result in results)
        {
            Row(
                page,
                result.Model,
                result.Target,
                $"`{result.Scheme}`",
                Number(result.Inference),
                Number(result.Step),
                result.Inferences?.ToString("0.000", CultureInfo.InvariantCulture) ?? string.Empty,
                Number(result.StackBytes));
        }

        page.Append("\nThe arena in bytes, on every target alike. Gradients that lie over dead activations take no memory of their own.\n\n");
        page.Append("| model | scheme | inference | parameters, twice | residuals | masks | saved inputs | gradients over activations | gradients behind | state, marks | without shots | shots | all |\n");
        page.Append("|--|--|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (LearningResult result in results.DistinctBy(result => (result.Model, result.Scheme)))
        {
            LearningMemory bytes = result.Memory;
            int[] parts =
            [
                bytes.Inference, bytes.Parameters, bytes.Residuals, bytes.Masks, bytes.Saved, bytes.GradientsInside, bytes.GradientsBehind,
                bytes.State, bytes.WithoutShots, bytes.Shots, bytes.Total,
            ];
            Row(page, [result.Model, $"`{result.Scheme}`", .. parts.Select(part => Number(part))]);
        }

        return page.ToString();
    }

    private static void Row(StringBuilder page, params string[] cells) =>
        page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |\n");

    private static string Number(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? string.Empty;
}
