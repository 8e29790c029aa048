using System.Text.Json;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Latency;

/// <summary>
/// What the parts of each kernel cost on each core in instructions, fitted to layers that were run (<c>tinyml bench --fit</c>). With it
/// the instructions of a model are known without running it.
/// </summary>
public sealed class LatencyTable
{
    // What an inference and each of its operators cost beside the kernels; it and the portable kernels are the same in every profile.
    private const string Engine = "engine";

    private static readonly string Portable = ProfileName.Of(Profile.Portable);

    private readonly Dictionary<(string Target, string Profile, string Kernel), Dictionary<string, double>> _costs = [];

    private LatencyTable()
    {
    }

    private static readonly Lazy<LatencyTable> Shipped = new(() =>
    {
        using Stream stream = typeof(LatencyTable).Assembly.GetManifestResourceStream("latency.json")!;
        return Parse(new StreamReader(stream).ReadToEnd());
    });

    /// <summary>The table that comes with the compiler.</summary>
    public static LatencyTable Default => Shipped.Value;

    /// <summary>Reads a table.</summary>
    public static LatencyTable Parse(string json)
    {
        LatencyTable table = new();
        var costs = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, Dictionary<string, Dictionary<string, double>>>>>(json)!;
        foreach ((string target, var profiles) in costs)
        {
            foreach ((string profile, var kernels) in profiles)
            {
                foreach ((string kernel, Dictionary<string, double> parts) in kernels)
                {
                    table._costs[(target, profile, kernel)] = parts;
                }
            }
        }

        return table;
    }

    /// <summary>The table's text, a line for each kernel.</summary>
    public string Text() => NestedJson.Write(_costs.Select(costs =>
        (costs.Key.Target, costs.Key.Profile, costs.Key.Kernel, JsonSerializer.Serialize(costs.Value))));

    /// <summary>The same table but for the costs that other measurements give for a target and profile.</summary>
    public LatencyTable With(string target, string profile, IEnumerable<LatencySample> samples)
    {
        LatencyTable changed = new();
        foreach ((var key, Dictionary<string, double> parts) in _costs.Where(costs => (costs.Key.Target, costs.Key.Profile) != (target, profile)))
        {
            changed._costs[key] = parts;
        }

        bool isPortable = profile == Portable;
        foreach (IGrouping<string, LatencySample> kernel in samples
            .Where(sample => isPortable || sample.IsPacked)
            .GroupBy(sample => sample.Kernel))
        {
            changed._costs[(target, profile, kernel.Key)] = CostFit.Solve([.. kernel]);
        }

        return changed;
    }

    /// <summary>What an inference of a model executes on a target.</summary>
    /// <returns>All of it, and each operator; null where a kernel was never fitted.</returns>
    public (long? Instructions, long?[] Layers) Predict(ModelFile model, string target)
    {
        string own = ProfileName.Of(model.Profile);
        long?[] layers = Array.ConvertAll(model.Operators, step =>
            Cost(target, step.Kernel == 0 ? Portable : own, LayerWork.KernelOf(model, step), LayerWork.Of(model, step)));
        long? engine = Cost(target, Portable, Engine, EngineWork(layers.Length));
        return (layers.Append(engine).Aggregate((long?)0, (sum, count) => sum + count), layers);
    }

    /// <summary>What measuring a model teaches about its kernels.</summary>
    /// <param name="model">The model.</param>
    /// <param name="instructions">Of an inference.</param>
    /// <param name="layers">Of each operator.</param>
    public static IEnumerable<LatencySample> SamplesOf(ModelFile model, long instructions, IReadOnlyList<long> layers)
    {
        yield return new LatencySample(Engine, IsPacked: false, EngineWork(layers.Count), instructions - layers.Sum());
        for (int i = 0; i < layers.Count; i++)
        {
            yield return new LatencySample(
                LayerWork.KernelOf(model, model.Operators[i]), model.Operators[i].Kernel != 0, LayerWork.Of(model, model.Operators[i]), layers[i]);
        }
    }

    private static Dictionary<string, double> EngineWork(int operators) => new() { ["call"] = 1, ["operator"] = operators };

    private long? Cost(string target, string profile, string kernel, IReadOnlyDictionary<string, double> work) =>
        _costs.TryGetValue((target, profile, kernel), out Dictionary<string, double>? parts)
            ? (long)Math.Round(parts.Sum(part => part.Value * work.GetValueOrDefault(part.Key)))
            : null;
}
