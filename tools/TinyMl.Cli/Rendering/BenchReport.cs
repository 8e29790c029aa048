using System.Globalization;
using Spectre.Console;
using TinyMl.Bench;

namespace TinyMl.Cli.Rendering;

/// <summary>What <c>bench</c> shows.</summary>
internal static class BenchReport
{
    internal static void Write(IReadOnlyList<BenchResult> results, bool layers)
    {
        if (results.Count == 1)
        {
            WriteOne(results[0]);
        }
        else
        {
            WriteTables(results);
        }

        if (layers)
        {
            foreach (BenchResult result in results)
            {
                WriteLayers(result);
            }
        }

        if (results.Any(result => Anchors.Find(result.Model) is not null))
        {
            Console.WriteLine($"{Anchors.Engine}: {Anchors.Source}. A ratio above 1: it needs that many times ours.");
        }

        if (results.Any(result => result.Instructions is null))
        {
            Console.WriteLine("Instructions on this machine are counted by valgrind, which is not installed.");
        }
    }

    private static void WriteOne(BenchResult result)
    {
        Anchor? anchor = Anchors.Find(result.Model);
        long? OnCortexM4(long? value) => result.Target == "cortex-m4" ? value : null;
        Console.WriteLine($"{result.Model} on {BenchTarget.Find(result.Target)!.Title}, profile {result.Profile}");
        Table table = Report.Table("measure", "here", Anchors.Engine, "ratio");
        void Row(string name, long? value, long? other = null) => table.AddRow(
            name, Text(value), other is null ? string.Empty : Report.Number(other.Value), BenchMarkdown.Ratio(other, value));
        Row("instructions per inference", result.Instructions, anchor?.Instructions(result.Target));
        table.AddRow("instructions per MAC", PerMac(result.InstructionsPerMac));
        if (result.FrontEnd is { } frontEnd)
        {
            Row("instructions of the front end per row", frontEnd.Row);
            Row("instructions of the front end per window", frontEnd.Window);
            Row($"instructions of the front end per hop of {frontEnd.HopMilliseconds:0} ms", frontEnd.Hop);
        }

        Row("instructions of tml_open", result.OpenInstructions, OnCortexM4(anchor?.InitInstructions));
        Row("instructions of tml_check, once", result.CheckInstructions);
        Row("arena bytes", result.ArenaBytes, anchor?.ArenaBytes);
        Row("stack bytes", result.StackBytes, OnCortexM4(anchor?.StackBytes));
        Row("model bytes", result.ModelBytes, anchor?.ModelBytes);
        Row("code bytes", result.CodeBytes, OnCortexM4(anchor?.CodeBytes));
        Row("  text", result.Code.Text);
        Row("  rodata", result.Code.Rodata);
        Row("  data", result.Code.Data);
        Row("  bss (no flash)", result.Code.Bss);
        Row("compiler support bytes", result.SupportBytes);
        Row("bytes of the kernels of mlperf_kws's operators", result.KeywordKernelBytes);
        Row("whole library bytes", result.LibraryBytes);
        AnsiConsole.Write(table);
        Console.WriteLine(
            $"{Report.Number(result.Macs)} MACs. Stack: check {result.Stack.Check}, open {result.Stack.Open}, run {result.Stack.Run}, front end {result.Stack.FrontEnd} B.");
        if (result.ShareOfCore(160) is { } share)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"Front end and network need {share:P0} of 160 MHz, {result.ShareOfCore(240):P0} of 240 MHz, if an instruction takes {BenchResult.AssumedCyclesPerInstruction} cycles."));
        }

        Console.WriteLine(Verdict(result));
    }

    private static string Verdict(BenchResult result) => result switch
    {
        { BitExact: false } => "NOT bit-exact: the outputs differ from those of this machine.",
        { ArenaIntact: false } => "The engine wrote outside the arena.",
        _ => $"Bit-exact: {result.Outputs.Count} inputs and {result.SelfTests} self-test vectors give the bytes of this machine; nothing outside the arena changed.",
    };

    private static void WriteTables(IReadOnlyList<BenchResult> results)
    {
        foreach (IGrouping<string, BenchResult> target in results.GroupBy(result => result.Target))
        {
            Console.WriteLine($"{BenchTarget.Find(target.Key)!.Title}:");
            WriteSpeed(target);
        }

        WriteMemory(results.DistinctBy(result => result.Model));
        WriteCode(results.GroupBy(result => result.Target));
        foreach (BenchResult wrong in results.Where(result => !result.IsRight))
        {
            Console.WriteLine($"{wrong.Model}, {wrong.Target}: {Verdict(wrong)}");
        }
    }

    private static void WriteSpeed(IEnumerable<BenchResult> results)
    {
        Table table = Report.Table("model", "instructions", "per MAC", "ratio", "check", "exact");
        foreach (BenchResult result in results)
        {
            table.AddRow(
                result.Model,
                Text(result.Instructions),
                PerMac(result.InstructionsPerMac),
                BenchMarkdown.Ratio(Anchors.Find(result.Model)?.Instructions(result.Target), result.Instructions),
                Text(result.CheckInstructions),
                result.IsRight ? "yes" : "NO");
        }

        AnsiConsole.Write(table);
    }

    private static void WriteMemory(IEnumerable<BenchResult> models)
    {
        Table table = Report.Table("model", "arena bytes", "ratio", "model bytes", "ratio", "MACs");
        foreach (BenchResult result in models)
        {
            Anchor? anchor = Anchors.Find(result.Model);
            table.AddRow(
                result.Model,
                Text(result.ArenaBytes),
                BenchMarkdown.Ratio(anchor?.ArenaBytes, result.ArenaBytes),
                Text(result.ModelBytes),
                BenchMarkdown.Ratio(anchor?.ModelBytes, result.ModelBytes),
                Text(result.Macs));
        }

        AnsiConsole.Write(table);
    }

    private static void WriteCode(IEnumerable<IGrouping<string, BenchResult>> targets)
    {
        Table table = Report.Table("target", "code bytes", "support", "kernels of kws", "library", "stack bytes", "open");
        foreach (IGrouping<string, BenchResult> target in targets)
        {
            BenchResult first = target.First();
            table.AddRow(
                target.Key,
                Text(first.CodeBytes),
                Text(first.SupportBytes),
                Text(first.KeywordKernelBytes),
                Text(first.LibraryBytes),
                Text(target.Max(result => result.StackBytes)),
                Text(target.Max(result => result.OpenInstructions)));
        }

        AnsiConsole.Write(table);
    }

    private static void WriteLayers(BenchResult result)
    {
        Console.WriteLine($"{result.Model} on {result.Target}, operator by operator:");
        Table table = Report.Table("operator", "MACs", "instructions", "per MAC", "share");
        foreach (LayerResult layer in result.Layers)
        {
            table.AddRow(
                $"{layer.Index} {layer.Code}",
                layer.Macs == 0 ? string.Empty : Report.Number(layer.Macs),
                Text(layer.Instructions),
                PerMac(layer.InstructionsPerMac),
                layer.Instructions is { } count && result.Instructions is { } total
                    ? Report.Percent((double)count / total)
                    : string.Empty);
        }

        AnsiConsole.Write(table);
    }

    private static string Text(long? value) => value is null ? "-" : Report.Number(value.Value);

    private static string PerMac(double? value) =>
        value is null ? string.Empty : value.Value.ToString("0.00", CultureInfo.InvariantCulture);
}
