using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Learning;

/// <summary>Which rows of an operator's output depend on a row of its input.</summary>
internal static class RowReach
{
    /// <summary>The rows [Begin, End); none where they are equal.</summary>
    internal static (int Begin, int End) Of(Operator step, Tensor input, int row)
    {
        Shape from = input.Shape;
        Shape to = step.Output.Shape;
        switch (step)
        {
            case FullyConnected:
                return (0, 1);
            case Reshape:
                int row0 = from.Width * from.Channels;
                int row1 = to.Width * to.Channels;
                return (row * row0 / row1, ((((row + 1) * row0) - 1) / row1) + 1);
            case WindowedOperator conv:
                return Of(row, to.Height, conv.Weights.Shape.Height, conv.Stride.Height, conv.Dilation.Height, conv.Padding.Top);
            case Pool2D pool:
                return Of(row, to.Height, pool.Filter.Height, pool.Stride.Height, 1, pool.Padding.Top);
            default:
                return to.Height == 1 ? (0, 1) : (row, row + 1);
        }
    }

    private static (int Begin, int End) Of(int row, int rows, int filter, int stride, int dilation, int before)
    {
        int first = row + before - ((filter - 1) * dilation);
        int end = Math.Min(rows, ((row + before) / stride) + 1);
        return (Math.Min(end, first <= 0 ? 0 : (first + stride - 1) / stride), end);
    }
}
