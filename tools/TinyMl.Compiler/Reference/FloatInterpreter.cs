using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Reference;

/// <summary>
/// Runs a float graph in the most direct way: one loop a sum, as the operators are defined. It calibrates the quantiser and
/// is what faster code is compared with.
/// </summary>
public static class FloatInterpreter
{
    /// <summary>Runs the graph.</summary>
    /// <param name="graph">A float graph with one input.</param>
    /// <param name="input">The input, NHWC.</param>
    /// <returns>Every activation, the input among them.</returns>
    public static Dictionary<Tensor, float[]> Run(Graph graph, float[] input)
    {
        Dictionary<Tensor, float[]> values = new() { [graph.Inputs[0]] = input };
        foreach (Operator step in graph.Operators)
        {
            float[][] inputs = Array.ConvertAll(step.Inputs, tensor => values[tensor]);
            values[step.Output] = Run(step, inputs);
        }

        return values;
    }

    private static float[] Run(Operator step, float[][] inputs) => step switch
    {
        Conv2D conv => Convolve(conv, inputs[0]),
        DepthwiseConv2D depthwise => ConvolveDepthwise(depthwise, inputs[0]),
        FullyConnected dense => Multiply(dense, inputs[0]),
        BatchNormalization norm => Normalize(norm, inputs[0]),
        Pool2D pool => Pool(pool, inputs[0]),
        Add add => inputs[0].Zip(inputs[1], (a, b) => add.Activation.Clamp(a + b)).ToArray(),
        Softmax softmax => Exponentiate(softmax, inputs[0]),
        Reshape => inputs[0],
        _ => throw new CompileException($"The float interpreter has no operator {step.GetType().Name}."),
    };

    private static float[] Convolve(Conv2D conv, float[] x)
    {
        Shape w = conv.Weights.Shape;
        return Map(conv.Output.Shape, (row, column, channel) =>
        {
            float sum = conv.Bias.Values![channel];
            foreach ((int y, int z, int tap) in Taps(conv, row, column))
            {
                for (int i = 0; i < w.Channels; i++)
                {
                    sum += x[Index(conv.Input.Shape, y, z, i)]
                        * conv.Weights.Values![(((channel * w.Height * w.Width) + tap) * w.Channels) + i];
                }
            }

            return conv.Activation.Clamp(sum);
        });
    }

    private static float[] ConvolveDepthwise(DepthwiseConv2D conv, float[] x)
    {
        int multiplier = conv.Output.Shape.Channels / conv.Input.Shape.Channels;
        return Map(conv.Output.Shape, (row, column, channel) =>
        {
            float sum = conv.Bias.Values![channel];
            foreach ((int y, int z, int tap) in Taps(conv, row, column))
            {
                sum += x[Index(conv.Input.Shape, y, z, channel / multiplier)]
                    * conv.Weights.Values![(tap * conv.Output.Shape.Channels) + channel];
            }

            return conv.Activation.Clamp(sum);
        });
    }

    private static float[] Multiply(FullyConnected dense, float[] x) => Map(dense.Output.Shape, (_, _, channel) =>
    {
        float sum = dense.Bias.Values![channel];
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * dense.Weights.Values![(channel * x.Length) + i];
        }

        return dense.Activation.Clamp(sum);
    });

    private static float[] Normalize(BatchNormalization norm, float[] x) => Map(norm.Output.Shape, (row, column, c) =>
    {
        double deviation = Math.Sqrt(norm.Variance.Values![c] + norm.Epsilon);
        double unit = (x[Index(norm.Input.Shape, row, column, c)] - norm.Mean.Values![c]) / deviation;
        return norm.Activation.Clamp((float)((unit * norm.Gamma.Values![c]) + norm.Beta.Values![c]));
    });

    private static float[] Pool(Pool2D pool, float[] x) => Map(pool.Output.Shape, (row, column, channel) =>
    {
        IEnumerable<float> covered =
            Windows.Covered(pool.Input.Shape, pool.Filter, pool.Stride, Extent.One, pool.Padding, row, column)
                .Select(at => x[Index(pool.Input.Shape, at.Row, at.Column, channel)]);
        return pool.Activation.Clamp(pool is AveragePool2D ? covered.Average() : covered.Max());
    });

    private static float[] Exponentiate(Softmax softmax, float[] x)
    {
        Shape shape = softmax.Output.Shape;
        float[] y = new float[x.Length];
        for (int start = 0; start < x.Length; start += shape.Channels)
        {
            float maximum = x.AsSpan(start, shape.Channels).ToArray().Max();
            double sum = 0;
            for (int i = start; i < start + shape.Channels; i++)
            {
                sum += Math.Exp(softmax.Beta * (x[i] - maximum));
            }

            for (int i = start; i < start + shape.Channels; i++)
            {
                y[i] = (float)(Math.Exp(softmax.Beta * (x[i] - maximum)) / sum);
            }
        }

        return y;
    }

    private static IEnumerable<(int Row, int Column, int Tap)> Taps(WindowedOperator conv, int row, int column) =>
        Windows.Covered(
            conv.Input.Shape,
            new Extent(conv.Weights.Shape.Height, conv.Weights.Shape.Width),
            conv.Stride,
            conv.Dilation,
            conv.Padding,
            row,
            column);

    private static int Index(Shape shape, int row, int column, int channel) =>
        (((row * shape.Width) + column) * shape.Channels) + channel;

    private static float[] Map(Shape shape, Func<int, int, int, float> element)
    {
        float[] values = new float[shape.Elements];
        for (int i = 0; i < values.Length; i++)
        {
            int pixel = i / shape.Channels;
            values[i] = element(pixel / shape.Width, pixel % shape.Width, i % shape.Channels);
        }

        return values;
    }
}
