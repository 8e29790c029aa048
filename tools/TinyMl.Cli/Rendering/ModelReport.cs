using Spectre.Console;
using TinyMl.Bench;
using TinyMl.Compiler.Models;
using TinyMl.Engine;

namespace TinyMl.Cli.Rendering;

/// <summary>What <c>inspect</c> and <c>compile</c> show of a model.</summary>
internal static class ModelReport
{
    private const int MapWidth = 40;

    /// <summary>Writes the report.</summary>
    /// <param name="bytes">A proved model.</param>
    /// <param name="path">Its file.</param>
    /// <param name="target">The core whose instructions are predicted.</param>
    /// <param name="json">Whether as JSON.</param>
    /// <param name="explained">What the compiler did shall be told as well; null: not.</param>
    internal static void Write(byte[] bytes, string path, BenchTarget target, bool json, CompiledModel? explained = null)
    {
        ModelFile model = new(bytes);
        MemoryReport memory = new(model, NativeEngine.ScratchBytes(bytes));
        if (json)
        {
            Report.WriteJson(ToJson(model, memory, target, explained));
            return;
        }

        explained?.Explanation.ToList().ForEach(Console.WriteLine);
        WriteSummary(model, path);
        WriteOperators(model, memory);
        LatencyReport.Write(model, target);
        if (explained is not null)
        {
            ExplanationReport.Write(explained);
        }

        WriteArena(model, memory);
    }

    private static object ToJson(ModelFile model, MemoryReport memory, BenchTarget target, CompiledModel? explained) => new
    {
        name = model.Name,
        id = model.Id,
        profile = ProfileName.Of(model.Profile),
        arena_bytes = model.ArenaBytes,
        learn_arena_bytes = model.LearnArenaBytes,
        model_bytes = model.Bytes,
        macs = model.MultiplyAccumulates,
        worst_slice_macs = model.WorstSlice,
        labels = model.Labels,
        self_tests = model.SelfTests,
        arena = new
        {
            state = memory.State,
            tensors = memory.Tensors,
            front_end = memory.FrontEnd,
            padding = memory.Padding,
            learning = memory.Learning,
            peak_operator = memory.Peak.Index,
        },
        prediction = LatencyReport.ToJson(model, target),
        explanation = explained is null ? null : ExplanationReport.ToJson(explained),
        sections = model.Sections,
        front_end = model.FrontEnd,
        detector = model.Detector,
        learning = model.Learning,
        operators = memory.Operators.Select(step => new
        {
            index = step.Index,
            code = step.Operator.Code,
            inputs = step.Operator.Inputs.Select(i => model.Tensors[i].Shape.ToString()),
            output = step.Output.Shape.ToString(),
            offset = step.Output.Offset,
            in_place = step.Operator.InPlace,
            backwards = step.Operator.Backwards,
            macs = step.Operator.MultiplyAccumulates,
            kernel = step.Operator.Kernel,
            live_bytes = step.LiveBytes,
            scratch_bytes = step.ScratchBytes,
        }),
    };

    private static void WriteSummary(ModelFile model, string path)
    {
        Grid grid = new Grid().AddColumn().AddColumn();
        void Row(string name, string value) => grid.AddRow($"[grey]{name}[/]", Markup.Escape(value));
        Row("model", $"{model.Name} ({path})");
        Row("id", $"{model.Id}, format {model.Version}, profile {ProfileName.Of(model.Profile)}");
        Row("flash", $"{Report.Number(model.Bytes)} B");
        Row("arena", $"{Report.Number(model.ArenaBytes)} B to run" + (model.LearnArenaBytes > 0
            ? $", {Report.Number(model.LearnArenaBytes)} B to run and learn"
            : string.Empty));
        Row("work", $"{Report.Number(model.MultiplyAccumulates)} multiply-accumulates an inference, at most {Report.Number(model.WorstSlice)} in one piece");
        if (model.FrontEnd is { } frontEnd)
        {
            double rate = frontEnd.SampleRate / 1000.0 / frontEnd.RecordsPerRow;
            int channels = frontEnd.InputShape.Elements / frontEnd.Rows;
            Row("window", FormattableString.Invariant(
                $"{frontEnd.Rows} rows of {channels} channels at {rate:0.#} Hz ({frontEnd.Rows / rate:0.##} s), one each {frontEnd.Hop / rate:0.##} s"));
        }

        if (model.Learning is { } learning)
        {
            Row("learning", FormattableString.Invariant(
                $"{learning.Scheme}, {learning.Shots} shots, {learning.Epochs} epochs, rate {learning.Rate:0.####}"));
        }

        if (model.Labels.Length > 0)
        {
            Row("labels", string.Join(", ", model.Labels));
        }

        Row("self-test", $"{model.SelfTests} vectors");
        AnsiConsole.Write(grid);
    }

    private static void WriteOperators(ModelFile model, MemoryReport memory)
    {
        Table table = Report.Table("operator", "output", "MACs", "live B", "arena");
        table.Columns[^1].LeftAligned();
        foreach (TableColumn column in table.Columns)
        {
            column.NoWrap();
        }

        string[] maps = ArenaMap.Draw(model, memory, MapWidth);
        foreach (OperatorMemory step in memory.Operators)
        {
            table.AddRow(
                Describe(step.Index, step.Operator),
                step.Output.Shape.ToString(),
                Report.Number(step.Operator.MultiplyAccumulates),
                Report.Number(step.LiveBytes),
                maps[step.Index] + (step.LiveBytes == memory.Peak.LiveBytes ? " peak" : string.Empty));
        }

        AnsiConsole.Write(table);
        Console.WriteLine(ArenaMap.Legend);
    }

    /// <summary>An operator in a few words.</summary>
    internal static string Describe(int index, OperatorRecord record)
    {
        bool windowed = record.Filter != Compiler.Graphs.Extent.One || record.Stride != Compiler.Graphs.Extent.One;
        return $"{index} {record.Code}"
            + (windowed ? $" {record.Filter.Height}x{record.Filter.Width}/{record.Stride.Height}" : string.Empty)
            + (record.InPlace ? " in place" : record.Backwards ? " backwards" : string.Empty);
    }

    private static void WriteArena(ModelFile model, MemoryReport memory)
    {
        Table table = Report.Table("arena", "bytes");
        table.AddRow("engine state", Report.Number(memory.State));
        table.AddRow("tensors, scratch of kernels", Report.Number(memory.Tensors));
        table.AddRow("front end", Report.Number(memory.FrontEnd));
        table.AddRow("alignment", Report.Number(memory.Padding));
        table.AddRow("[bold]inference[/]", Report.Number(model.ArenaBytes));
        if (model.LearnArenaBytes > 0)
        {
            table.AddRow("parameters and shots", Report.Number(memory.Learning));
            table.AddRow("[bold]inference and learning[/]", Report.Number(model.LearnArenaBytes));
        }

        AnsiConsole.Write(table);
    }
}
