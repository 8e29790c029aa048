using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Passes;

/// <summary>
/// Removes a RESHAPE where nobody sees the shape: behind an input of the graph that only it reads, or before dense layers,
/// which take all elements in their order.
/// </summary>
public sealed class DropReshape : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "drop reshape";

    /// <inheritdoc/>
    public Graph Apply(Graph graph, Action<string> explain)
    {
        Dictionary<Tensor, Tensor> replaced = [];
        Tensor Map(Tensor tensor) => replaced.TryGetValue(tensor, out Tensor? other) ? Map(other) : tensor;

        foreach (Reshape reshape in graph.Operators.OfType<Reshape>())
        {
            bool sameShape = reshape.Input.Shape == reshape.Output.Shape;
            bool unseen = sameShape || graph.ReadersOf(reshape.Output).All(step => step is FullyConnected or Reshape);
            if (!graph.Outputs.Contains(reshape.Output) && unseen)
            {
                replaced[reshape.Output] = reshape.Input;
            }
            else if (graph.Inputs.Contains(reshape.Input) && graph.IsPrivateTo(reshape.Input, reshape)
                && !graph.Outputs.Contains(reshape.Output))
            {
                replaced[reshape.Input] = reshape.Output;
            }
            else
            {
                continue;
            }

            explain($"{reshape.Input.Shape} to {reshape.Output.Shape} is only another view");
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
}
