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
        int residuals = model.Parameters.Where(p => p.Kind != ParameterKind.Bias).Sum(p => p.Bytes);
        int parameters = rows.Sum(row => row.Parameters);
        int behind = BehindArena(model);
        if (json)
        {
            Report.WriteJson(new
            {
                scheme = model.Learning!.Scheme,
                parameter_bytes = parameters,
                residual_bytes = residuals,
                mask_bytes = rows.Sum(row => row.Masks),
                gradient_bytes = rows.Sum(row => row.Ring) + model.ScratchBytes,
                gradient_bytes_behind_inference = behind,
                store_bytes = model.StoreBytes,
                factory_shots = model.FactoryShots,
                factory_bytes_of_flash = model.FactoryBytes,
                arena_bytes = model.ArenaBytes,
                learn_arena_bytes = model.LearnArenaBytes,
                learn_arena_bytes_without_store = model.LearnArenaBytes - model.StoreBytes,
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
        memory.AddRow("inference", Report.Number(model.ArenaBytes));
        memory.AddRow("parameters, active and staged", Report.Number(2 * parameters));
        memory.AddRow("residuals of weights", Report.Number(residuals));
        memory.AddRow("masks", Report.Number(rows.Sum(row => row.Masks)));
        memory.AddRow("gradients, in dead activations", Report.Number(rows.Sum(row => row.Ring) + model.ScratchBytes - behind));
        memory.AddRow("gradients, behind them", Report.Number(behind));
        memory.AddRow("shots", Report.Number(model.StoreBytes));
        memory.AddRow("[bold]inference and learning[/]", Report.Number(model.LearnArenaBytes));
        memory.AddRow("[bold]without the shots[/]", Report.Number(model.LearnArenaBytes - model.StoreBytes));
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
            string.Join(", ", parameters.Select(p => p.Kind == ParameterKind.Bias ? "biases" : "weights")),
            parameters.Sum(p => p.Bytes),
            gradient?.Rows ?? 0,
            gradient?.RingBytes ?? 0,
            gradient?.MaskBytes ?? 0,
            gradient?.Steps.First ?? 0,
            gradient?.Steps.Last ?? 0);
    }

    private static int BehindArena(ModelFile model) =>
        model.Gradients.Where(g => g.Ring >= model.ArenaBytes).Sum(g => g.RingBytes)
        + (model.Scratch >= model.ArenaBytes ? model.ScratchBytes : 0);

    private sealed record Row(
        int Index, string Code, string Trains, int Parameters, int Rows, int Ring, int Masks, int First, int Last);
}
