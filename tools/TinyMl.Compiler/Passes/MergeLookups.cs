using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Passes;

/// <summary>
/// Two tables in a row are one (a QUANTIZE behind an activation, say), and a table that changes nothing is none.
/// </summary>
public sealed class MergeLookups : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "merge lookups";

    /// <inheritdoc/>
    public Graph Apply(Graph graph, Action<string> explain)
    {
        foreach (Lookup second in graph.Operators.OfType<Lookup>())
        {
            if (graph.WriterOf(second.Input) is Lookup first && graph.IsPrivateTo(first.Output, second))
            {
                explain($"{first.Function} and {second.Function} become one table");
                return Apply(graph.Fuse(first, second, Compose(first, second)), explain);
            }

            if (IsIdentity(second) && graph.WriterOf(second.Input) is not null && !graph.Outputs.Contains(second.Output))
            {
                explain($"{second.Function} changes nothing");
                return Apply(Bypass(graph, second), explain);
            }
        }

        return graph;
    }

    private static Lookup Compose(Lookup first, Lookup second) => new()
    {
        Inputs = [first.Input],
        Output = second.Output,
        Table = Array.ConvertAll(first.Table, value => second.Table[value + 128]),
        Function = $"{first.Function}+{second.Function}",
    };

    // The scale may change with the table; the readers must see the one that they know.
    private static bool IsIdentity(Lookup lookup) =>
        lookup.Input.Quantization!.Matches(lookup.Output.Quantization!)
        && Enumerable.Range(-128, 256).All(x => lookup.Table[x + 128] == x);

    private static Graph Bypass(Graph graph, Lookup lookup) => graph.With(graph.Operators
        .Where(step => step != lookup)
        .Select(step => step.Rewire(tensor => tensor == lookup.Output ? lookup.Input : tensor)));
}
