using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Passes;

/// <summary>A border of zeros becomes the padding of the convolution behind it, as far as the format's padding reaches.</summary>
public sealed class FoldPad : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "fold pad";

    /// <inheritdoc/>
    public Graph Apply(Graph graph, Action<string> explain)
    {
        foreach (WindowedOperator window in graph.Operators.OfType<WindowedOperator>())
        {
            if (graph.WriterOf(window.Input) is Pad pad && graph.IsPrivateTo(pad.Output, window) && Folded(pad, window) is { } folded)
            {
                explain($"the border of {pad.Output.Name} becomes the padding of {window.Output.Name}");
                return Apply(graph.Fuse(pad, window, folded), explain);
            }
        }

        return graph;
    }

    private static Operator? Folded(Pad pad, WindowedOperator window)
    {
        Padding sum = new(
            pad.Padding.Top + window.Padding.Top,
            pad.Padding.Left + window.Padding.Left,
            pad.Padding.Bottom + window.Padding.Bottom,
            pad.Padding.Right + window.Padding.Right);
        int height = (window.Weights.Shape.Height - 1) * window.Dilation.Height;
        int width = (window.Weights.Shape.Width - 1) * window.Dilation.Width;

        // Every window must cover an input, and the border must be what padding stands for: the real value 0.
        bool possible = sum.Top <= height && sum.Bottom <= height && sum.Left <= width && sum.Right <= width
            && pad.Output.Shape.Channels == pad.Input.Shape.Channels
            && pad.Value == pad.Input.Quantization!.ZeroPoint;
        return possible ? window.WithPadding(sum).Rewire(x => x == window.Input ? pad.Input : x) : null;
    }
}
