using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Tests;

/// <summary>
/// Random int8 networks of every operator, with random quantisation: branches, several inputs and outputs, constants as
/// operands, repeated dimensions, splits and concatenations.
/// </summary>
internal sealed class RandomInt8Graphs
{
    private const int MostElements = 3000;

    private readonly Random _random;
    private readonly List<Tensor> _tensors = [];
    private readonly List<Operator> _operators = [];

    private RandomInt8Graphs(int seed) => _random = new Random(seed);

    internal static Graph Make(int seed)
    {
        RandomInt8Graphs make = new(seed);
        Tensor[] inputs = Enumerable.Range(0, make._random.Next(1, 4)).Select(_ => make.Input()).ToArray();
        int steps = make._random.Next(1, 9);
        while (make._operators.Count < steps)
        {
            make.Step();
        }

        // What nobody reads is an output, and sometimes what somebody reads.
        HashSet<Tensor> read = [.. make._operators.SelectMany(step => step.Inputs)];
        Tensor[] outputs = make._operators.Select(step => step.Output)
            .Where(tensor => !read.Contains(tensor) || make._random.Next(8) == 0)
            .ToArray();
        return outputs.Length > 16 ? Make(seed + 1_000_000) : new Graph
        {
            Name = $"int8-{seed}",
            Inputs = inputs,
            Outputs = outputs,
            Operators = make._operators,
        };
    }

    private Tensor Input()
    {
        Tensor tensor = new(
            $"input{_tensors.Count}",
            new Shape(1, _random.Next(1, 12), _random.Next(1, 9), _random.Next(1, 10))) { Quantization = Quantization() };
        _tensors.Add(tensor);
        return tensor;
    }

    private void Step()
    {
        // The newest tensors most, so that networks grow deep.
        Tensor x = _tensors[^Math.Min(_tensors.Count, 1 + (_random.Next(4) * _random.Next(3)))];
        switch (_random.Next(17))
        {
            case 0:
                Convolution(x);
                break;
            case 1:
                Depthwise(x);
                break;
            case 2:
                Dense(x);
                break;
            case 3:
                Pool(x);
                break;
            case 4:
                Push(new Softmax { Inputs = [x], Output = Tensor(x.Shape, new QuantizationParameters(1f / 256, -128)) });
                break;
            case 5:
                Table(x);
                break;
            case 6:
                Average(x);
                break;
            case 7:
                Transpose(x);
                break;
            case 8:
                Slice(x);
                break;
            case 9:
                Split(x);
                break;
            case 10:
                Concatenate(x);
                break;
            case 11:
                Border(x);
                break;
            case 12:
                Resize(x);
                break;
            case 13:
                TransposeConvolution(x);
                break;
            case 14:
                Reshape(x);
                break;
            default:
                Pair(x);
                break;
        }
    }

    private void Convolution(Tensor x)
    {
        (Extent filter, Extent stride, Extent dilation, Padding padding, int height, int width) = Window(x.Shape, true);
        int channels = _random.Next(1, 10);
        (Tensor y, Tensor weights, Tensor bias) = Weighted(
            x, new Shape(1, height, width, channels), new Shape(channels, filter.Height, filter.Width, x.Shape.Channels));
        Push(new Conv2D
        {
            Inputs = [x],
            Output = y,
            Weights = weights,
            Bias = bias,
            Stride = stride,
            Dilation = dilation,
            Padding = padding,
            Activation = Clamp(),
        });
    }

    private void Depthwise(Tensor x)
    {
        (Extent filter, Extent stride, Extent dilation, Padding padding, int height, int width) = Window(x.Shape, true);
        int channels = x.Shape.Channels * _random.Next(1, 3);
        (Tensor y, Tensor weights, Tensor bias) = Weighted(
            x, new Shape(1, height, width, channels), new Shape(1, filter.Height, filter.Width, channels));
        Push(new DepthwiseConv2D
        {
            Inputs = [x],
            Output = y,
            Weights = weights,
            Bias = bias,
            Stride = stride,
            Dilation = dilation,
            Padding = padding,
            Activation = Clamp(),
        });
    }

    private void Dense(Tensor x)
    {
        int units = _random.Next(1, 12);
        (Tensor y, Tensor weights, Tensor bias) =
            Weighted(x, Shape.Vector(units), new Shape(units, 1, 1, x.Shape.Elements));
        Push(new FullyConnected { Inputs = [x], Output = y, Weights = weights, Bias = bias, Activation = Clamp() });
    }

    private void TransposeConvolution(Tensor x)
    {
        Extent filter = new(_random.Next(1, 5), _random.Next(1, 5));
        Extent stride = new(_random.Next(1, 4), _random.Next(1, 4));
        int channels = _random.Next(1, 7);

        // Sometimes larger than the filters reach, as TensorFlow Lite allows.
        int Size(int input, int step, int taps) => ((input - 1) * step) + taps - _random.Next(0, taps) + _random.Next(2);
        int height = Size(x.Shape.Height, stride.Height, filter.Height);
        int width = Size(x.Shape.Width, stride.Width, filter.Width);
        (Tensor y, Tensor weights, Tensor bias) = Weighted(
            x, new Shape(1, height, width, channels), new Shape(channels, filter.Height, filter.Width, x.Shape.Channels));
        Push(new TransposeConv2D
        {
            Inputs = [x],
            Output = y,
            Weights = weights,
            Bias = bias,
            Stride = stride,
            Cut = (_random.Next(filter.Height), _random.Next(filter.Width)),
            Activation = Clamp(),
        });
    }

    private void Pool(Tensor x)
    {
        (Extent filter, Extent stride, _, Padding padding, int height, int width) = Window(x.Shape, false);
        Tensor y = Tensor(new Shape(1, height, width, x.Shape.Channels), x.Quantization);
        Push(_random.Next(2) == 0
            ? new AveragePool2D
            {
                Inputs = [x], Output = y, Filter = filter, Stride = stride, Padding = padding, Activation = Clamp(),
            }
            : new MaxPool2D
            {
                Inputs = [x], Output = y, Filter = filter, Stride = stride, Padding = padding, Activation = Clamp(),
            });
    }

    private void Table(Tensor x)
    {
        (QuantizationParameters q, sbyte[] table) = _random.Next(7) switch
        {
            0 => (new QuantizationParameters(1f / 256, -128), UnaryTables.Logistic(x.Quantization!)),
            1 => (new QuantizationParameters(1f / 128, 0), UnaryTables.Tanh(x.Quantization!)),
            2 => (x.Quantization!, UnaryTables.Relu6(x.Quantization!)),
            _ => (Quantization(), Bytes(256)),
        };
        Push(new Lookup { Inputs = [x], Output = Tensor(x.Shape, q), Table = table, Function = "TABLE" });
    }

    private Tensor Average(Tensor x) => Push(new Mean
    {
        Inputs = [x],
        Output = Tensor(
            new Shape(1, OneOr(x.Shape.Height), OneOr(x.Shape.Width), OneOr(x.Shape.Channels)),
            new QuantizationParameters(x.Quantization!.Scale * (0.2f + _random.NextSingle()), Zero())),
    });

    private void Transpose(Tensor x)
    {
        int[] size = [x.Shape.Height, x.Shape.Width, x.Shape.Channels];
        int[] step = [x.Shape.Width * x.Shape.Channels, x.Shape.Channels, 1];
        int[] order = [0, 1, 2];
        _random.Shuffle(order);
        Shape shape = new(1, size[order[0]], size[order[1]], size[order[2]]);
        Copy(x, shape, 0, step[order[0]], step[order[1]], step[order[2]]);
    }

    private void Slice(Tensor x)
    {
        int[] size = [x.Shape.Height, x.Shape.Width, x.Shape.Channels];
        int[] step = [x.Shape.Width * x.Shape.Channels, x.Shape.Channels, 1];
        int start = 0;
        for (int i = 0; i < 3; i++)
        {
            int distance = _random.Next(1, 4);
            int count = _random.Next(1, ((size[i] - 1) / distance) + 2);
            int first = _random.Next(0, size[i] - ((count - 1) * distance));
            bool reversed = _random.Next(2) == 0;
            start += (first + (reversed ? (count - 1) * distance : 0)) * step[i];
            step[i] *= reversed ? -distance : distance;
            size[i] = count;
        }

        Copy(x, new Shape(1, size[0], size[1], size[2]), start, step[0], step[1], step[2]);
    }

    private void Split(Tensor x)
    {
        int height = x.Shape.Height;
        int at = 0;
        while (at < height)
        {
            int rows = _random.Next(1, height - at + 1);
            int row = x.Shape.Width * x.Shape.Channels;
            Copy(x, x.Shape with { Height = rows }, at * row, row, x.Shape.Channels, 1);
            at += rows;
        }
    }

    private void Copy(Tensor x, Shape shape, int start, int height, int width, int channel) => Push(new StridedCopy
    {
        Inputs = [x],
        Output = Tensor(shape, x.Quantization),
        Start = start,
        Steps = (height, width, channel),
        Function = "COPY",
    });

    private void Concatenate(Tensor x)
    {
        int axis = _random.Next(1, 4);
        int[] Outside(Shape shape) => axis switch
        {
            1 => [shape.Width, shape.Channels],
            2 => [shape.Height, shape.Channels],
            _ => [shape.Height, shape.Width],
        };
        Tensor[] fitting = _tensors.Where(tensor => Outside(tensor.Shape).SequenceEqual(Outside(x.Shape))).ToArray();
        Tensor[] parts = _random.GetItems(fitting, _random.Next(1, 5));
        parts[0] = x;
        Shape shape = axis switch
        {
            1 => x.Shape with { Height = parts.Sum(part => part.Shape.Height) },
            2 => x.Shape with { Width = parts.Sum(part => part.Shape.Width) },
            _ => x.Shape with { Channels = parts.Sum(part => part.Shape.Channels) },
        };
        if (shape.Elements <= MostElements)
        {
            Push(new Concatenation { Inputs = parts, Output = Tensor(shape, x.Quantization), Axis = axis });
        }
    }

    private void Border(Tensor x)
    {
        Padding padding = new(_random.Next(3), _random.Next(3), _random.Next(3), _random.Next(3));
        int before = _random.Next(3);
        Shape shape = new(
            1,
            x.Shape.Height + padding.Top + padding.Bottom,
            x.Shape.Width + padding.Left + padding.Right,
            x.Shape.Channels + before + _random.Next(3));
        if (shape.Elements <= MostElements)
        {
            Push(new Pad
            {
                Inputs = [x],
                Output = Tensor(shape, x.Quantization),
                Padding = padding,
                ChannelsBefore = before,
                Value = (sbyte)_random.Next(-128, 128),
            });
        }
    }

    private void Resize(Tensor x)
    {
        int[] rows = Enumerable.Range(0, _random.Next(1, 12)).Select(_ => _random.Next(x.Shape.Height)).ToArray();
        int[] columns = Enumerable.Range(0, _random.Next(1, 12)).Select(_ => _random.Next(x.Shape.Width)).ToArray();
        Push(new ResizeNearestNeighbor
        {
            Inputs = [x],
            Output = Tensor(new Shape(1, rows.Length, columns.Length, x.Shape.Channels), x.Quantization),
            Rows = rows,
            Columns = columns,
        });
    }

    private void Reshape(Tensor x)
    {
        int elements = x.Shape.Elements;
        int[] divisors = Enumerable.Range(1, elements).Where(n => elements % n == 0).ToArray();
        int height = divisors[_random.Next(divisors.Length)];
        int[] rest = divisors.Where(n => elements / height % n == 0).ToArray();
        int width = rest[_random.Next(rest.Length)];
        Push(new Reshape
        {
            Inputs = [x],
            Output = Tensor(new Shape(1, height, width, elements / height / width), x.Quantization),
        });
    }

    private void Pair(Tensor x)
    {
        int kind = _random.Next(5);
        bool sameScale = kind >= 3;
        QuantizationParameters q = sameScale ? x.Quantization! : Quantization();
        Tensor other = Partner(x, sameScale);
        Tensor[] inputs = _random.Next(2) == 0 ? [x, other] : [other, x];
        Shape shape = new(
            1,
            Math.Max(x.Shape.Height, other.Shape.Height),
            Math.Max(x.Shape.Width, other.Shape.Width),
            Math.Max(x.Shape.Channels, other.Shape.Channels));
        if (shape.Elements > MostElements)
        {
            return;
        }

        Tensor y = Tensor(shape, q);
        Activation activation = Clamp();
        Push(kind switch
        {
            0 => new Add { Inputs = inputs, Output = y, Activation = activation },
            1 => new Subtract { Inputs = inputs, Output = y, Activation = activation },
            2 => new Multiply { Inputs = inputs, Output = y, Activation = activation },
            3 => new Maximum { Inputs = inputs, Output = y },
            _ => (Operator)new Minimum { Inputs = inputs, Output = y },
        });
    }

    // Another tensor that fits: any activation of a suitable shape, x itself, a mean of x, or a constant.
    private Tensor Partner(Tensor x, bool sameScale)
    {
        if (_random.Next(3) == 0)
        {
            // A constant may also be the larger one.
            Shape shape = new(
                1,
                x.Shape.Height == 1 && _random.Next(4) == 0 ? _random.Next(1, 5) : OneOr(x.Shape.Height),
                OneOr(x.Shape.Width),
                x.Shape.Channels == 1 && _random.Next(4) == 0 ? _random.Next(1, 5) : OneOr(x.Shape.Channels));
            return new Tensor($"constant{_operators.Count}", shape)
            {
                Quantization = sameScale ? x.Quantization : Quantization(),
                Int8Values = Bytes(shape.Elements),
            };
        }

        bool Fits(int a, int b) => a == b || a == 1 || b == 1;
        Tensor[] fitting = _tensors.Where(t => Fits(t.Shape.Height, x.Shape.Height) && Fits(t.Shape.Width, x.Shape.Width)
            && Fits(t.Shape.Channels, x.Shape.Channels)).ToArray();
        Tensor other = _random.Next(3) == 0 ? Average(x) : fitting[_random.Next(fitting.Length)];
        return !sameScale || other.Quantization == x.Quantization ? other : Push(new Lookup
        {
            Inputs = [other],
            Output = Tensor(other.Shape, x.Quantization),
            Table = UnaryTables.Requantize(other.Quantization!, x.Quantization!),
            Function = "QUANTIZE",
        });
    }

    private (Tensor Output, Tensor Weights, Tensor Bias) Weighted(Tensor x, Shape output, Shape weights)
    {
        int channels = output.Channels;
        double taps = Math.Sqrt((double)weights.Elements / channels);
        Tensor y = Tensor(output, Quantization());
        bool perChannel = _random.Next(3) != 0;

        // Sums of random bytes then mostly land inside int8.
        float unit = (float)(y.Quantization!.Scale / x.Quantization!.Scale / (100 * taps));
        float[] scales = Enumerable.Range(0, perChannel ? channels : 1)
            .Select(_ => unit * (0.3f + (_random.NextSingle() * 2))).ToArray();
        return (
            y,
            new Tensor($"{y.Name}/weights", weights)
            {
                Quantization = new QuantizationParameters(scales, 0), Int8Values = Bytes(weights.Elements),
            },
            new Tensor($"{y.Name}/bias", Shape.Vector(channels))
            {
                Int32Values = Enumerable.Range(0, channels).Select(_ => _random.Next(-20000, 20000)).ToArray(),
            });
    }

    private (Extent Filter, Extent Stride, Extent Dilation, Padding Padding, int Height, int Width) Window(
        Shape input, bool mayDilate)
    {
        (int Filter, int Stride, int Dilation, int Before, int After, int Output) y = Axis(input.Height, mayDilate);
        (int Filter, int Stride, int Dilation, int Before, int After, int Output) x = Axis(input.Width, mayDilate);
        return (
            new Extent(y.Filter, x.Filter),
            new Extent(y.Stride, x.Stride),
            new Extent(y.Dilation, x.Dilation),
            new Padding(y.Before, x.Before, y.After, x.After),
            y.Output,
            x.Output);
    }

    private (int Filter, int Stride, int Dilation, int Before, int After, int Output) Axis(int input, bool mayDilate)
    {
        while (true)
        {
            int filter = _random.Next(1, 5);
            int stride = _random.Next(1, 4);
            int dilation = mayDilate && _random.Next(4) == 0 ? _random.Next(2, 4) : 1;
            int reach = (filter - 1) * dilation;
            int before = _random.Next(0, reach + 1);
            int after = _random.Next(0, reach + 1);
            int room = input + before + after - reach - 1;
            int output = (room / stride) + 1;

            // The format derives what lies below and right, so no window may lie wholly in the padding.
            if (room >= 0 && ((output - 1) * stride) - before < input)
            {
                return (filter, stride, dilation, before, after, output);
            }
        }
    }

    private Tensor Push(Operator step)
    {
        _operators.Add(step);
        _tensors.Add(step.Output);
        return step.Output;
    }

    private Tensor Tensor(Shape shape, QuantizationParameters? quantization) =>
        new($"t{_operators.Count}", shape) { Quantization = quantization };

    private QuantizationParameters Quantization() =>
        new((float)Math.Exp((_random.NextDouble() * 3) - 4), Zero());

    private int Zero() => _random.Next(4) switch { 0 => -128, 1 => 127, _ => _random.Next(-128, 128) };

    private int OneOr(int size) => _random.Next(2) == 0 ? 1 : size;

    private Activation Clamp() => (Activation)_random.Next(3);

    private sbyte[] Bytes(int count) => Enumerable.Range(0, count).Select(_ => (sbyte)_random.Next(-128, 128)).ToArray();
}
