using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Passes;

/// <summary>What the passes share: who reads and writes a tensor, what a window sees, and graphs with operators exchanged.</summary>
internal static class GraphRewrite
{
    internal static Operator? WriterOf(this Graph graph, Tensor tensor) =>
        graph.Operators.FirstOrDefault(step => step.Output == tensor);

    internal static IEnumerable<Operator> ReadersOf(this Graph graph, Tensor tensor) =>
        graph.Operators.Where(step => step.Inputs.Contains(tensor));

    /// <summary>Whether one operator alone sees a tensor.</summary>
    internal static bool IsPrivateTo(this Graph graph, Tensor tensor, Operator reader) =>
        !graph.Outputs.Contains(tensor) && graph.ReadersOf(tensor).All(step => step == reader);

    internal static Graph With(this Graph graph, IEnumerable<Operator> operators) =>
        new() { Name = graph.Name, Inputs = graph.Inputs, Outputs = graph.Outputs, Operators = operators.ToArray() };

    /// <summary>One operator in place of two neighbours in the data flow: it stands where the later one stood.</summary>
    internal static Graph Fuse(this Graph graph, Operator producer, Operator consumer, Operator fused) => graph.With(
        graph.Operators.Where(step => step != producer).Select(step => step == consumer ? fused : step));

    /// <summary>Whether no window reaches the padding.</summary>
    internal static bool IsInside(this WindowedOperator step)
    {
        Shape input = step.Input.Shape;
        Shape output = step.Output.Shape;
        int bottom = ((output.Height - 1) * step.Stride.Height) + ((step.Weights.Shape.Height - 1) * step.Dilation.Height);
        int right = ((output.Width - 1) * step.Stride.Width) + ((step.Weights.Shape.Width - 1) * step.Dilation.Width);
        return step.Padding is { Top: 0, Left: 0 } && bottom < input.Height && right < input.Width;
    }
}
