using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Reference;

/// <summary>
/// Runs an int8 graph as the TensorFlow Lite 8-bit specification and its reference kernels define it: slow, direct, one
/// output element at a time. Self-test vectors come from here, so the device is compared with other code than its own.
/// </summary>
public static class ReferenceInterpreter
{
    /// <summary>Runs the graph.</summary>
    /// <param name="graph">An int8 graph.</param>
    /// <param name="inputs">One array per input, NHWC.</param>
    /// <returns>Every activation, the inputs among them.</returns>
    public static Dictionary<Tensor, sbyte[]> Run(Graph graph, params sbyte[][] inputs)
    {
        Dictionary<Tensor, sbyte[]> values = [];
        for (int i = 0; i < inputs.Length; i++)
        {
            values[graph.Inputs[i]] = inputs[i];
        }

        foreach (Operator step in graph.Operators)
        {
            values[step.Output] = Run(step, Array.ConvertAll(step.Inputs, tensor => tensor.Int8Values ?? values[tensor]));
        }

        return values;
    }

    /// <summary>The 32-bit sums of a dense layer, before requantisation.</summary>
    public static int[] Accumulate(FullyConnected dense, sbyte[] x)
    {
        int[] sums = (int[])dense.Bias.Int32Values!.Clone();
        int zero = dense.Input.Quantization!.ZeroPoint;
        for (int channel = 0; channel < sums.Length; channel++)
        {
            for (int i = 0; i < x.Length; i++)
            {
                sums[channel] += (x[i] - zero) * dense.Weights.Int8Values![(channel * x.Length) + i];
            }
        }

        return sums;
    }

    private static sbyte[] Run(Operator step, sbyte[][] inputs) => step switch
    {
        Conv2D conv => Convolve(conv, inputs[0]),
        DepthwiseConv2D depthwise => ConvolveDepthwise(depthwise, inputs[0]),
        FullyConnected dense => Requantize(dense, Accumulate(dense, inputs[0])),
        Pool2D pool => Pool(pool, inputs[0]),
        TransposeConv2D conv => Requantize(conv, Spread(conv, inputs[0])),
        Binary or Lookup or Mean => ElementwiseReference.Run(step, inputs),
        Reshape or StridedCopy or Concatenation or Pad or ResizeNearestNeighbor => MovementReference.Run(step, inputs),
        Softmax softmax => SoftmaxReference.Run(softmax, inputs[0]),
        _ => throw new CompileException($"There is no int8 operator {step.GetType().Name}."),
    };

    private static sbyte[] Convolve(Conv2D conv, sbyte[] x)
    {
        Shape w = conv.Weights.Shape;
        return Requantize(conv, Windowed(conv, (sums, y, channel, row, column, tap) =>
        {
            for (int i = 0; i < w.Channels; i++)
            {
                sums[y] += (x[Index(conv.Input.Shape, row, column, i)] - conv.Input.Quantization!.ZeroPoint)
                    * conv.Weights.Int8Values![(((channel * w.Height * w.Width) + tap) * w.Channels) + i];
            }
        }));
    }

    private static sbyte[] ConvolveDepthwise(DepthwiseConv2D conv, sbyte[] x)
    {
        int multiplier = conv.Output.Shape.Channels / conv.Input.Shape.Channels;
        return Requantize(conv, Windowed(conv, (sums, y, channel, row, column, tap) =>
            sums[y] += (x[Index(conv.Input.Shape, row, column, channel / multiplier)] - conv.Input.Quantization!.ZeroPoint)
                * conv.Weights.Int8Values![(tap * conv.Output.Shape.Channels) + channel]));
    }

    // Scatters, as the operator is defined; the device gathers.
    private static int[] Spread(TransposeConv2D conv, sbyte[] x)
    {
        Shape w = conv.Weights.Shape;
        Shape output = conv.Output.Shape;
        int[] sums = new int[output.Elements];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = conv.Bias.Int32Values![i % output.Channels];
        }

        for (int i = 0; i < x.Length; i++)
        {
            int pixel = i / conv.Input.Shape.Channels;
            int top = (pixel / conv.Input.Shape.Width * conv.Stride.Height) - conv.Cut.Top;
            int left = (pixel % conv.Input.Shape.Width * conv.Stride.Width) - conv.Cut.Left;
            for (int j = i % w.Channels; j < w.Elements; j += w.Channels)
            {
                int tap = j / w.Channels;
                int row = top + (tap / w.Width % w.Height);
                int column = left + (tap % w.Width);
                if (row >= 0 && row < output.Height && column >= 0 && column < output.Width)
                {
                    sums[Index(output, row, column, tap / (w.Width * w.Height))] +=
                        (x[i] - conv.Input.Quantization!.ZeroPoint) * conv.Weights.Int8Values![j];
                }
            }
        }

        return sums;
    }

    private static int[] Windowed(WindowedOperator conv, Action<int[], int, int, int, int, int> accumulate)
    {
        Shape shape = conv.Output.Shape;
        int[] sums = new int[shape.Elements];
        Extent filter = new(conv.Weights.Shape.Height, conv.Weights.Shape.Width);
        for (int y = 0; y < sums.Length; y++)
        {
            int channel = y % shape.Channels;
            int pixel = y / shape.Channels;
            sums[y] = conv.Bias.Int32Values![channel];
            foreach ((int row, int column, int tap) in Windows.Covered(
                conv.Input.Shape, filter, conv.Stride, conv.Dilation, conv.Padding, pixel / shape.Width, pixel % shape.Width))
            {
                accumulate(sums, y, channel, row, column, tap);
            }
        }

        return sums;
    }

    private static sbyte[] Requantize(WeightedOperator step, int[] sums)
    {
        QuantizedMultiplier[] multipliers = Requantization.OfWeighted(step);
        QuantizationParameters output = step.Output.Quantization!;
        (sbyte minimum, sbyte maximum) = Requantization.Clamp(step);
        sbyte[] y = new sbyte[sums.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int scaled = FixedPoint.Multiply(sums[i], multipliers[i % multipliers.Length]);
            y[i] = (sbyte)Math.Clamp((long)scaled + output.ZeroPoint, minimum, maximum);
        }

        return y;
    }

    private static sbyte[] Pool(Pool2D pool, sbyte[] x)
    {
        Shape shape = pool.Output.Shape;
        (sbyte minimum, sbyte maximum) = Requantization.Clamp(pool);
        sbyte[] y = new sbyte[shape.Elements];
        for (int i = 0; i < y.Length; i++)
        {
            int pixel = i / shape.Channels;
            int[] covered = Windows.Covered(
                    pool.Input.Shape, pool.Filter, pool.Stride, Extent.One, pool.Padding, pixel / shape.Width, pixel % shape.Width)
                .Select(at => (int)x[Index(pool.Input.Shape, at.Row, at.Column, i % shape.Channels)])
                .ToArray();
            double value = pool is MaxPool2D
                ? covered.Max()
                : Math.Round((double)covered.Sum() / covered.Length, MidpointRounding.AwayFromZero);
            y[i] = (sbyte)Math.Clamp(value, minimum, maximum);
        }

        return y;
    }

    private static int Index(Shape shape, int row, int column, int channel) =>
        (((row * shape.Width) + column) * shape.Channels) + channel;
}
