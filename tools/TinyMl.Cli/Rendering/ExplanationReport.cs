using Spectre.Console;
using TinyMl.Compiler.Models;

namespace TinyMl.Cli.Rendering;

/// <summary>What <c>compile --explain</c> counts: channels removed, proved and left to the portable kernels.</summary>
internal static class ExplanationReport
{
    internal static void Write(CompiledModel compiled)
    {
        Table table = Report.Table("operator", "channels", "removed", "kernel", "scratch B", "requantisation");
        foreach ((LayerExplanation layer, int i) in compiled.Layers.Select((layer, i) => (layer, i)))
        {
            table.AddRow(
                $"{i} {layer.Operator}",
                Report.Number(layer.Channels),
                layer.RemovedChannels == 0 ? string.Empty : Report.Number(layer.RemovedChannels),
                layer.Kernel == 0 ? string.Empty : $"{layer.Kernel}",
                layer.ScratchBytes == 0 ? string.Empty : Report.Number(layer.ScratchBytes),
                layer.Requantization);
        }

        AnsiConsole.Write(table);
        IEnumerable<string> counts = Counts(compiled).Select(count => $"{Report.Number(count.Value)} {count.Key}");
        Console.WriteLine($"Channels: {string.Join(", ", counts.Prepend($"{Report.Number(Removed(compiled))} removed as constant"))}.");
    }

    internal static object ToJson(CompiledModel compiled) => new
    {
        passes = compiled.Explanation,
        removed_channels = Removed(compiled),
        channels = Counts(compiled),
        operators = compiled.Layers.Select(layer => new
        {
            code = layer.Operator,
            output = layer.Name,
            channels = layer.Channels,
            removed_channels = layer.RemovedChannels,
            kernel = layer.Kernel,
            scratch_bytes = layer.ScratchBytes,
            requantization = layer.Requantization,
        }),
    };

    private static int Removed(CompiledModel compiled) => compiled.Layers.Sum(layer => layer.RemovedChannels);

    private static Dictionary<string, int> Counts(CompiledModel compiled) => compiled.Layers
        .Where(layer => layer.Requantization.Length > 0)
        .GroupBy(layer => layer.Requantization)
        .ToDictionary(group => group.Key, group => group.Sum(layer => layer.Channels));
}
