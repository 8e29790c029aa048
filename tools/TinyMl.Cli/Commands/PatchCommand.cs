using System.CommandLine;
using Spectre.Console;
using TinyMl.Monitor;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml patch save|send|show</c>: what a board has learnt, to a file and back.</summary>
internal static class PatchCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal static Command Create() => new("patch", "Fetch what a board has learnt into a file, and bring it back.")
    {
        Save(),
        Send(),
        Show(),
    };

    private static Argument<string> Port() => new("port") { Description = "the board: a serial port or tcp:HOST:PORT" };

    private static Argument<string> PatchPath() => new("file") { Description = "a patch" };

    private static Option<int> Baud() => new("--baud")
    {
        Description = "rate of a serial port",
        DefaultValueFactory = _ => 115200,
    };

    private static Command Save()
    {
        Argument<string> port = Port();
        Argument<string> file = PatchPath();
        Option<int> baud = Baud();
        Option<bool> json = Arguments.Json();
        Command command = new("save", "Fetch what a board has learnt.") { port, file, baud, json };
        command.SetAction(parsed =>
        {
            using PatchTransfer transfer = Open(parsed.GetRequiredValue(port), parsed.GetValue(baud));
            byte[] record = transfer.Save();
            string path = parsed.GetRequiredValue(file);
            Files.WriteBytes(path, record);
            Tell(path, PatchFile.Parse(record, path), parsed.GetValue(json));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command Send()
    {
        Argument<string> port = Port();
        Argument<string> file = PatchPath();
        Option<int> baud = Baud();
        Option<bool> replace = new("--replace") { Description = "also where the board has learnt since" };
        Option<bool> json = Arguments.Json();
        Command command = new("send", "Bring a patch to a board, which uses and keeps it.") { port, file, baud, replace, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            byte[] record = Files.ReadBytes(path);
            PatchFile patch = PatchFile.Parse(record, path);
            using PatchTransfer transfer = Open(parsed.GetRequiredValue(port), parsed.GetValue(baud));
            if (parsed.GetValue(json) || Console.IsOutputRedirected)
            {
                transfer.Send(record, parsed.GetValue(replace));
            }
            else
            {
                AnsiConsole.Progress().Start(context =>
                {
                    ProgressTask task = context.AddTask("patch to the board");
                    transfer.Send(record, parsed.GetValue(replace), (done, of) => task.MaxValue(of).Value(done));
                });
            }

            Tell(path, patch, parsed.GetValue(json));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command Show()
    {
        Argument<string> file = PatchPath();
        Option<bool> json = Arguments.Json();
        Command command = new("show", "Tell what a patch is.") { file, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            Tell(path, PatchFile.Parse(Files.ReadBytes(path), path), parsed.GetValue(json));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static PatchTransfer Open(string port, int baud)
    {
        MonitorSource source = MonitorSource.Of(port, baud);
        return source.ComesBack
            ? new PatchTransfer(source, Patience)
            : throw new UserError(ExitCode.Usage, $"{port} is no board. Name its serial port, or tcp:HOST:PORT.");
    }

    private static void Tell(string path, PatchFile patch, bool json)
    {
        string model = patch.ModelId.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        if (json)
        {
            Report.WriteJson(new
            {
                patch = path,
                model_id = model,
                sequence = patch.Sequence,
                commits = patch.Commits,
                learnt_from_shots = patch.Learnt,
                parameter_bytes = patch.Parameters.Length,
                bytes = patch.ToBytes().Length,
            });
            return;
        }

        Table table = Report.Table(path, "figure");
        table.AddRow("model id", model);
        table.AddRow("sequence number", Report.Number(patch.Sequence));
        table.AddRow("times that the board wrote its memory", Report.Number(patch.Commits));
        table.AddRow("shots that it was learnt from", Report.Number(patch.Learnt));
        table.AddRow("trained parameters", $"{Report.Number(patch.Parameters.Length)} B");
        AnsiConsole.Write(table);
    }
}
