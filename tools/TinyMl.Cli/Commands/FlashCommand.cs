using System.CommandLine;
using TinyMl.Boards;
using TinyMl.Boards.Flashing;
using TinyMl.Cli.Flashing;
using TinyMl.Compiler.Models;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml flash</c>: checks that firmware, application and model belong together, then calls nanoff.</summary>
internal static class FlashCommand
{
    internal static Command Create()
    {
        Option<string> board = Arguments.Board();
        Option<string> target = Arguments.BoardTarget();
        Option<string> port = new("--port", "-p") { Description = "the board's serial port, as COM5 or /dev/ttyUSB0" };
        Option<string> firmware = new("--firmware") { Description = "the firmware: the build folder of nf-interpreter, or one file of it" };
        Option<string> app = new("--app") { Description = "the application: the .bin that the build of the .nfproj leaves" };
        Option<string> model = new("--model") { Description = "a model (.tml) for the board's file system" };
        Option<string> installed = new("--installed")
        {
            Description = "the firmware that is on the board already: application and model are checked against it",
        };
        Option<bool> dryRun = new("--dry-run") { Description = "check, then print the calls of nanoff in place of making them" };
        Option<string> nanoff = new("--nanoff") { Description = "the nanoff to call; default: the one in PATH or ~/.dotnet/tools" };
        Option<bool> json = Arguments.Json();
        Command command = new("flash", "Check firmware, application and model, then flash them with nanoff.")
        {
            board, target, port, firmware, app, model, installed, dryRun, nanoff, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            Board chosen = BoardCatalog.Find(Workspace.Boards, parsed.GetRequiredValue(board));
            FlashRequest request = new()
            {
                Board = chosen,
                Target = chosen.Target(parsed.GetValue(target)),
                Port = parsed.GetValue(port),
                Firmware = parsed.GetValue(firmware),
                Installed = parsed.GetValue(installed),
                Application = parsed.GetValue(app),
                Model = parsed.GetValue(model),
            };
            ModelFile? file = request.Model is { } path ? ModelLoader.Load(path).File : null;
            FlashPackage package = FlashPackage.Read(request, file, Files.ReadBytes);
            IReadOnlyList<string> notes = FlashChecks.Run(request, package);
            IReadOnlyList<NanoffStep> steps = NanoffPlan.Of(request, package);
            FlashReport.Checked(request, package, notes, steps, parsed.GetValue(json), parsed.GetValue(dryRun));
            if (parsed.GetValue(dryRun))
            {
                return (int)ExitCode.Success;
            }

            NanoffRunner runner = NanoffRunner.Find(parsed.GetValue(nanoff));
            foreach (NanoffStep step in steps)
            {
                await runner.RunAsync(step, parsed.GetValue(json), cancel);
            }

            FlashReport.Done(request, parsed.GetValue(json));
            return (int)ExitCode.Success;
        });
        return command;
    }
}
