using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Learning;

/// <summary>
/// Side branches after TinyTL (arXiv 2007.11622), which are trained with the network on the host and then on the device: an average
/// over a window, a pointwise convolution of it, added to what the main path makes of the same input.
/// </summary>
internal static class LiteResidual
{
    /// <summary>The convolutions of a graph's side branches, the last first.</summary>
    internal static IEnumerable<Conv2D> Of(Graph graph) => graph.Operators.OfType<Conv2D>()
        .Where(conv => conv.Weights.Shape is { Height: 1, Width: 1 }
            && graph.Operators.Any(step => step is AveragePool2D && step.Output == conv.Input)
            && graph.Operators.Any(step => step is Add && step.Inputs.Contains(conv.Output)))
        .Reverse();
}
