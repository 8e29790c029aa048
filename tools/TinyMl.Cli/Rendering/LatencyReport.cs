using System.Globalization;
using Spectre.Console;
using TinyMl.Bench;
using TinyMl.Compiler.Latency;
using TinyMl.Compiler.Models;

namespace TinyMl.Cli.Rendering;

/// <summary>What an inference will execute, operator by operator, as the latency table predicts it.</summary>
internal static class LatencyReport
{
    internal static void Write(ModelFile model, BenchTarget target)
    {
        (long? instructions, long?[] layers) = LatencyTable.Default.Predict(model, target.Name);
        Table table = Report.Table("operator", "kernel", "instructions", "per MAC", "share");
        for (int i = 0; i < layers.Length; i++)
        {
            OperatorRecord step = model.Operators[i];
            table.AddRow(
                ModelReport.Describe(i, step),
                step.Kernel == 0 ? "portable" : $"{ProfileName.Of(model.Profile)} {step.Kernel}",
                Count(layers[i]),
                step.MultiplyAccumulates == 0 || layers[i] is not { } count
                    ? string.Empty
                    : ((double)count / step.MultiplyAccumulates).ToString("0.00", CultureInfo.InvariantCulture),
                layers[i] is { } part && instructions is { } all ? Report.Percent((double)part / all) : string.Empty);
        }

        AnsiConsole.Write(table);
        Console.WriteLine(instructions is { } total
            ? $"Predicted on {target.Name}: {Report.Number(total)} instructions an inference."
            : $"What an inference takes on {target.Name} cannot be predicted: nobody measured some of its operators; run 'tinyml bench --target {target.Name}'.");
    }

    internal static object ToJson(ModelFile model, BenchTarget target)
    {
        (long? instructions, long?[] layers) = LatencyTable.Default.Predict(model, target.Name);
        return new { target = target.Name, instructions, operators = layers };
    }

    private static string Count(long? value) => value is null ? "-" : Report.Number(value.Value);
}
