using Spectre.Console;
using TinyMl.Boards;
using TinyMl.Boards.Fit;
using TinyMl.Compiler.Models;

namespace TinyMl.Cli.Rendering;

/// <summary>What <c>boards</c> shows.</summary>
internal static class BoardsReport
{
    internal static void Write(Board[] boards, ModelNeeds[] models, bool json)
    {
        if (json)
        {
            Report.WriteJson(boards.SelectMany(board => board.Targets.Select(target => new
            {
                board = board.Id,
                name = board.Name,
                target = target.Name,
                core = board.Core,
                profile = ProfileName.Of(Profiles.For(board)),
                arena_bytes = target.Arena.Bytes,
                model_buffer_bytes = target.ModelBuffer.Bytes,
                deployment_bytes = board.Flash.Deployment.Bytes,
                file_bytes = board.Flash.Files?.Bytes ?? 0,
                ran_on_hardware = board.RanOnHardware,
                models = models.Select(model => FitReport.ToJson(BoardFit.Of(board, target, model))),
            })));
            return;
        }

        Table table = Report.Table(["--board", "target", "core", "arena", "app", "I:", .. models.Select(model => model.Name)]);
        table.Columns[1].LeftAligned();
        table.Columns[2].LeftAligned();
        foreach (Board board in boards)
        {
            foreach (BoardTarget target in board.Targets)
            {
                table.AddRow(
                [
                    target == board.Targets[0] ? Markup.Escape(board.Id) : string.Empty,
                    Markup.Escape(target.Name),
                    board.Core,
                    Report.Number(target.Arena.Bytes),
                    $"{board.Flash.Deployment.Bytes / 1024} kB",
                    board.Flash.Files is { } files ? $"{files.Bytes / 1024} kB" : "-",
                    .. models.Select(model => Verdict(BoardFit.Of(board, target, model))),
                ]);
            }
        }

        AnsiConsole.Write(table);
        if (models.Length == 0)
        {
            Console.WriteLine("Which models fit them: name some with --model.");
        }

        Console.WriteLine("arena: B of static memory; app: flash for the application, models in it included. 'tinyml fit' has every number.");
    }

    private static string Verdict(BoardFit fit) => (fit.Fits, fit.Learns) switch
    {
        (true, true) => "[green]learns[/]",
        (true, false) => "[green]runs[/]",
        _ => "[red]no[/]",
    };
}
