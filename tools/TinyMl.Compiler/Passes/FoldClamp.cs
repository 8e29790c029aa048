using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Passes;

/// <summary>
/// A table that only clamps (RELU, RELU6 without a change of scale) becomes the limits of the operator that wrote its input.
/// </summary>
public sealed class FoldClamp : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "fold clamp";

    /// <inheritdoc/>
    public Graph Apply(Graph graph, Action<string> explain)
    {
        foreach (Lookup lookup in graph.Operators.OfType<Lookup>())
        {
            if (graph.WriterOf(lookup.Input) is ClampedOperator producer
                && graph.IsPrivateTo(lookup.Input, lookup)
                && LimitsOf(lookup) is { } limits
                && Meet(limits, Requantization.Clamp(producer)))
            {
                explain($"{lookup.Function} becomes the range {limits.Minimum} to {limits.Maximum} of {lookup.Input.Name}");
                Operator fused = producer.WithLimits(limits).Rewire(x => x == lookup.Input ? lookup.Output : x);
                return Apply(graph.Fuse(producer, lookup, fused), explain);
            }
        }

        return graph;
    }

    // Two clamps in a row are one only if their ranges have a value in common.
    private static bool Meet(Limits a, Limits b) => a.Minimum <= b.Maximum && b.Minimum <= a.Maximum;

    private static Limits? LimitsOf(Lookup lookup)
    {
        Limits limits = new(lookup.Table[0], lookup.Table[255]);
        bool clamps = limits.Minimum <= limits.Maximum
            && Enumerable.Range(-128, 256).All(x => lookup.Table[x + 128] == Math.Clamp(x, limits.Minimum, limits.Maximum));
        return clamps && lookup.Input.Quantization!.Matches(lookup.Output.Quantization!) ? limits : null;
    }
}
