using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Reference;

/// <summary>Operators that only move elements, one element at a time.</summary>
internal static class MovementReference
{
    internal static sbyte[] Run(Operator step, sbyte[][] inputs)
    {
        Shape shape = step.Output.Shape;
        sbyte[] y = new sbyte[shape.Elements];
        for (int i = 0; i < y.Length; i++)
        {
            int channel = i % shape.Channels;
            int column = i / shape.Channels % shape.Width;
            int row = i / shape.Channels / shape.Width;
            y[i] = step switch
            {
                Reshape => inputs[0][i],
                StridedCopy copy => inputs[0][
                    copy.Start + (row * copy.Steps.Height) + (column * copy.Steps.Width) + (channel * copy.Steps.Channel)],
                Pad pad => Padded(
                    pad, inputs[0], row - pad.Padding.Top, column - pad.Padding.Left, channel - pad.ChannelsBefore),
                ResizeNearestNeighbor resize => At(step.Input.Shape, inputs[0], resize.Rows[row], resize.Columns[column], channel),
                Concatenation concatenation => Joined(concatenation, inputs, row, column, channel),
                _ => throw new InvalidOperationException(),
            };
        }

        return y;
    }

    private static sbyte Padded(Pad pad, sbyte[] x, int row, int column, int channel)
    {
        Shape shape = pad.Input.Shape;
        bool inside = row >= 0 && row < shape.Height && column >= 0 && column < shape.Width
            && channel >= 0 && channel < shape.Channels;
        return inside ? At(shape, x, row, column, channel) : pad.Value;
    }

    private static sbyte Joined(Concatenation step, sbyte[][] inputs, int row, int column, int channel)
    {
        int[] at = [0, row, column, channel];
        int part = 0;
        for (; ; part++)
        {
            Shape shape = step.Inputs[part].Shape;
            int size = new[] { shape.Batch, shape.Height, shape.Width, shape.Channels }[step.Axis];
            if (at[step.Axis] < size)
            {
                return At(shape, inputs[part], at[1], at[2], at[3]);
            }

            at[step.Axis] -= size;
        }
    }

    private static sbyte At(Shape shape, sbyte[] x, int row, int column, int channel) =>
        x[(((row * shape.Width) + column) * shape.Channels) + channel];
}
