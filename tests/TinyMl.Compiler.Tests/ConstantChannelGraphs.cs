using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Tests;

/// <summary>
/// Random int8 networks in which many channels have one value for every input: biases beyond what any input can outweigh. Every kind
/// of operator reads and writes such channels.
/// </summary>
internal sealed class ConstantChannelGraphs
{
    private readonly Random _random;
    private readonly List<Tensor> _tensors = [];
    private readonly List<Operator> _operators = [];

    private ConstantChannelGraphs(int seed) => _random = new Random(seed);

    internal static Graph Make(int seed)
    {
        ConstantChannelGraphs make = new(seed);
        Random random = make._random;
        Tensor input = new("input", new Shape(1, random.Next(1, 7), random.Next(1, 6), random.Next(1, 7))) { Quantization = make.Quantization() };
        make._tensors.Add(input);
        make.Convolve(input);
        for (int steps = random.Next(2, 8); steps > 0; steps--)
        {
            make.Step(make._tensors[^Math.Min(make._tensors.Count - 1, random.Next(3) == 0 ? 2 : 1)]);
        }

        make.Dense(make._tensors[^1], random.Next(2, 9));
        HashSet<Tensor> read = [.. make._operators.SelectMany(step => step.Inputs)];
        Tensor[] outputs = [.. make._tensors.Where(tensor => tensor != input && (!read.Contains(tensor) || random.Next(12) == 0))];
        return new Graph { Name = $"constant-{seed}", Inputs = [input], Outputs = outputs, Operators = make._operators };
    }

    private void Step(Tensor x)
    {
        Tensor? twin = _tensors.Skip(1).FirstOrDefault(tensor => tensor != x && tensor.Shape == x.Shape);
        switch (_random.Next(8))
        {
            case 0 or 1:
                Convolve(x);
                break;
            case 2 or 3:
                ConvolveDepthwise(x);
                break;
            case 4:
                Pool(x);
                break;
            case 5:
                sbyte low = (sbyte)_random.Next(-100, 100);
                Push(new Lookup
                {
                    Inputs = [x],
                    Output = Like(x, x.Shape),
                    Table = [.. Enumerable.Range(-128, 256).Select(i => (sbyte)Math.Max(i / 2, low))],
                    Function = "TABLE",
                });
                break;
            case 6 when twin is not null:
                Push(new Add { Inputs = [x, twin], Output = Like(x, x.Shape) });
                break;
            default:
                Push(new Concatenation { Inputs = [x, x], Output = Same(x, x.Shape with { Channels = 2 * x.Shape.Channels }), Axis = 3 });
                break;
        }
    }

    private void Convolve(Tensor x)
    {
        (Extent filter, Padding padding, Shape y) = Window(x.Shape, 4 * _random.Next(1, 6));
        (Tensor output, Tensor weights, Tensor bias) =
            Weighted(x, y, new Shape(y.Channels, filter.Height, filter.Width, x.Shape.Channels));
        Push(new Conv2D { Inputs = [x], Output = output, Weights = weights, Bias = bias, Padding = padding, Activation = Clamp() });
    }

    private void ConvolveDepthwise(Tensor x)
    {
        (Extent filter, Padding padding, Shape y) = Window(x.Shape, x.Shape.Channels * (_random.Next(6) == 0 ? 2 : 1));
        (Tensor output, Tensor weights, Tensor bias) = Weighted(x, y, new Shape(1, filter.Height, filter.Width, y.Channels));
        Push(new DepthwiseConv2D { Inputs = [x], Output = output, Weights = weights, Bias = bias, Padding = padding, Activation = Clamp() });
    }

    private void Dense(Tensor x, int units)
    {
        (Tensor output, Tensor weights, Tensor bias) = Weighted(x, Shape.Vector(units), new Shape(units, 1, 1, x.Shape.Elements));
        Push(new FullyConnected { Inputs = [x], Output = output, Weights = weights, Bias = bias, Activation = Clamp() });
    }

    private void Pool(Tensor x)
    {
        Extent all = new(x.Shape.Height, x.Shape.Width);
        Extent filter = _random.Next(2) == 0 ? all : Extent.One;
        Tensor y = Same(x, new Shape(1, x.Shape.Height - filter.Height + 1, x.Shape.Width - filter.Width + 1, x.Shape.Channels));
        Push(_random.Next(2) == 0
            ? new AveragePool2D { Inputs = [x], Output = y, Filter = filter, Activation = Clamp() }
            : new MaxPool2D { Inputs = [x], Output = y, Filter = filter, Activation = Clamp() });
    }

    private (Extent Filter, Padding Padding, Shape Output) Window(Shape x, int channels)
    {
        int size = _random.Next(2) == 0 ? 1 : 3;
        bool isPadded = size == 3 && (x.Height < 3 || x.Width < 3 || _random.Next(2) == 0);
        int border = isPadded ? 1 : 0;
        int lost = size - 1 - (2 * border);
        return (new Extent(size, size), new Padding(border, border, border, border), new Shape(1, x.Height - lost, x.Width - lost, channels));
    }

    private (Tensor Output, Tensor Weights, Tensor Bias) Weighted(Tensor x, Shape y, Shape shape)
    {
        int taps = shape.Elements / y.Channels;
        sbyte[] weights = [.. Enumerable.Range(0, shape.Elements).Select(_ => (sbyte)_random.Next(-127, 128))];
        Tensor output = Like(x, y);
        float unit = (float)(output.Quantization!.Scale / x.Quantization!.Scale / (60 * Math.Sqrt(taps)));

        // Of most channels the bias decides, to either side; a few stand where only a deep analysis finds that they are constant.
        int most = taps * 255 * 127;
        int Bias() => _random.Next(5) switch
        {
            0 or 1 => -most - 100_000,
            2 => most + 100_000,
            3 => _random.Next(-most / 4, most / 4),
            _ => _random.Next(-20_000, 20_000),
        };
        bool isPerChannel = _random.Next(3) != 0;
        return (
            output,
            new Tensor($"{output.Name}/weights", shape)
            {
                Quantization = new QuantizationParameters(
                    [.. Enumerable.Range(0, isPerChannel ? y.Channels : 1).Select(_ => unit * (0.3f + (2 * _random.NextSingle())))], 0),
                Int8Values = weights,
            },
            new Tensor($"{output.Name}/bias", Shape.Vector(y.Channels)) { Int32Values = [.. Enumerable.Range(0, y.Channels).Select(_ => Bias())] });
    }

    private Activation Clamp() => _random.Next(4) == 0 ? Activation.None : _random.Next(4) == 0 ? Activation.Relu6 : Activation.Relu;

    private QuantizationParameters Quantization() => new(0.02f + (0.1f * _random.NextSingle()), _random.Next(2) == 0 ? -128 : _random.Next(-128, 128));

    private Tensor Like(Tensor x, Shape shape) => new($"{x.Name}.{_operators.Count}", shape) { Quantization = Quantization() };

    private Tensor Same(Tensor x, Shape shape) => new($"{x.Name}.{_operators.Count}", shape) { Quantization = x.Quantization };

    private void Push(Operator step)
    {
        _operators.Add(step);
        _tensors.Add(step.Output);
    }
}
