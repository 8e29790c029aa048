namespace TinyMl.Compiler.Graphs;

/// <summary>Proves that an operator which only moves elements stays inside its input and fills its output.</summary>
internal static class MovementCheck
{
    internal static void Verify(Operator step, Action<bool> require)
    {
        Shape input = step.Input.Shape;
        Shape output = step.Output.Shape;
        switch (step)
        {
            case StridedCopy copy:
                long least = copy.Start;
                long most = copy.Start;
                (long Count, long Step)[] axes =
                [
                    (output.Height, copy.Steps.Height), (output.Width, copy.Steps.Width), (output.Channels, copy.Steps.Channel),
                ];
                foreach ((long count, long distance) in axes)
                {
                    least += Math.Min(0, (count - 1) * distance);
                    most += Math.Max(0, (count - 1) * distance);
                }

                require(output.Batch == 1 && least >= 0 && most < input.Elements);
                break;
            case Concatenation concatenation:
                int[] Along(Shape shape) => [shape.Batch, shape.Height, shape.Width, shape.Channels];
                require(concatenation.Axis is >= 1 and <= 3 && concatenation.Inputs.Length is >= 1 and <= 255);
                require(concatenation.Inputs.All(x =>
                    Enumerable.Range(0, 4).All(i => i == concatenation.Axis || Along(x.Shape)[i] == Along(output)[i])));
                require(concatenation.Inputs.Sum(x => Along(x.Shape)[concatenation.Axis]) == Along(output)[concatenation.Axis]);
                break;
            case Pad pad:
                require(input.Height + pad.Padding.Top + pad.Padding.Bottom == output.Height);
                require(input.Width + pad.Padding.Left + pad.Padding.Right == output.Width);
                require(pad.ChannelsBefore + input.Channels <= output.Channels);
                break;
            case ResizeNearestNeighbor resize:
                require(resize.Rows.Length == output.Height && resize.Rows.All(row => row >= 0 && row < input.Height));
                require(resize.Columns.Length == output.Width && resize.Columns.All(x => x >= 0 && x < input.Width));
                require(input.Channels == output.Channels);
                break;
        }
    }
}
