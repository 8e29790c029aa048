using System.CommandLine;
using System.Runtime.InteropServices;
using Spectre.Console;
using TinyMl.Boards;
using TinyMl.Cli;
using TinyMl.Cli.Commands;
using TinyMl.Compiler;
using TinyMl.Monitor;
using TinyMl.Training.Recipes;
using TinyMl.VirtualBoard;

if (Console.IsOutputRedirected)
{
    // A file or a pipe has no width and no colours: wide enough for every table.
    AnsiConsole.Profile.Width = 120;
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
}

RootCommand root = new("Keyword and gesture detection for .NET nanoFramework: train, compile, inspect, run, learn.")
{
    DemoCommand.Create(),
    TestCommand.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    SearchSchemeCommand.Create(),
    CompileCommand.Create(),
    InspectCommand.Create(),
    RunCommand.Create(),
    ListenCommand.Create(),
    SelfTestCommand.Create(),
    BenchCommand.Create(),
    BoardCommand.Create(),
    BoardsCommand.Create(),
    FitCommand.Create(),
    NewBoardCommand.Create(),
    FlashCommand.Create(),
    MonitorCommand.Create(),
    PatchCommand.Create(),
};

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    Report.Error($"{parsed.Errors[0].Message} 'tinyml --help' lists the commands.", ExitCode.Usage);
    return (int)ExitCode.Usage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (UserError error)
{
    Report.Error(error.Message, error.Code);
    return (int)error.Code;
}
catch (BoardException error)
{
    ExitCode code = error.IsUsage ? ExitCode.Usage : ExitCode.Content;
    Report.Error(error.Message, code);
    return (int)code;
}
catch (Exception error) when (error is CompileException or RecipeException or RecordingException
    or TinyMl.Training.Recordings.RecordingException or MonitorException
    or TransportException)
{
    Report.Error(error.Message, ExitCode.Content);
    return (int)ExitCode.Content;
}
catch (DllNotFoundException)
{
    Report.Error(
        $"This package has no inference engine for {RuntimeInformation.RuntimeIdentifier}, only for linux-x64: start ./tinyml in a checkout of the repository, which builds it.",
        ExitCode.File);
    return (int)ExitCode.File;
}
catch (OperationCanceledException)
{
    Report.Error("Stopped.", ExitCode.Cancelled);
    return (int)ExitCode.Cancelled;
}
catch (Exception error)
{
    // A fault of ours: one line for the user, the rest where it can be attached to a report.
    string log = Path.Combine(Path.GetTempPath(), "tinyml-crash.log");
    await File.WriteAllTextAsync(log, error.ToString());
    Report.Error($"The tool itself failed ({error.GetType().Name}): please report it with {log}.", ExitCode.Internal);
    return (int)ExitCode.Internal;
}
