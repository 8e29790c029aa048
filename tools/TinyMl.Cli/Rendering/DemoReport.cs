using System.Globalization;
using Spectre.Console;
using TinyMl.Cli.Demonstration;
using TinyMl.Compiler.Models;
using TinyMl.Monitor;

namespace TinyMl.Cli.Rendering;

/// <summary>What the demo showed: tables for people, one document for programs.</summary>
internal static class DemoReport
{
    internal static object Json(DemoResult result) => new
    {
        before = result.Taught.Before.Share,
        after = result.Taught.After.Share,
        drawn = result.Taught.Before.Drawn,
        memory = result.Taught.Memory,
        learnt = result.Taught.Learnt,
        adaptations = result.Taught.Adaptations,
        wrong_labels = new
        {
            before = result.Misled.Before.Share,
            after = result.Misled.After.Share,
            adaptations = result.Misled.Adaptations,
        },
        power_cut = new
        {
            operations = result.Cuts.Operations,
            tried = result.Cuts.Tried,
            old_patch = result.Cuts.Old,
            new_patch = result.Cuts.New,
        },
        broken_promises = result.Broken(),
        lines = result.Taught.Log.Select(line => line.Text),
    };

    internal static void Write(ModelFile file, DemoScript script, DemoResult result)
    {
        AnsiConsole.Write(Scores(result));
        AnsiConsole.Write(Guard(result));
        AnsiConsole.Write(Cuts(result.Cuts));
        AnsiConsole.Write(Costs(file, script, result));
        Console.WriteLine(Sentence("Labelled rightly", result.Taught));
        Console.WriteLine(Sentence("Labelled wrongly", result.Misled));
        DemoScore before = result.Taught.Before;
        if (before.Others > 0)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Of {before.Others} other words it took {before.OthersNamed} for digits before and {result.Taught.After.OthersNamed} after."));
        }
    }

    private static string Sentence(string what, LearningRun run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what}, the board named {run.Before.Right} of {run.Before.Drawn} digits right before and {run.After.Right} after: {100 * (run.After.Share - run.Before.Share):+0.0;-0.0;0.0} points.");

    private static Table Scores(DemoResult result)
    {
        Table table = Report.Table(["named right", .. Enumerable.Range(0, 10).Select(d => $"{d}"), "all"]);
        table.AddRow(Row("before", result.Taught.Before));
        table.AddRow(Row("after", result.Taught.After));
        table.AddRow(Row("after wrong labels", result.Misled.After));
        return table;
    }

    private static string[] Row(string name, DemoScore score) =>
        [name, .. score.PerDigit.Select(d => $"{d.Right}/{d.Drawn}"), Report.Percent(score.Share)];

    private static Table Guard(DemoResult result)
    {
        Table table = Report.Table("the guard's decisions", "right labels", "wrong labels");
        string[] words = [.. result.Taught.Adaptations.Concat(result.Misled.Adaptations).Select(a => a.Decision).Distinct()];
        foreach (string word in words.OrderByDescending(word => word == ToldAdaptation.Confirmed).ThenBy(word => word, StringComparer.Ordinal))
        {
            table.AddRow(AdaptationTable.Decision(word), Count(result.Taught, word), Count(result.Misled, word));
        }

        table.AddRow("labels that it doubted at the end", Doubted(result.Taught), Doubted(result.Misled));
        return table;
    }

    private static string Count(LearningRun run, string decision) => Report.Number(run.Adaptations.Count(a => a.Decision == decision));

    private static string Doubted(LearningRun run) =>
        run.Adaptations.LastOrDefault() is { } last ? $"{Report.Number(last.Doubtful)} of {Report.Number(last.Shots)}" : "-";

    private static Table Cuts(PowerCuts cuts)
    {
        Table table = Report.Table("power cuts in a commit", "boards");
        table.AddRow($"cut within and after each of {Report.Number(cuts.Operations)} operations", Report.Number(cuts.Tried));
        table.AddRow("started with the patch from before", Report.Number(cuts.Old));
        table.AddRow("started with the new patch", Report.Number(cuts.New));
        table.AddRow("started with anything else", Report.Number(cuts.Tried - cuts.Old - cuts.New));
        return table;
    }

    private static Table Costs(ModelFile file, DemoScript script, DemoResult result)
    {
        IReadOnlyList<ProtocolLine> log = result.Taught.Log;
        ToldAdaptation? last = result.Taught.Adaptations.LastOrDefault();
        int windows = log.Count(line => line.Kind == LineKind.Metric && line.Name == "class");
        Table table = Report.Table("on the board", "figure");
        table.AddRow("model in flash", $"{Report.Number(file.Bytes)} B");
        table.AddRow("arena to recognise", $"{Report.Number(file.ArenaBytes)} B");
        table.AddRow("arena to recognise and learn", $"{Report.Number(file.LearnArenaBytes)} B");
        table.AddRow("multiply-accumulates a window", Report.Number(file.MultiplyAccumulates));
        table.AddRow(
            $"one window on a simulated core of {script.MacsPerMicrosecond:0} MACs/µs",
            Milliseconds(log.LastOrDefault(line => line.Kind == LineKind.Metric && line.Name == "infer_us")?.Value ?? 0));
        table.AddRow("windows classified", Report.Number(windows));
        if (log.LastOrDefault(line => line.Kind == LineKind.Metric && line.Name == "lost") is { } lost)
        {
            table.AddRow("samples lost", Report.Number((long)lost.Value));
        }

        table.AddRow("adaptations", Report.Number(result.Taught.Adaptations.Count));
        table.AddRow("the last one: gradient steps, tests included", Report.Number(last?.Steps ?? 0));
        table.AddRow("the last one: time in the engine", Milliseconds(last?.Microseconds ?? 0));
        table.AddRow("simulated time", SimulatedTime(log));
        table.AddRow("this took", string.Create(CultureInfo.InvariantCulture, $"{result.Time.TotalSeconds:0.0} s"));
        return table;
    }

    private static string Milliseconds(double micros) => string.Create(CultureInfo.InvariantCulture, $"{micros / 1000:0.0} ms");

    private static string SimulatedTime(IReadOnlyList<ProtocolLine> log)
    {
        string? last = log.LastOrDefault(line => line["t"] is not null)?["t"];
        return last is null ? "-" : TimeSpan.FromMilliseconds(double.Parse(last, CultureInfo.InvariantCulture)).ToString("m\\:ss", CultureInfo.InvariantCulture);
    }
}
