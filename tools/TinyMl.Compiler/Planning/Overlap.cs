using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Planning;

/// <summary>
/// How far an operator's output may lie over its own first input (SPEC.md, "Backwards and overlap"; the idea is Diagonal
/// Memory Optimisation, Blacker et al. 2020). Pixels are computed one after another, all channels of one before the next.
/// </summary>
/// <param name="Forwards">Computed from the first pixel on: safe if output &lt;= input - Forwards.</param>
/// <param name="Backwards">Computed from the last pixel on: safe if output >= input + Backwards.</param>
public readonly record struct Overlap(int Forwards, int Backwards)
{
    /// <summary>
    /// The overlap that an operator allows whose kernel goes over so many output rows for each group of channels; 0: pixel by
    /// pixel. Null: none, input and output must be apart.
    /// </summary>
    public static Overlap? Of(Operator step, int kernelRows) =>
        kernelRows == 0 || Of(step) is null ? Of(step) : OfBlocks((WindowedOperator)step, kernelRows);

    /// <summary>The overlap that an operator allows pixel by pixel; null: none, input and output must be apart.</summary>
    public static Overlap? Of(Operator step) => step switch
    {
        Conv2D or DepthwiseConv2D => Of(step, (WindowedOperator)step),
        Pool2D pool => Of(step, pool.Filter, pool.Stride, Extent.One, pool.Padding),
        _ => null,
    };

    /// <summary>Whether an operator can put each output element where it read the element of its first input.</summary>
    public static bool CanReplace(Operator step) => step switch
    {
        Binary => step.Inputs[0] != step.Inputs[1] && step.Input.Shape == step.Output.Shape && !step.Input.IsConstant,
        Lookup or Reshape => true,
        _ => false,
    };

    private static Overlap OfBlocks(WindowedOperator step, int kernelRows)
    {
        int inputRow = step.Input.Shape.Width * step.Input.Shape.Channels;
        int outputRow = step.Output.Shape.Width * step.Output.Shape.Channels;
        int forwards = int.MinValue;
        for (int y = 0; y < step.Output.Shape.Height; y++)
        {
            int first = Math.Max(0, (y * step.Stride.Height) - step.Padding.Top);
            int end = Math.Min(y + kernelRows, step.Output.Shape.Height);
            forwards = Math.Max(forwards, (end * outputRow) - (first * inputRow));
        }

        return new Overlap(forwards, step.Input.Shape.Elements);
    }

    private static Overlap Of(Operator step, WindowedOperator windowed)
    {
        Extent filter = new(windowed.Weights.Shape.Height, windowed.Weights.Shape.Width);
        return Of(step, filter, windowed.Stride, windowed.Dilation, windowed.Padding);
    }

    private static Overlap Of(Operator step, Extent filter, Extent stride, Extent dilation, Padding padding)
    {
        Shape input = step.Input.Shape;
        Shape output = step.Output.Shape;
        (int First, int End)[] rows = Spans(output.Height, input.Height, filter.Height, stride.Height, dilation.Height, padding.Top);
        (int First, int End)[] columns = Spans(output.Width, input.Width, filter.Width, stride.Width, dilation.Width, padding.Left);
        int pixels = output.Height * output.Width;
        int forwards = int.MinValue;
        int stillNeeded = int.MaxValue;
        for (int p = pixels - 1; p >= 0; p--)
        {
            int first = ((rows[p / output.Width].First * input.Width) + columns[p % output.Width].First) * input.Channels;
            stillNeeded = Math.Min(stillNeeded, first);
            forwards = Math.Max(forwards, ((p + 1) * output.Channels) - stillNeeded);
        }

        int backwards = int.MinValue;
        int neededEnd = 0;
        for (int p = 0; p < pixels; p++)
        {
            int end = (((rows[p / output.Width].End - 1) * input.Width) + columns[p % output.Width].End) * input.Channels;
            neededEnd = Math.Max(neededEnd, end);
            backwards = Math.Max(backwards, neededEnd - (p * output.Channels));
        }

        return new Overlap(forwards, backwards);
    }

    // The inputs between the first and the last tap inside, for each output along one axis.
    private static (int First, int End)[] Spans(int outputs, int inputs, int filter, int stride, int dilation, int before)
    {
        (int First, int End)[] spans = new (int, int)[outputs];
        for (int o = 0; o < outputs; o++)
        {
            int origin = (o * stride) - before;
            int first = Math.Max(0, (-origin + dilation - 1) / dilation);
            int last = Math.Min(filter - 1, (inputs - 1 - origin) / dilation);
            spans[o] = (origin + (first * dilation), origin + (last * dilation) + 1);
        }

        return spans;
    }
}
