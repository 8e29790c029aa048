using Spectre.Console;
using TinyMl.Boards;
using TinyMl.Boards.Fit;
using TinyMl.Compiler.Models;

namespace TinyMl.Cli.Rendering;

/// <summary>What <c>fit</c> shows.</summary>
internal static class FitReport
{
    internal static void Write(BoardFit fit, bool json)
    {
        if (json)
        {
            Report.WriteJson(ToJson(fit));
            return;
        }

        Table table = Report.Table(fit.Model.Name, "needed B", "there are B", "left B", "", "where");
        table.Columns[^1].LeftAligned();
        foreach (FitCheck check in ChecksOf(fit))
        {
            table.AddRow(
                Markup.Escape(check.Name),
                Report.Number(check.Needed),
                Report.Number(check.Limit),
                Report.Number(check.Limit - check.Needed),
                check.Holds ? "[green]yes[/]" : "[red]no[/]",
                Markup.Escape(check.Where));
        }

        AnsiConsole.Write(table);
        foreach (LoadPath path in fit.Paths)
        {
            string possible = path.Possible switch { true => "yes", false => "no", null => "perhaps" };
            Console.WriteLine($"{path.Name,-9} {possible,-8} {path.Note}");
        }

        Console.WriteLine($"heap      {HeapText(fit.Target.Heap)}");
        foreach (string note in fit.Notes)
        {
            Console.WriteLine("note: " + note);
        }

        foreach (string reason in fit.Reasons)
        {
            Console.WriteLine("no: " + reason);
        }

        Console.WriteLine(fit.Fits
            ? $"Yes: {fit.Model.Name} runs {(fit.Learns ? "and learns " : string.Empty)}on {fit.Board.Name} ({fit.Target.Name})."
            : $"No: {fit.Model.Name} does not fit {fit.Board.Name} ({fit.Target.Name}).");
    }

    internal static string HeapText(ManagedHeap heap) => heap.Bytes is { } bytes
        ? $"{Report.Number(bytes)} B left for managed objects"
        : $"below {Report.Number(heap.AtMost)} B left for managed objects: {heap.Source}";

    internal static object ToJson(BoardFit fit) => new
    {
        board = fit.Board.Id,
        target = fit.Target.Name,
        model = fit.Model.Name,
        fits = fit.Fits,
        learns = fit.Learns,
        profile = new
        {
            model = ProfileName.Of(fit.Model.Profile),
            wanted = fit.Board.Profile,
            used = ProfileName.Of(Profiles.For(fit.Board)),
        },
        arena_bytes = fit.Model.ArenaBytes,
        learn_arena_bytes = fit.Model.LearnArenaBytes,
        model_bytes = fit.Model.ModelBytes,
        checks = ChecksOf(fit).Select(ToJson),
        paths = fit.Paths.Select(path => new { path.Name, path.Possible, checks = path.Checks.Select(ToJson), path.Note }),
        heap = fit.Target.Heap,
        reasons = fit.Reasons,
        notes = fit.Notes,
    };

    private static object ToJson(FitCheck check) => new
    {
        check.Name,
        check.Needed,
        check.Limit,
        left = check.Limit - check.Needed,
        check.Holds,
        check.Where,
    };

    private static IEnumerable<FitCheck> ChecksOf(BoardFit fit) => new[] { fit.Arena, fit.LearnArena }
        .OfType<FitCheck>()
        .Concat(fit.Paths.SelectMany(path => path.Checks));
}
