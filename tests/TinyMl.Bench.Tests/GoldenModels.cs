using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TinyMl.Compiler.Models;
using TinyMl.Tests.Shared;

namespace TinyMl.Bench.Tests;

/// <summary>The shared models whose outputs for some inputs are known, each measured once for all tests.</summary>
internal static class GoldenModels
{
    private static readonly ConcurrentDictionary<(string Model, string Target, Profile Profile), Lazy<Task<BenchResult>>> Measured = new();

    internal static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.golden.json")
        .Select(path => Path.GetFileName(path).Replace(".golden.json", string.Empty))
        .Order(StringComparer.Ordinal);

    private static string Folder => Path.Combine(SharedData.Root!, "models");

    /// <summary>Seeds of inputs, and the checksums that TensorFlow Lite Micro's outputs have.</summary>
    internal static (uint Seed, string OutputCrc)[] Runs(string model) =>
    [
        .. JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, model + ".golden.json")))!["runs"]!.AsArray()
            .Select(run => ((uint)run!["seed"]!, (string)run["output_crc32"]!)),
    ];

    internal static Task<BenchResult> MeasureAsync(string model, BenchTarget target, Profile profile) =>
        Measured.GetOrAdd((model, target.Name, profile), _ => new Lazy<Task<BenchResult>>(() =>
        {
            BenchRunner runner = new(TestModels.NativeFolder, TestModels.Artifacts) { Seeds = [.. Runs(model).Select(run => run.Seed)] };
            return runner.RunAsync(model, TestModels.Shared(model, profile: profile), target);
        })).Value;
}
