using System.Globalization;
using Spectre.Console;
using TinyMl.Bench;
using TinyMl.Cli.Rendering;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml bench --learn</c>: what a step of each scheme costs.</summary>
internal static class LearningBench
{
    // As many shots as the stated memory is for.
    private const int Shots = 64;

    /// <summary>What is measured unless something else is asked for.</summary>
    internal static string[] Schemes { get; } = ["head-bias", "head", "bias:2", "bias:all", "bias:all+head", "bias:all+head+sparse:1=0.25"];

    internal static async Task<List<LearningResult>> MeasureAsync(
        BenchRunner runner, string[] paths, BenchTarget[] targets, string[] schemes, CancellationToken cancel)
    {
        List<LearningResult> results = [];
        foreach (string path in paths)
        {
            string name = Path.GetFileNameWithoutExtension(path);
            (Graph graph, Pipeline pipeline) = Network(path);
            byte[] plain = ModelCompiler.Compile(graph, pipeline with { Learning = null }).Bytes;
            foreach (BenchTarget target in targets)
            {
                long? inference = (await runner.RunAsync(name, plain, target, cancel)).Instructions;
                foreach (string scheme in schemes)
                {
                    byte[] model = ModelCompiler.Compile(graph, With(pipeline, scheme), target.Profile).Bytes;
                    ModelLoader.Prove(model, path);
                    results.Add(await runner.LearnAsync(name, model, inference, target, cancel));
                }
            }
        }

        return results;
    }

    internal static void Write(IReadOnlyList<LearningResult> results, bool json, string? markdown)
    {
        if (json)
        {
            Report.WriteJson(results);
        }
        else
        {
            WriteTables(results);
        }

        if (results.Any(result => !result.IsRight))
        {
            throw new UserError(ExitCode.Failed, "The engine does not learn the same on every target: the report names them.");
        }

        if (markdown is not null)
        {
            string present = File.Exists(markdown) ? Files.ReadText(markdown) : string.Empty;
            Files.WriteText(markdown, LearningMarkdown.Section.Replace(present, LearningMarkdown.Write(results)));
        }
    }

    private static Pipeline With(Pipeline pipeline, string scheme) =>
        pipeline with { Learning = (pipeline.Learning ?? new LearningSettings()) with { Scheme = scheme, Shots = Shots } };

    private static (Graph Graph, Pipeline Pipeline) Network(string path) =>
        Path.GetExtension(path).Equals(".tml", StringComparison.OrdinalIgnoreCase)
            ? throw new UserError(
                ExitCode.Usage, $"{path} is compiled for one scheme: give the network (.tflite or .json) from which each scheme can be compiled.")
            : CompileCommand.Read(path);

    private static void WriteTables(IReadOnlyList<LearningResult> results)
    {
        Table steps = Report.Table("model", "target", "scheme", "inference", "step", "inferences", "stack B", "exact");
        foreach (LearningResult result in results)
        {
            steps.AddRow(
                result.Model,
                result.Target,
                result.Scheme,
                result.Inference is { } inference ? Report.Number(inference) : "-",
                result.Step is { } step ? Report.Number(step) : "-",
                result.Inferences?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-",
                Report.Number(result.StackBytes),
                result.IsRight ? "yes" : "NO");
        }

        AnsiConsole.Write(steps);
        Table memory = Report.Table("model", "scheme", "inference B", "parameters", "residuals", "masks", "saved", "gradients", "behind", "shots", "all", "without shots");
        foreach (LearningResult result in results.DistinctBy(result => (result.Model, result.Scheme)))
        {
            LearningMemory bytes = result.Memory;
            memory.AddRow(
            [
                result.Model,
                result.Scheme,
                .. new[]
                {
                    bytes.Inference, bytes.Parameters, bytes.Residuals, bytes.Masks, bytes.Saved, bytes.GradientsInside, bytes.GradientsBehind,
                    bytes.Shots, bytes.Total, bytes.WithoutShots,
                }.Select(part => Report.Number(part)),
            ]);
        }

        AnsiConsole.Write(memory);
        Console.WriteLine("Inferences: forward, backward and update in portable inferences. Gradients lie over dead activations; those behind do not.");
    }
}
