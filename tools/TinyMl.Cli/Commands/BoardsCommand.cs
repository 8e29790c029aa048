using System.CommandLine;
using TinyMl.Boards;
using TinyMl.Boards.Documents;
using TinyMl.Boards.Fit;
using TinyMl.Cli.Rendering;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml boards</c>: the boards, and which models fit them.</summary>
internal static class BoardsCommand
{
    internal static Command Create()
    {
        Option<string[]> models = new("--model")
        {
            Description = "models to try (.tml); default: those of the repository's models/",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<bool> write = new("--write")
        {
            Description = "write again what follows from the board.json files: defconfig, BoardPins.cs, tables of the READMEs",
        };
        Option<bool> json = Arguments.Json();
        Command command = new("boards", "List the boards and what fits them.") { models, write, json };
        command.SetAction(parsed =>
        {
            Board[] boards = BoardCatalog.All(Workspace.Boards);
            if (parsed.GetValue(write))
            {
                foreach ((string path, string text) in BoardDocuments.All(Workspace.OwnBoards, boards))
                {
                    Files.WriteText(path, text);
                    Console.Error.WriteLine($"wrote {path}");
                }
            }

            string[] files = parsed.GetValue(models) is { Length: > 0 } given ? given : OwnModels();
            ModelNeeds[] needs = [.. files.Select(path => ModelNeeds.Of(ModelLoader.Load(path).File))];
            BoardsReport.Write(boards, needs, parsed.GetValue(json));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static string[] OwnModels()
    {
        string folder = Workspace.Models;
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.tml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [];
    }
}
