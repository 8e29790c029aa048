using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TinyMl.Cli.Demonstration;
using TinyMl.Compiler.Models;
using TinyMl.Monitor;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml demo</c>: the main job on the virtual board, from sensor bytes to a board that has learnt its user.</summary>
internal static class DemoCommand
{
    internal static Command Create()
    {
        Option<string> model = new("--model") { Description = "the model; default: the gesture model that comes with the repository" };
        Option<int> seed = new("--seed")
        {
            Description = "another writer; the same seed gives the same demo, byte for byte",
            DefaultValueFactory = _ => 1,
        };
        Option<double> spread = new("--spread")
        {
            Description = "how far the writer differs from the usual, 0 to 3",
            DefaultValueFactory = _ => DemoScript.UnusualWriter,
        };
        Option<int> tests = new("--tests") { Description = "times that each digit is drawn to test", DefaultValueFactory = _ => 4 };
        Option<int> shots = new("--shots") { Description = "times that each digit is drawn to learn from", DefaultValueFactory = _ => 3 };
        Option<bool> json = Arguments.Json();
        Command command = new("demo", "A new writer draws digits in the air; the board recognises, learns and gets better.")
        {
            model, seed, spread, tests, shots, json,
        };
        command.SetAction(parsed =>
        {
            Within("--spread", parsed.GetValue(spread), 0, 3);
            Within("--tests", parsed.GetValue(tests), 1, 50);
            Within("--shots", parsed.GetValue(shots), 1, 10);
            string path = parsed.GetValue(model) ?? Workspace.GestureModel;
            (byte[] bytes, ModelFile file) = ModelLoader.Load(path);
            if (file.FrontEnd is not ImuFrontEnd || file.Learning is null || file.Detector is null)
            {
                throw new UserError(ExitCode.Model, $"{path} has no IMU front end, detector or learning: the demo needs all three.");
            }

            DemoScript script = new(parsed.GetValue(seed), parsed.GetValue(spread), parsed.GetValue(tests), parsed.GetValue(shots));
            return Run(bytes, file, script, parsed.GetValue(seed), parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(byte[] bytes, ModelFile file, DemoScript script, int seed, bool json)
    {
        Action<string> show = json ? _ => { } : Console.WriteLine;
        using GestureDemo demo = new(bytes, script, seed, show);
        DemoResult result = demo.Run(title => show($"\n── {title}"));
        if (json)
        {
            Report.WriteJson(new
            {
                before = result.Before.Share,
                after = result.After.Share,
                drawn = result.Before.Drawn,
                memory = result.Memory,
                learnt = result.Learnt,
                lines = demo.Log.Select(line => line.Text),
            });
            return (int)ExitCode.Success;
        }

        Console.WriteLine();
        WriteScores(result);
        WriteCosts(file, demo.Log, result);
        double gain = 100 * (result.After.Share - result.Before.Share);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The board named {result.Before.Right} of {result.Before.Drawn} digits right before it learnt this writer's hand and {result.After.Right} after: {gain:+0.0;-0.0;0.0} points."));
        return (int)ExitCode.Success;
    }

    private static void WriteScores(DemoResult result)
    {
        Table table = Report.Table(["named right", .. Enumerable.Range(0, 10).Select(d => $"{d}"), "all"]);
        table.AddRow(Row("before", result.Before));
        table.AddRow(Row("after", result.After));
        AnsiConsole.Write(table);
    }

    private static string[] Row(string name, DemoScore score) =>
        [name, .. score.PerDigit.Select(d => $"{d.Right}/{d.Drawn}"), Report.Percent(score.Share)];

    private static void WriteCosts(ModelFile file, IReadOnlyList<ProtocolLine> log, DemoResult result)
    {
        ProtocolLine[] adaptations = log.Where(line => line.Kind == LineKind.Adaptation && line.Name == "adapt").ToArray();
        int windows = log.Count(line => line.Kind == LineKind.Metric && line.Name == "class");
        Table table = Report.Table("on the board", "figure");
        table.AddRow("model in flash", $"{Report.Number(file.Bytes)} B");
        table.AddRow("arena to recognise", $"{Report.Number(file.ArenaBytes)} B");
        table.AddRow("arena to recognise and learn", $"{Report.Number(file.LearnArenaBytes)} B");
        table.AddRow("multiply-accumulates a window", Report.Number(file.MultiplyAccumulates));
        table.AddRow(
            $"one window on a simulated core of {GestureDemo.MacsPerMicrosecond:0} MACs/µs",
            $"{log.LastOrDefault(line => line.Kind == LineKind.Metric && line.Name == "infer_us")?.Value / 1000:0.0} ms");
        table.AddRow("windows classified", Report.Number(windows));
        table.AddRow("adaptations", Report.Number(adaptations.Length));
        table.AddRow("gradient steps of the last one", adaptations.LastOrDefault()?["steps"] ?? "-");
        table.AddRow("simulated time", SimulatedTime(log));
        table.AddRow("this took", string.Create(CultureInfo.InvariantCulture, $"{result.Time.TotalSeconds:0.0} s"));
        AnsiConsole.Write(table);
    }

    private static string SimulatedTime(IReadOnlyList<ProtocolLine> log)
    {
        string? last = log.LastOrDefault(line => line["t"] is not null)?["t"];
        return last is null ? "-" : TimeSpan.FromMilliseconds(double.Parse(last, CultureInfo.InvariantCulture)).ToString("m\\:ss", CultureInfo.InvariantCulture);
    }

    private static void Within(string option, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new UserError(ExitCode.Usage, string.Create(
                CultureInfo.InvariantCulture, $"{option} is {value}: it must be {least} to {most}."));
        }
    }
}
