using System.CommandLine;
using System.Globalization;
using TinyMl.Cli.Demonstration;
using TinyMl.Cli.Rendering;
using TinyMl.Compiler.Models;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml demo</c>: the main job on the virtual board, from sensor bytes to a board that has learnt its user.</summary>
internal static class DemoCommand
{
    internal static Command Create()
    {
        Option<string> model = new("--model") { Description = "the model; default: the gesture model that comes with the repository" };
        Option<int> seed = Seed("another writer");
        Option<double> spread = new("--spread")
        {
            Description = "how far the writer differs from the usual, 0 to 3",
            DefaultValueFactory = _ => GestureScript.UnusualWriter,
        };
        Option<int> tests = Tests("drawn");
        Option<int> shots = Shots("drawn");
        Option<bool> json = Arguments.Json();
        Command command = new("demo", "A new writer draws digits in the air: the board learns, does not let itself be misled, and forgets nothing when the power goes.")
        {
            model, seed, spread, tests, shots, json, KeywordDemoCommand.Create(),
        };
        command.SetAction(parsed =>
        {
            Within("--spread", parsed.GetValue(spread), 0, 3);
            CheckCounts(parsed.GetValue(tests), parsed.GetValue(shots));
            string path = parsed.GetValue(model) ?? Workspace.GestureModel;
            (byte[] bytes, ModelFile file) = ModelLoader.Load(path);
            if (file.FrontEnd is not ImuFrontEnd || file.Learning is null || file.Detector is null)
            {
                throw new UserError(ExitCode.Model, $"{path} has no IMU front end, detector or learning: the demo needs all three.");
            }

            DemoScript script = GestureScript.Make(
                parsed.GetValue(seed), parsed.GetValue(spread), parsed.GetValue(tests), parsed.GetValue(shots));
            return Run(bytes, file, script, parsed.GetValue(json));
        });
        return command;
    }

    internal static Option<int> Seed(string who) => new("--seed")
    {
        Description = $"{who}; the same seed gives the same demo, byte for byte",
        DefaultValueFactory = _ => 1,
    };

    internal static Option<int> Tests(string done) =>
        new("--tests") { Description = $"times that each digit is {done} to test", DefaultValueFactory = _ => 4 };

    internal static Option<int> Shots(string done) =>
        new("--shots") { Description = $"times that each digit is {done} to learn from", DefaultValueFactory = _ => 3 };

    internal static void CheckCounts(int tests, int shots)
    {
        Within("--tests", tests, 1, 50);
        Within("--shots", shots, 1, 10);
    }

    internal static int Run(byte[] bytes, ModelFile file, DemoScript script, bool json)
    {
        Action<string> show = json ? _ => { } : Console.WriteLine;
        DemoResult result = new LearningDemo(bytes, file.Labels[..DemoScript.Digits], script, show).Run(title => show($"\n── {title}"));
        if (json)
        {
            Report.WriteJson(DemoReport.Json(result));
        }
        else
        {
            Console.WriteLine();
            DemoReport.Write(file, script, result);
        }

        foreach (string promise in result.Broken())
        {
            Report.Error(promise, ExitCode.Failed);
        }

        return (int)(result.Broken().Any() ? ExitCode.Failed : ExitCode.Success);
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
