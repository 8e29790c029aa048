using System.CommandLine;
using TinyMl.Bench;
using TinyMl.Cli.Rendering;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Latency;
using TinyMl.Compiler.Models;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml bench MODEL --target CORE</c>: instructions, memory, bit-exactness on an emulated core.</summary>
internal static class BenchCommand
{
    /// <summary>The names of all targets.</summary>
    internal static readonly string Targets = string.Join(", ", BenchTarget.All.Select(target => target.Name));

    internal static Command Create()
    {
        Argument<string[]> models = new("models")
        {
            Description = "compiled models (.tml), or networks: int8 TensorFlow Lite models (.tflite) and what 'tinyml train' wrote (.json)",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string> target = new("--target") { Description = Targets, DefaultValueFactory = _ => "cortex-m4" };
        Option<bool> all = new("--all") { Description = "measure on all targets" };
        Option<string> folder = new("--models") { Description = "also measure every model in this folder" };
        Option<bool> layers = new("--layers") { Description = "show every operator" };
        Option<bool> learn = new("--learn") { Description = "measure a step of learning in place of inference, of each scheme" };
        Option<string[]> schemes = new("--scheme")
        {
            Description = "with --learn: what the device trains; may be repeated",
            DefaultValueFactory = _ => LearningBench.Schemes,
        };
        Option<string> markdown = new("--markdown") { Description = "also write the report to this file" };
        Option<string> counts = new("--counts")
        {
            Description = "count in the portable profile and the target's, and keep the counts in this file, which 'tinyml test' compares with",
        };
        Option<bool> fit = new("--fit") { Description = "fit the costs with which 'inspect' predicts instructions to synthetic networks, and keep them" };
        Option<bool> json = Arguments.Json();
        Command command = new(
            "bench", "Measure instructions, memory and bit-exactness of models on an emulated microcontroller.")
        {
            models, target, all, folder, layers, learn, schemes, markdown, counts, fit, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            BenchTarget[] targets = parsed.GetValue(all)
                ? [.. BenchTarget.All]
                : [Find(parsed.GetRequiredValue(target))];
            if (parsed.GetValue(fit))
            {
                await FitAsync([.. targets.Where(own => !own.IsHost)], cancel);
                return (int)ExitCode.Success;
            }

            string[] paths = [.. parsed.GetValue(models) ?? [], .. InFolder(parsed.GetValue(folder))];
            if (paths.Length == 0)
            {
                throw new UserError(ExitCode.Usage, "There is no model to measure: name one, or a folder with --models.");
            }

            if (parsed.GetValue(learn))
            {
                List<LearningResult> steps = await MeasuredAsync(
                    targets, runner => LearningBench.MeasureAsync(runner, paths, targets, parsed.GetRequiredValue(schemes), cancel), cancel);
                LearningBench.Write(steps, parsed.GetValue(json), parsed.GetValue(markdown));
                return (int)ExitCode.Success;
            }

            if (parsed.GetValue(counts) is { } table)
            {
                List<BenchResult> counted = await MeasuredAsync(
                    targets, runner => MeasureAsync(runner, paths, targets, own => own.Profiles, cancel), cancel);
                CountsFile.Update(table, counted);
                return (int)ExitCode.Success;
            }

            List<BenchResult> results = await MeasuredAsync(
                targets, runner => MeasureAsync(runner, paths, targets, own => [own.Profile], cancel), cancel);
            if (parsed.GetValue(json))
            {
                Report.WriteJson(results.Count == 1 ? results[0] : results);
            }
            else
            {
                BenchReport.Write(results, parsed.GetValue(layers));
            }

            if (!results.TrueForAll(result => result.IsRight))
            {
                throw new UserError(ExitCode.Failed, "The engine is not right on every target: the report names them.");
            }

            if (parsed.GetValue(markdown) is { } page)
            {
                string present = File.Exists(page) ? Files.ReadText(page) : string.Empty;
                Files.WriteText(page, BenchComparison.Section.IsIn(present)
                    ? BenchComparison.Section.Replace(present, BenchComparison.Table(results))
                    : LearningMarkdown.Section.Carry(present, BenchMarkdown.Write(results)));
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static async Task<List<BenchResult>> MeasureAsync(
        BenchRunner runner, string[] paths, BenchTarget[] targets, Func<BenchTarget, Profile[]> profiles, CancellationToken cancel)
    {
        List<BenchResult> results = [];
        foreach (string path in paths)
        {
            foreach (BenchTarget target in targets)
            {
                foreach (Profile profile in IsCompiled(path) ? [target.Profile] : profiles(target))
                {
                    foreach ((string name, byte[] model) in Load(path, profile))
                    {
                        results.Add(await runner.RunAsync(name, model, target, cancel));
                    }
                }
            }
        }

        return results;
    }

    private static bool IsCompiled(string path) => Path.GetExtension(path).ToLowerInvariant() is not (".tflite" or ".json");

    private static async Task FitAsync(BenchTarget[] targets, CancellationToken cancel)
    {
        string path = Path.Combine(Workspace.Root, "tools", "TinyMl.Compiler", "Latency", "latency.json");
        foreach (BenchTarget target in targets)
        {
            Console.Error.WriteLine($"Fitting {target.Name} ...");
            List<LatencyTable> fitted = await MeasuredAsync<LatencyTable>(
                [target], async runner => [await LatencyFit.RunAsync(runner, LatencyTable.Parse(Files.ReadText(path)), target, cancel)], cancel);
            Files.WriteText(path, fitted[0].Text());
            foreach (Profile profile in target.Profiles)
            {
                List<double[]> errors = await MeasuredAsync<double[]>(
                    [target], async runner => [await LatencyFit.ErrorsAsync(runner, fitted[0], target, profile, cancel)], cancel);
                double[] magnitudes = Array.ConvertAll(errors[0], Math.Abs);
                Console.WriteLine(FormattableString.Invariant(
                    $"{target.Name}, {ProfileName.Of(profile)}: {magnitudes.Length} networks that it has not seen, off by {magnitudes.Average():P1} on average, {magnitudes.Max():P1} at most"));
            }
        }
    }

    /// <summary>Measures with the tools that the targets need; what fails is the user's error.</summary>
    internal static async Task<List<T>> MeasuredAsync<T>(
        BenchTarget[] targets, Func<BenchRunner, Task<List<T>>> measure, CancellationToken cancel)
    {
        BenchRunner runner = new(
            Path.Combine(Workspace.Root, "native-interop"), Path.Combine(Workspace.Root, "artifacts", "bench"));
        try
        {
            await Toolchain.ProvideAsync(targets, Console.Error.WriteLine, cancel);
            return await measure(runner);
        }
        catch (BenchException error)
        {
            throw new UserError(error.Failure switch
            {
                BenchFailure.ToolsMissing => ExitCode.File,
                BenchFailure.TooLarge => ExitCode.Model,
                _ => ExitCode.Failed,
            }, error.Message);
        }
    }

    private static IEnumerable<(string Name, byte[] Model)> Load(string path, Profile profile)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        if (IsCompiled(path))
        {
            return [(name, ModelLoader.Load(path).Bytes)];
        }

        (Graph graph, Pipeline pipeline) = CompileCommand.Read(path);
        (string Name, byte[] Model)[] variants = [.. ModelVariants.Of(name, graph, pipeline, profile)];
        Array.ForEach(variants, variant => ModelLoader.Prove(variant.Model, path));
        return variants;
    }

    internal static BenchTarget Find(string name) => BenchTarget.Find(name)
        ?? throw new UserError(ExitCode.Usage, $"There is no target '{name}': use one of {Targets}.");

    private static string[] InFolder(string? folder)
    {
        if (folder is null)
        {
            return [];
        }

        if (!Directory.Exists(folder))
        {
            throw new UserError(ExitCode.File, $"{folder} cannot be read: there is no such folder. Check the path.");
        }

        return
        [
            .. Directory.GetFiles(folder)
                .Where(file => Path.GetExtension(file) is ".tml" or ".tflite")
                .Order(StringComparer.Ordinal),
        ];
    }
}
