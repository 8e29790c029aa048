using Spectre.Console;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;

namespace TinyMl.Cli.Rendering;

/// <summary>What <c>inspect --learn</c> shows: the backward pass and the memory of learning, operator by operator.</summary>
internal static class LearningReport
{
    internal static void Write(ModelFile model, bool json)
    {
        // From the head down, as the gradients go.
        int[] operators = model.Parameters.Select(p => p.Operator).Concat(model.Gradients.Select(g => g.Operator))
            .Distinct().OrderDescending().ToArray();
        Row[] rows = operators.Select(i => RowOf(model, i)).ToArray();
        LearningMemory bytes = LearningMemory.Of(model);
        if (json)
        {
            Report.WriteJson(new
            {
                scheme = model.Learning!.Scheme,
                parameter_bytes = bytes.Parameters / 2,
                residual_bytes = bytes.Residuals,
                mask_bytes = bytes.Masks,
                saved_input_bytes = bytes.Saved,
                gradient_bytes = bytes.GradientsInside + bytes.GradientsBehind,
                gradient_bytes_behind_inference = bytes.GradientsBehind,
                store_bytes = bytes.Shots,
                factory_shots = model.FactoryShots,
                factory_bytes_of_flash = model.FactoryBytes,
                arena_bytes = bytes.Inference,
                learn_arena_bytes = bytes.Total,
                learn_arena_bytes_without_store = bytes.WithoutShots,
                operators = rows.Select(row => new
                {
                    index = row.Index,
                    code = row.Code,
                    trains = row.Trains,
                    parameter_bytes = row.Parameters,
                    rows = row.Rows,
                    ring_bytes = row.Ring,
                    mask_bytes = row.Masks,
                    first_step = row.First,
                    last_step = row.Last,
                }),
            });
            return;
        }

        Table table = Report.Table("gradient", "trains", "parameters", "rows kept", "ring B", "mask B", "steps");
        foreach (Row row in rows)
        {
            table.AddRow(
                $"{row.Index} {row.Code}",
                row.Trains,
                row.Parameters == 0 ? string.Empty : Report.Number(row.Parameters) + " B",
                row.Rows == 0 ? string.Empty : $"{row.Rows}",
                row.Rows == 0 ? string.Empty : Report.Number(row.Ring),
                row.Masks == 0 ? string.Empty : Report.Number(row.Masks),
                row.Rows == 0 ? string.Empty : $"{row.First} to {row.Last}");
        }

        AnsiConsole.Write(table);
        Table memory = Report.Table("memory", "bytes");
        memory.AddRow("inference", Report.Number(bytes.Inference));
        memory.AddRow("parameters, active and staged", Report.Number(bytes.Parameters));
        memory.AddRow("residuals of weights", Report.Number(bytes.Residuals));
        memory.AddRow("masks", Report.Number(bytes.Masks));
        memory.AddRow("inputs of trained channels", Report.Number(bytes.Saved));
        memory.AddRow("gradients, in dead activations", Report.Number(bytes.GradientsInside));
        memory.AddRow("gradients, behind them", Report.Number(bytes.GradientsBehind));
        memory.AddRow("state and marks", Report.Number(bytes.State));
        memory.AddRow("shots", Report.Number(bytes.Shots));
        memory.AddRow("[bold]inference and learning[/]", Report.Number(bytes.Total));
        memory.AddRow("[bold]without the shots[/]", Report.Number(bytes.WithoutShots));
        AnsiConsole.Write(memory);
        Console.WriteLine(FactorySet(model));
    }

    private static string FactorySet(ModelFile model) => model.FactoryShots == 0
        ? "Factory set: none, so nothing that the device learns will be confirmed. Compile from the .json that 'tinyml train' writes."
        : $"Factory set: {Report.Number(model.FactoryShots)} shots, {Report.Number(model.FactoryBytes)} B of flash.";

    private static Row RowOf(ModelFile model, int index)
    {
        ParameterRecord[] parameters = model.Parameters.Where(p => p.Operator == index).ToArray();
        GradientRecord? gradient = model.Gradients.FirstOrDefault(g => g.Operator == index);
        return new Row(
            index,
            model.Operators[index].Code,
            string.Join(", ", parameters.Select(p => TextOf(model, p))),
            parameters.Sum(p => p.Bytes),
            gradient?.Rows ?? 0,
            gradient?.RingBytes ?? 0,
            gradient?.MaskBytes ?? 0,
            gradient?.Steps.First ?? 0,
            gradient?.Steps.Last ?? 0);
    }

    private static string TextOf(ModelFile model, ParameterRecord parameter) => parameter.Kind switch
    {
        ParameterKind.Bias => "biases",
        ParameterKind.Weights => "weights",
        ParameterKind.Prototypes => "strengths of shots",
        _ => $"{parameter.Selected.Length} of {model.InputChannels(model.Operators[parameter.Operator])} channels",
    };

    private sealed record Row(
        int Index, string Code, string Trains, int Parameters, int Rows, int Ring, int Masks, int First, int Last);
}
