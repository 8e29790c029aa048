using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Passes;

/// <summary>Removes operators whose result reaches no output.</summary>
public sealed class DropDeadCode : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "drop dead code";

    /// <inheritdoc/>
    public Graph Apply(Graph graph, Action<string> explain)
    {
        HashSet<Tensor> needed = [.. graph.Outputs];
        List<Operator> kept = [];
        foreach (Operator step in graph.Operators.Reverse())
        {
            if (needed.Contains(step.Output))
            {
                kept.Insert(0, step);
                needed.UnionWith(step.Inputs);
            }
            else
            {
                explain($"nobody reads {step.Output.Name}");
            }
        }

        return kept.Count == graph.Operators.Count ? graph : graph.With(kept);
    }
}
