using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Tests;

/// <summary>Networks of one operator that a profile may have a kernel for, with random constants and quantisation.</summary>
internal static class KernelNetworks
{
    internal static Graph Make(Random random, int seed)
    {
        int channels = 2 * random.Next(1, 9);
        int depth = random.Next(4) == 0 ? random.Next(1, 6) : channels;

        // Now and then so large an image that a kernel takes it in several blocks of rows.
        Shape shape = random.Next(10) == 0
            ? new Shape(1, random.Next(20, 48), random.Next(20, 48), 4)
            : new Shape(1, random.Next(1, 14), random.Next(1, 14), depth);
        Tensor input = Input(random, shape);
        Shape x = input.Shape;
        bool relu = random.Next(3) != 0;
        Operator step = (seed % 5) switch
        {
            0 => Windowed(random, input, new Extent(random.Next(1, 5), random.Next(1, 5)), channels, false, relu),
            1 when x.Channels % 4 == 0 => Windowed(random, input, new Extent(3, 3), x.Channels, true, relu),
            1 when random.Next(2) == 0 =>
                Windowed(random, Input(random, x with { Channels = 8 }), new Extent(1, 1), 8 * random.Next(1, 4), false, relu),
            2 => Dense(random, input, random.Next(2) == 0 ? 16 * random.Next(1, 3) : channels, relu),
            3 => Depthwise(random, input, relu),
            _ => Sum(random, input, relu),
        };
        return Of(step);
    }

    /// <summary>A network of one operator.</summary>
    internal static Graph Of(Operator step) => new()
    {
        Name = "kernel",
        Inputs = step is Add ? step.Inputs : [step.Input],
        Outputs = [step.Output],
        Operators = [step],
    };

    internal static Tensor Input(Random random, Shape shape) =>
        new("input", shape) { Quantization = new QuantizationParameters(0.05f, random.Next(-128, 128)) };

    internal static Add Sum(Random random, Tensor input, bool relu) => new()
    {
        Inputs = [input, Second(random, input.Shape)],
        Output = Output(random, input.Shape, relu),
        Activation = relu ? Activation.Relu : Activation.None,
    };

    /// <summary>A depthwise convolution of any filter and strides, now and then over a sequence, mostly of channels in fours.</summary>
    internal static Operator Depthwise(Random random, Tensor input, bool relu)
    {
        Extent filter = random.Next(6) switch
        {
            0 => new Extent(5, 5),
            1 => new Extent(7, 7),
            2 => new Extent(1, random.Next(2, 18)),
            3 => new Extent(random.Next(2, 18), 1),
            4 => new Extent(3, 3),
            _ => new Extent(random.Next(1, 8), random.Next(1, 8)),
        };
        Shape x = input.Shape;
        if (random.Next(3) != 0)
        {
            x = x with { Channels = 4 * random.Next(1, 4) };
        }

        if (filter.Width == 1 && random.Next(2) == 0)
        {
            x = x with { Height = x.Height * x.Width, Width = 1 };
        }

        Extent stride = new(random.Next(1, 3), random.Next(1, 3));
        return Windowed(random, Input(random, x), filter, stride, x.Channels, depthwise: true, relu);
    }

    private static Tensor Second(Random random, Shape shape) =>
        new("second", shape) { Quantization = new QuantizationParameters(0.03f, random.Next(-128, 128)) };

    private static Tensor Output(Random random, Shape shape, bool relu) => new("output", shape)
    {
        Quantization = new QuantizationParameters(0.02f + (random.NextSingle() * 0.2f), relu ? -128 : random.Next(-128, 128)),
    };

    /// <summary>One of one stride.</summary>
    internal static Operator Windowed(Random random, Tensor input, Extent filter, int channels, bool depthwise, bool relu)
    {
        int stride = random.Next(1, 3);
        return Windowed(random, input, filter, new Extent(stride, stride), channels, depthwise, relu);
    }

    private static Operator Windowed(
        Random random, Tensor input, Extent filter, Extent stride, int channels, bool depthwise, bool relu)
    {
        Shape x = input.Shape;
        int kind = random.Next(4);
        bool isValid = kind == 0 && x.Height >= filter.Height && x.Width >= filter.Width;
        ((int above, int below), (int left, int right)) = kind > 1
            ? (Padding.Same(x.Height, filter.Height, stride.Height), Padding.Same(x.Width, filter.Width, stride.Width))
            : isValid ? ((0, 0), (0, 0)) : (Around(random, x.Height, filter.Height), Around(random, x.Width, filter.Width));
        Shape y = new(
            1,
            ((x.Height + above + below - filter.Height) / stride.Height) + 1,
            ((x.Width + left + right - filter.Width) / stride.Width) + 1,
            channels);
        Padding padding = new(above, left, below, right);
        Shape shape = depthwise
            ? new Shape(1, filter.Height, filter.Width, channels)
            : new Shape(channels, filter.Height, filter.Width, x.Channels);
        (Tensor weights, Tensor bias) = Constants(random, shape, channels);
        Activation activation = relu ? Activation.Relu : Activation.None;
        return depthwise
            ? new DepthwiseConv2D
            {
                Inputs = [input], Output = Output(random, y, relu), Weights = weights, Bias = bias,
                Stride = stride, Padding = padding, Activation = activation,
            }
            : new Conv2D
            {
                Inputs = [input], Output = Output(random, y, relu), Weights = weights, Bias = bias,
                Stride = stride, Padding = padding, Activation = activation,
            };
    }

    // Any padding that leaves each window an element of the image.
    private static (int Before, int After) Around(Random random, int input, int filter)
    {
        int before = random.Next(filter);
        return (before, random.Next(Math.Max(0, filter - input - before), filter));
    }

    /// <summary>A convolution with stride 1.</summary>
    internal static Conv2D Conv3x3(Random random, Shape input, int channels, Padding padding, bool relu)
    {
        (Tensor weights, Tensor bias) = Constants(random, new Shape(channels, 3, 3, input.Channels), channels);
        Shape output = new(
            1, input.Height + padding.Top + padding.Bottom - 2, input.Width + padding.Left + padding.Right - 2, channels);
        return new Conv2D
        {
            Inputs = [Input(random, input)], Output = Output(random, output, relu), Weights = weights, Bias = bias,
            Stride = Extent.One, Padding = padding, Activation = relu ? Activation.Relu : Activation.None,
        };
    }

    internal static FullyConnected Dense(Random random, Tensor input, int units, bool relu)
    {
        (Tensor weights, Tensor bias) = Constants(random, new Shape(units, 1, 1, input.Shape.Elements), units);
        return new FullyConnected
        {
            Inputs = [input],
            Output = Output(random, new Shape(1, 1, 1, units), relu),
            Weights = weights,
            Bias = bias,
            Activation = relu ? Activation.Relu : Activation.None,
        };
    }

    private static (Tensor Weights, Tensor Bias) Constants(Random random, Shape shape, int channels)
    {
        float[] scales = Enumerable.Range(0, channels).Select(_ => 0.0005f + (random.NextSingle() * 0.02f)).ToArray();
        Tensor weights = new("weights", shape)
        {
            Quantization = new QuantizationParameters(scales, 0),
            Int8Values = Enumerable.Range(0, shape.Elements).Select(_ => (sbyte)random.Next(-127, 128)).ToArray(),
        };
        Tensor bias = new("bias", new Shape(1, 1, 1, channels))
        {
            Int32Values = Enumerable.Range(0, channels).Select(_ => random.Next(-20_000, 20_000)).ToArray(),
        };
        return (weights, bias);
    }
}
