using System.CommandLine;
using TinyMl.Boards;
using TinyMl.Boards.Fit;
using TinyMl.Boards.Images;
using TinyMl.Cli.Rendering;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml fit MODEL --board B</c>: yes or no, with every number.</summary>
internal static class FitCommand
{
    internal static Command Create()
    {
        Argument<string> model = Arguments.Model();
        Option<string> board = Arguments.Board();
        Option<string> target = Arguments.BoardTarget();
        Option<string> app = new("--app") { Description = "the application without the model (.bin): its bytes are counted, too" };
        Option<bool> json = Arguments.Json();
        Command command = new("fit", "Tell whether a model fits a board, with every number.") { model, board, target, app, json };
        command.SetAction(parsed =>
        {
            ModelNeeds needs = ModelNeeds.Of(ModelLoader.Load(parsed.GetRequiredValue(model)).File);
            Board chosen = BoardCatalog.Find(Workspace.Boards, parsed.GetRequiredValue(board));
            long? application = parsed.GetValue(app) is { } path
                ? ApplicationImage.Parse(Files.ReadBytes(path), path).Bytes
                : null;
            BoardFit fit = BoardFit.Of(chosen, chosen.Target(parsed.GetValue(target)), needs, application);
            FitReport.Write(fit, parsed.GetValue(json));
            return (int)(fit.Fits ? ExitCode.Success : ExitCode.Failed);
        });
        return command;
    }
}
