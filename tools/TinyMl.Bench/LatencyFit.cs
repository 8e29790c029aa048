using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Latency;
using TinyMl.Compiler.Models;

namespace TinyMl.Bench;

/// <summary>Fits <see cref="LatencyTable"/> to synthetic networks that run on emulated cores.</summary>
public static class LatencyFit
{
    private const int HeldOut = 32;

    /// <summary>The table with the costs of a target in both its profiles fitted anew.</summary>
    public static async Task<LatencyTable> RunAsync(BenchRunner runner, LatencyTable table, BenchTarget target, CancellationToken cancel)
    {
        foreach (Profile profile in target.Profiles)
        {
            List<LatencySample> samples = [];
            foreach (Graph graph in SyntheticNetworks.All())
            {
                foreach ((string name, byte[] model) in ModelVariants.Of(graph.Name, graph, new Pipeline { SelfTests = 0 }, profile))
                {
                    BenchResult result = await MeasureAsync(runner, name, model, target, cancel);
                    samples.AddRange(LatencyTable.SamplesOf(
                        new ModelFile(model), result.Instructions!.Value, [.. result.Layers.Select(layer => layer.Instructions!.Value)]));
                }
            }

            table = table.With(target.Name, ProfileName.Of(profile), samples);
        }

        return table;
    }

    /// <summary>How far off the table is for networks that it was not fitted to: predicted / counted - 1.</summary>
    public static Task<double[]> ErrorsAsync(
        BenchRunner runner, LatencyTable table, BenchTarget target, Profile profile, CancellationToken cancel, int networks = HeldOut) =>
        ErrorsAsync(SyntheticNetworks.HeldOut(networks), runner, table, target, profile, cancel);

    /// <summary>The same for networks of the operators between layers.</summary>
    public static Task<double[]> SundryErrorsAsync(
        BenchRunner runner, LatencyTable table, BenchTarget target, CancellationToken cancel, int networks = HeldOut) =>
        ErrorsAsync(SyntheticNetworks.SundryHeldOut(networks), runner, table, target, Profile.Portable, cancel);

    private static async Task<double[]> ErrorsAsync(
        IEnumerable<Graph> networks, BenchRunner runner, LatencyTable table, BenchTarget target, Profile profile, CancellationToken cancel)
    {
        List<double> errors = [];
        foreach (Graph graph in networks)
        {
            byte[] model = ModelCompiler.Compile(graph, new Pipeline { SelfTests = 0 }, profile).Bytes;
            BenchResult result = await MeasureAsync(runner, graph.Name, model, target, cancel);
            (long? predicted, _) = table.Predict(new ModelFile(model), target.Name);
            errors.Add(((double?)predicted / result.Instructions!.Value) - 1 ?? double.NaN);
        }

        return [.. errors];
    }

    // What a kernel takes that is wrong is of no interest.
    private static async Task<BenchResult> MeasureAsync(
        BenchRunner runner, string name, byte[] model, BenchTarget target, CancellationToken cancel)
    {
        BenchResult result = await runner.RunAsync(name, model, target, cancel);
        return result.BitExact && result.ArenaIntact
            ? result
            : throw new BenchException(BenchFailure.Run, $"{name} gives other bytes on {target.Name} than here: run 'tinyml test', a kernel is wrong.");
    }
}
