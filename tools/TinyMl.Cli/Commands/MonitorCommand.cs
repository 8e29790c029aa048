using System.CommandLine;
using Spectre.Console;
using TinyMl.Cli.Rendering;
using TinyMl.Monitor;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml monitor PORT|FILE|tcp:HOST:PORT|-</c>: shows what a board says and keeps it.</summary>
internal static class MonitorCommand
{
    internal static Command Create()
    {
        Argument<string> source = new("source") { Description = "a serial port, a file, tcp:HOST:PORT, or - for standard input" };
        Option<int> baud = new("--baud") { Description = "rate of a serial port", DefaultValueFactory = _ => 115200 };
        Option<string> csv = new("--csv") { Description = "append the metrics to this CSV file" };
        Option<string> adaptations = new("--adaptations") { Description = "append each adaptation and the guard's decision to this CSV file" };
        Option<string> jsonLines = new("--jsonl") { Description = "append every line to this JSON Lines file" };
        Option<string> capture = new("--capture") { Description = "append captured samples, TAB-separated, to this file" };
        Option<string[]> send = new("--send") { Description = "send these commands to the board once it is connected" };
        Option<bool> json = Arguments.Json();
        Command command = new("monitor", "Show and keep what a board says on its serial port.")
        {
            source, baud, csv, adaptations, jsonLines, capture, send, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(
            () =>
            {
                MonitorOptions options = new()
                {
                    Source = MonitorSource.Of(parsed.GetRequiredValue(source), parsed.GetValue(baud)),
                    Csv = parsed.GetValue(csv),
                    Adaptations = parsed.GetValue(adaptations),
                    Json = parsed.GetValue(jsonLines),
                    Capture = parsed.GetValue(capture),
                };
                bool live = !parsed.GetValue(json) && !Console.IsOutputRedirected;
                Run(live || parsed.GetValue(json) ? options : options with { LineReceived = (_, line) => Console.WriteLine(line.Text) },
                    parsed.GetValue(send) ?? [],
                    live,
                    parsed.GetValue(json),
                    cancel);
                return (int)ExitCode.Success;
            },
            cancel));
        return command;
    }

    private static void Run(MonitorOptions options, string[] commands, bool live, bool json, CancellationToken cancel)
    {
        using MonitorSession session = new(options);
        Task reading = Task.Run(() => session.Run(cancel), CancellationToken.None);
        Queue<string> waiting = new(commands);
        void Pump()
        {
            if (waiting.Count > 0 && session.View.Snapshot().IsConnected && session.Send(waiting.Peek()))
            {
                waiting.Dequeue();
            }
        }

        if (live)
        {
            AnsiConsole.Live(MonitorScreen.Draw(session.View.Snapshot())).Start(screen =>
            {
                while (!reading.Wait(100, CancellationToken.None))
                {
                    Pump();
                    screen.UpdateTarget(MonitorScreen.Draw(session.View.Snapshot()));
                }

                screen.UpdateTarget(MonitorScreen.Draw(session.View.Snapshot()));
            });
        }
        else
        {
            while (!reading.Wait(50, CancellationToken.None))
            {
                Pump();
            }
        }

        reading.GetAwaiter().GetResult();
        MonitorSnapshot end = session.View.Snapshot();
        if (json)
        {
            Report.WriteJson(new
            {
                source = end.Source,
                lines = end.Lines,
                bad_lines = end.BadLines,
                reconnections = end.Reconnections,
                metrics = end.Metrics.ToDictionary(metric => metric.Name, metric => metric.Last),
                adaptations = end.Adaptations,
                recent = end.Recent.Select(line => line.Text),
            });
        }
        else
        {
            Console.Error.WriteLine($"{end.Lines} lines, {end.BadLines} of them damaged, {end.Reconnections} reconnections.");
        }
    }
}
