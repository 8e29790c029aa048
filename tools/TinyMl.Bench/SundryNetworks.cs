using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Bench;

/// <summary>Random int8 networks of what is rare in models: depthwise layers with several filters to a channel, elementwise operators, copies, means.</summary>
internal sealed class SundryNetworks
{
    private const int Steps = 8;
    private const int MostElements = 16_000;

    private readonly Random _random;
    private readonly List<Operator> _operators = [];

    private SundryNetworks(int seed) => _random = new Random(seed);

    /// <summary>The network of a seed. Four after another have every operator more than once.</summary>
    internal static Graph Make(int seed)
    {
        SundryNetworks network = new(seed);
        Random random = network._random;
        Shape shape = new(1, random.Next(6, 29), random.Next(6, 29), random.Next(1, 4));
        Tensor input = new("input", shape) { Quantization = new QuantizationParameters(0.02f + (0.1f * random.NextSingle()), random.Next(-128, 128)) };
        network.Push(network.Spread(input));
        Tensor x = network._operators[^1].Output;
        for (int i = 0; i < Steps; i++)
        {
            network.Add(((seed * Steps) + i) % 10, x);
            x = network._operators[^1].Output;
        }

        network.Push(new Mean { Inputs = [x], Output = network.Same(x, new Shape(1, 1, random.Next(4) == 0 ? x.Shape.Width : 1, x.Shape.Channels)) });
        return new Graph { Name = $"sundry-{seed}", Inputs = [input], Outputs = [network._operators[^1].Output], Operators = network._operators };
    }

    private void Add(int kind, Tensor x)
    {
        Shape shape = x.Shape;
        bool isSmall = 4 * shape.Elements <= MostElements;
        switch (kind)
        {
            case 0:
                Push(Table(x));
                break;
            case 1 when isSmall:
                Shape padded = new(1, shape.Height + 2, shape.Width + 3, shape.Channels + (_random.Next(3) == 0 ? 1 : 0));
                Push(new Pad { Inputs = [x], Output = Same(x, padded), Padding = new Padding(1, 2, 1, 1), Value = 3 });
                break;
            case 2 when isSmall:
                int axis = _random.Next(1, 4);
                Shape joined = shape with
                {
                    Height = axis == 1 ? 2 * shape.Height : shape.Height,
                    Width = axis == 2 ? 2 * shape.Width : shape.Width,
                    Channels = axis == 3 ? 2 * shape.Channels : shape.Channels,
                };
                Push(new Concatenation { Inputs = [x, x], Output = Same(x, joined), Axis = axis });
                break;
            case 3 when isSmall:
                Shape doubled = shape with { Height = 2 * shape.Height, Width = 2 * shape.Width };
                Push(new ResizeNearestNeighbor
                {
                    Inputs = [x],
                    Output = Same(x, doubled),
                    Rows = [.. Enumerable.Range(0, doubled.Height).Select(y => y / 2)],
                    Columns = [.. Enumerable.Range(0, doubled.Width).Select(y => y / 2)],
                });
                break;
            case 4:
                Push(new Multiply { Inputs = [x, Other(x)], Output = Like(x, shape) });
                break;
            case 5:
                Push(new Subtract { Inputs = [x, Other(x)], Output = Like(x, shape) });
                break;
            case 6:
                Push(new Maximum { Inputs = [x, Constant(x)], Output = Same(x, shape) });
                break;
            case 7:
                Push(new Minimum { Inputs = [x, Constant(x)], Output = Same(x, shape) });
                break;
            case 8 when isSmall:
                Push(Widen(x));
                break;
            default:
                Push(new StridedCopy
                {
                    Inputs = [x],
                    Output = Same(x, new Shape(1, shape.Width, shape.Height, shape.Channels)),
                    Start = 0,
                    Steps = (shape.Channels, shape.Width * shape.Channels, 1),
                    Function = "TRANSPOSE",
                });
                break;
        }
    }

    private Lookup Table(Tensor x) => new()
    {
        Inputs = [x], Output = Like(x, x.Shape), Table = [.. Enumerable.Range(-128, 256).Select(i => (sbyte)(i / 2))], Function = "TABLE",
    };

    private TransposeConv2D Widen(Tensor x)
    {
        int size = _random.Next(2, 4);
        Tensor output = Like(x, new Shape(1, 2 * x.Shape.Height, 2 * x.Shape.Width, _random.Next(1, 9)));
        (Tensor weights, Tensor bias) = Weights(output, new Shape(output.Shape.Channels, size, size, x.Shape.Channels));
        return new TransposeConv2D
        {
            Inputs = [x], Output = output, Weights = weights, Bias = bias, Stride = new Extent(2, 2), Cut = (size - 2, size - 2),
        };
    }

    // Several filters to each channel, half of them over a border.
    private DepthwiseConv2D Spread(Tensor x)
    {
        int multiplier = _random.Next(2, 10);
        (int height, int width) = (Math.Min(x.Shape.Height, _random.Next(3, 11)), Math.Min(x.Shape.Width, _random.Next(3, 9)));
        (int down, int across) = _random.Next(2) == 0 ? (0, 0) : (height - 1, width - 1);
        Shape shape = new(1, x.Shape.Height - height + 1 + down, x.Shape.Width - width + 1 + across, multiplier * x.Shape.Channels);
        Tensor output = Like(x, shape);
        (Tensor weights, Tensor bias) = Weights(output, new Shape(1, height, width, output.Shape.Channels));
        return new DepthwiseConv2D
        {
            Inputs = [x],
            Output = output,
            Weights = weights,
            Bias = bias,
            Padding = new Padding(down / 2, across / 2, down - (down / 2), across - (across / 2)),
            Activation = Activation.Relu,
        };
    }

    private (Tensor Weights, Tensor Bias) Weights(Tensor output, Shape shape) => (
        new Tensor($"{output.Name}/weights", shape)
        {
            Quantization = new QuantizationParameters([.. Enumerable.Repeat(0.01f, output.Shape.Channels)], 0),
            Int8Values = [.. Enumerable.Range(0, shape.Elements).Select(_ => (sbyte)_random.Next(-127, 128))],
        },
        new Tensor($"{output.Name}/bias", Shape.Vector(output.Shape.Channels)) { Int32Values = new int[output.Shape.Channels] });

    // A tensor of the same shape, or a number for each channel.
    private Tensor Other(Tensor x)
    {
        if (_random.Next(3) == 0)
        {
            return Constant(x);
        }

        Push(Table(x));
        return _operators[^1].Output;
    }

    private Tensor Constant(Tensor x) => new($"{x.Name}/constant{_operators.Count}", Shape.Vector(x.Shape.Channels))
    {
        Quantization = x.Quantization, Int8Values = [.. Enumerable.Range(0, x.Shape.Channels).Select(_ => (sbyte)_random.Next(-128, 128))],
    };

    private Tensor Like(Tensor x, Shape shape) => new($"{x.Name}.{_operators.Count}", shape)
    {
        Quantization = new QuantizationParameters(0.02f + (0.1f * _random.NextSingle()), _random.Next(-128, 128)),
    };

    private Tensor Same(Tensor x, Shape shape) => new($"{x.Name}.{_operators.Count}", shape) { Quantization = x.Quantization };

    private void Push(Operator step) => _operators.Add(step);
}
