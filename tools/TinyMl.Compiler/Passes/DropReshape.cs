using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Passes;

/// <summary>
/// Removes a RESHAPE where nobody sees the shape: behind an input of the graph that only it reads, or before dense layers,
/// which take all elements in their order.
/// </summary>
public static class DropReshape
{
    /// <summary>A new graph with as few reshapes as possible.</summary>
    public static Graph Apply(Graph graph)
    {
        Dictionary<Tensor, Tensor> replaced = [];
        Tensor Map(Tensor tensor) => replaced.TryGetValue(tensor, out Tensor? other) ? Map(other) : tensor;

        foreach (Reshape reshape in graph.Operators.OfType<Reshape>())
        {
            if (graph.Outputs.Contains(reshape.Output))
            {
                continue;
            }

            if (ReadersOf(graph, reshape.Output).All(step => step is FullyConnected or Reshape))
            {
                replaced[reshape.Output] = reshape.Input;
            }
            else if (graph.Inputs.Contains(reshape.Input) && ReadersOf(graph, reshape.Input).Count() == 1)
            {
                replaced[reshape.Input] = reshape.Output;
            }
        }

        return new Graph
        {
            Name = graph.Name,
            Inputs = graph.Inputs.Select(Map).ToArray(),
            Outputs = graph.Outputs.Select(Map).ToArray(),
            Operators = graph.Operators
                .Where(step => step is not Reshape || Map(step.Input) != Map(step.Output))
                .Select(step => step.Rewire(Map))
                .ToArray(),
        };
    }

    private static IEnumerable<Operator> ReadersOf(Graph graph, Tensor tensor) =>
        graph.Operators.Where(step => step.Inputs.Contains(tensor));
}
