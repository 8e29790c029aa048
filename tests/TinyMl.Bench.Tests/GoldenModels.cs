using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TinyMl.Compiler.Models;
using TinyMl.Tests.Shared;

namespace TinyMl.Bench.Tests;

/// <summary>The shared models whose outputs for some inputs are known, each measured once for all tests.</summary>
internal static class GoldenModels
{
    private static readonly ConcurrentDictionary<(string Model, string Target, Profile Profile, bool Winograd), Lazy<Task<BenchResult>>> Measured = new();

    internal static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.golden.json")
        .Select(path => Path.GetFileName(path).Replace(".golden.json", string.Empty))
        .Order(StringComparer.Ordinal);

    /// <summary>Every model in every profile of a target, those with 3x3 convolutions also by Winograd's transform.</summary>
    internal static IEnumerable<(string Model, Profile Profile, bool Winograd)> Of(BenchTarget target) =>
        from profile in target.Profiles
        from model in Names
        from winograd in profile == Profile.CortexMDsp && model.StartsWith("mlperf_ic", StringComparison.Ordinal) ? new[] { false, true } : [false]
        select (model, profile, winograd);

    /// <summary>The name of a model in tables.</summary>
    internal static string NameOf(string model, bool winograd) => winograd ? ModelVariants.WithWinograd(model) : model;

    private static string Folder => Path.Combine(SharedData.Root!, "models");

    /// <summary>Seeds of inputs, and the checksums that TensorFlow Lite Micro's outputs have.</summary>
    internal static (uint Seed, string OutputCrc)[] Runs(string model) =>
    [
        .. JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, model + ".golden.json")))!["runs"]!.AsArray()
            .Select(run => ((uint)run!["seed"]!, (string)run["output_crc32"]!)),
    ];

    internal static Task<BenchResult> MeasureAsync(string model, BenchTarget target, Profile profile, bool winograd = false) =>
        Measured.GetOrAdd((model, target.Name, profile, winograd), _ => new Lazy<Task<BenchResult>>(() =>
        {
            BenchRunner runner = new(TestModels.NativeFolder, TestModels.Artifacts) { Seeds = [.. Runs(model).Select(run => run.Seed)] };
            return runner.RunAsync(NameOf(model, winograd), TestModels.Shared(model, profile: profile, winograd: winograd), target);
        })).Value;
}
