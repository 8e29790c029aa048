namespace TinyMl.Compiler.Tests;

/// <summary>
/// Random .tflite files of one operator each. What a kind and a seed give is part of the goldens, which were recorded with
/// it: add kinds, but do not change these.
/// </summary>
internal sealed class TfLiteCases
{
    internal static readonly string[] Kinds =
    [
        "CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "AVERAGE_POOL_2D", "MAX_POOL_2D", "SOFTMAX", "ADD", "SUB", "MUL",
        "MAXIMUM", "MINIMUM", "LOGISTIC", "TANH", "RELU", "RELU6", "LEAKY_RELU", "HARD_SWISH", "QUANTIZE", "MEAN",
        "TRANSPOSE", "STRIDED_SLICE", "SPLIT", "CONCATENATION", "PAD", "PADV2", "RESIZE_NEAREST_NEIGHBOR", "TRANSPOSE_CONV",
        "RESHAPE", "SQUEEZE", "EXPAND_DIMS",
    ];

    private readonly Random _random;
    private readonly TfLiteWriter _file = new();

    private TfLiteCases(int seed) => _random = new Random(seed);

    /// <summary>The file of a kind and a seed.</summary>
    internal static byte[] Make(string kind, int seed)
    {
        TfLiteCases make = new((seed * Kinds.Length) + Array.IndexOf(Kinds, kind));
        make.Write(kind);
        return make._file.Build();
    }

    private void Write(string kind)
    {
        switch (kind)
        {
            case "CONV_2D":
                Convolution();
                break;
            case "DEPTHWISE_CONV_2D":
                Depthwise();
                break;
            case "FULLY_CONNECTED":
                Dense();
                break;
            case "AVERAGE_POOL_2D":
                Pool(1);
                break;
            case "MAX_POOL_2D":
                Pool(17);
                break;
            case "SOFTMAX":
                int[] shape = Shape(2);
                Unary(25, shape, Scale(), Zero(), 1f / 256, -128, 9, new FlatObject { [0] = 0.5f + _random.NextSingle() });
                break;
            case "ADD":
                Pair(0, 11);
                break;
            case "SUB":
                Pair(41, 28);
                break;
            case "MUL":
                Pair(18, 21);
                break;
            case "MAXIMUM":
                Pair(55, 39);
                break;
            case "MINIMUM":
                Pair(57, 39);
                break;
            case "LOGISTIC":
                Unary(14, Shape(4), Scale(), Zero(), 1f / 256, -128);
                break;
            case "TANH":
                Unary(28, Shape(4), Scale(), Zero(), 1f / 128, 0);
                break;
            case "RELU":
                Unary(19, Shape(4), Scale(), Zero(), Scale(), Zero());
                break;
            case "RELU6":
                (float scale, int zero) = (Scale(), Zero());
                Unary(21, Shape(4), scale, zero, scale, zero);
                break;
            case "LEAKY_RELU":
                float alpha = (_random.NextSingle() * 1.5f) - 0.5f;
                Unary(98, Shape(4), Scale(), Zero(), Scale(), Zero(), 75, new FlatObject { [0] = alpha });
                break;
            case "HARD_SWISH":
                Unary(117, Shape(4), Scale(), Zero(), Scale(), Zero(), 91, []);
                break;
            case "QUANTIZE":
                Unary(114, Shape(4), Scale(), Zero(), Scale(), Zero(), 89, []);
                break;
            default:
                Move(kind);
                break;
        }
    }

    private void Move(string kind)
    {
        switch (kind)
        {
            case "MEAN":
                Mean();
                break;
            case "TRANSPOSE":
                Transpose();
                break;
            case "STRIDED_SLICE":
                StridedSlice();
                break;
            case "SPLIT":
                Split();
                break;
            case "CONCATENATION":
                Concatenation();
                break;
            case "PAD":
                Pad(false);
                break;
            case "PADV2":
                Pad(true);
                break;
            case "RESIZE_NEAREST_NEIGHBOR":
                Resize();
                break;
            case "TRANSPOSE_CONV":
                TransposeConvolution();
                break;
            default:
                Reshape(kind);
                break;
        }
    }

    private void Unary(
        int code,
        int[] shape,
        float scale,
        int zero,
        float outputScale,
        int outputZero,
        byte type = 0,
        FlatObject? options = null)
    {
        _file.Inputs.Add(_file.Tensor(shape, scale, zero));
        _file.Outputs.Add(_file.Tensor(shape, outputScale, outputZero));
        _file.Operator(code, [0], [1], type, options);
    }

    private void Convolution()
    {
        (int[] size, int channels) = ([_random.Next(1, 8), _random.Next(1, 8)], _random.Next(1, 5));
        int units = _random.Next(1, 5);
        (int[] filter, int[] stride, int[] dilation, byte padding, int[] output) = Window(size, true);
        Weighted(
            3,
            [1, size[0], size[1], channels],
            [units, filter[0], filter[1], channels],
            [1, output[0], output[1], units],
            axis: 0,
            filter[0] * filter[1] * channels,
            1,
            new FlatObject
            {
                [0] = padding, [1] = stride[1], [2] = stride[0], [3] = Activation(), [4] = dilation[1], [5] = dilation[0],
            });
    }

    private void Depthwise()
    {
        (int[] size, int channels) = ([_random.Next(1, 8), _random.Next(1, 8)], _random.Next(1, 5));
        int multiplier = _random.Next(1, 4);
        (int[] filter, int[] stride, int[] dilation, byte padding, int[] output) = Window(size, true);
        Weighted(
            4,
            [1, size[0], size[1], channels],
            [1, filter[0], filter[1], channels * multiplier],
            [1, output[0], output[1], channels * multiplier],
            axis: 3,
            filter[0] * filter[1],
            2,
            new FlatObject
            {
                [0] = padding, [1] = stride[1], [2] = stride[0], [3] = multiplier, [4] = Activation(), [5] = dilation[1],
                [6] = dilation[0],
            });
    }

    private void Dense()
    {
        (int depth, int units) = (_random.Next(1, 40), _random.Next(1, 12));
        Weighted(9, [1, depth], [units, depth], [1, units], axis: 0, depth, 8, new FlatObject { [0] = Activation() });
    }

    private void TransposeConvolution()
    {
        (int[] size, int channels) = ([_random.Next(1, 6), _random.Next(1, 6)], _random.Next(1, 5));
        int units = _random.Next(1, 5);
        int[] filter = [_random.Next(1, 5), _random.Next(1, 5)];
        int[] stride = [_random.Next(1, 4), _random.Next(1, 4)];
        bool same = _random.Next(2) == 0;
        int[] output = [.. Enumerable.Range(0, 2).Select(i =>
            same ? size[i] * stride[i] : ((size[i] - 1) * stride[i]) + Math.Max(filter[i], stride[i]))];
        int[] shape = [1, output[0], output[1], units];
        Weighted(
            67,
            [1, size[0], size[1], channels],
            [units, filter[0], filter[1], channels],
            shape,
            axis: 0,
            filter[0] * filter[1] * channels,
            49,
            new FlatObject { [0] = (byte)(same ? 0 : 1), [1] = stride[1], [2] = stride[0], [3] = Activation() },
            shape);
    }

    private void Weighted(
        int code,
        int[] input,
        int[] weights,
        int[] output,
        int axis,
        int taps,
        byte type,
        FlatObject options,
        int[]? size = null)
    {
        (float inputScale, float outputScale) = (Scale(), Scale());
        int channels = weights[axis];

        // Sums of random bytes then mostly land inside int8.
        float unit = outputScale / inputScale / (100 * MathF.Sqrt(taps));
        bool perChannel = _random.Next(3) != 0;
        float[] scales = Enumerable.Range(0, perChannel ? channels : 1)
            .Select(_ => unit * (0.3f + (2 * _random.NextSingle())))
            .ToArray();
        int x = _file.Tensor(input, inputScale, Zero());
        int w = _file.Tensor(weights, 0, 0, Bytes(weights.Aggregate(1, (a, b) => a * b)), scales, axis);
        int b = _random.Next(4) == 0
            ? -1
            : _file.Constant([.. Enumerable.Range(0, channels).Select(_ => _random.Next(-9000, 9000))]);
        int y = _file.Tensor(output, outputScale, Zero());
        int[] inputs = size is null ? [x, w, b] : [_file.Constant(size), w, x, b];
        _file.Inputs.Add(x);
        _file.Outputs.Add(y);
        _file.Operator(code, b < 0 ? inputs[..^1] : inputs, [y], type, options);
    }

    private void Pool(int code)
    {
        (int[] size, int channels) = ([_random.Next(1, 9), _random.Next(1, 9)], _random.Next(1, 6));
        (int[] filter, int[] stride, _, byte padding, int[] output) = Window(size, false);
        (float scale, int zero) = (Scale(), Zero());
        _file.Inputs.Add(_file.Tensor([1, size[0], size[1], channels], scale, zero));
        _file.Outputs.Add(_file.Tensor([1, output[0], output[1], channels], scale, zero));
        _file.Operator(code, [0], [1], 5, new FlatObject
        {
            [0] = padding, [1] = stride[1], [2] = stride[0], [3] = filter[1], [4] = filter[0], [5] = Activation(),
        });
    }

    private void Pair(int code, byte type)
    {
        int[] shape = Shape(4);
        int[] first = Repeated(shape);
        int[] second = Repeated(shape);
        int[] output = Enumerable.Range(0, 4).Select(i => Math.Max(first[i], second[i])).ToArray();
        bool same = type == 39;
        (float scale, int zero) = (Scale(), Zero());
        int a = _file.Tensor(first, same ? scale : Scale(), same ? zero : Zero());
        sbyte[]? constant = _random.Next(3) == 0 ? Bytes(second.Aggregate(1, (x, y) => x * y)) : null;
        int b = _file.Tensor(second, same ? scale : Scale(), same ? zero : Zero(), constant);
        int y = _file.Tensor(output, same ? scale : Scale(), same ? zero : Zero());
        _file.Inputs.Add(a);
        if (constant is null)
        {
            _file.Inputs.Add(b);
        }

        _file.Outputs.Add(y);
        int[] inputs = _random.Next(2) == 0 ? [a, b] : [b, a];
        _file.Operator(code, inputs, [y], type, same ? [] : new FlatObject { [0] = Activation() });
    }

    private void Mean()
    {
        int[] shape = Shape(4);
        bool keep = _random.Next(2) == 0;
        int[] axes = Enumerable.Range(1, 3).Where(_ => _random.Next(2) == 0).DefaultIfEmpty(1).ToArray();
        int[] output = Enumerable.Range(0, 4)
            .Where(i => keep || !axes.Contains(i))
            .Select(i => axes.Contains(i) ? 1 : shape[i])
            .ToArray();
        _file.Inputs.Add(_file.Tensor(shape, Scale(), Zero()));
        _file.Outputs.Add(_file.Tensor(output, Scale(), Zero()));

        // Negative axes count from the end.
        int list = _file.Constant(Array.ConvertAll(axes, axis => _random.Next(2) == 0 ? axis : axis - 4));
        _file.Operator(40, [0, list], [1], 27, new FlatObject { [0] = (byte)(keep ? 1 : 0) });
    }

    private void Transpose()
    {
        int[] shape = Shape(4);
        int[] order = [1, 2, 3];
        _random.Shuffle(order);
        order = [0, .. order];
        (float scale, int zero) = (Scale(), Zero());
        _file.Inputs.Add(_file.Tensor(shape, scale, zero));
        _file.Outputs.Add(_file.Tensor([.. order.Select(i => shape[i])], scale, zero));
        _file.Operator(39, [0, _file.Constant(order)], [1], 26, []);
    }

    private void StridedSlice()
    {
        int[] shape = Shape(4);
        int[] begin = new int[4];
        int[] end = new int[4];
        int[] stride = [1, 1, 1, 1];
        int[] output = [1, 1, 1, 1];
        end[0] = 1;
        int beginMask = 0;
        int endMask = 0;
        for (int i = 1; i < 4; i++)
        {
            do
            {
                begin[i] = _random.Next(-shape[i] - 1, shape[i] + 1);
                end[i] = _random.Next(-shape[i] - 1, shape[i] + 2);
                stride[i] = _random.Next(1, 4) * (_random.Next(3) == 0 ? -1 : 1);
                int bits = _random.Next(4);
                beginMask = (beginMask & ~(1 << i)) | ((bits & 1) << i);
                endMask = (endMask & ~(1 << i)) | ((bits >> 1) << i);
                output[i] = Taken(shape[i], begin[i], end[i], stride[i], (bits & 1) != 0, (bits & 2) != 0).Length;
            }
            while (output[i] == 0);
        }

        (float scale, int zero) = (Scale(), Zero());
        _file.Inputs.Add(_file.Tensor(shape, scale, zero));
        _file.Outputs.Add(_file.Tensor(output, scale, zero));
        int[] lists = [_file.Constant(begin), _file.Constant(end), _file.Constant(stride)];
        _file.Operator(45, [0, .. lists], [1], 32, new FlatObject { [0] = beginMask, [1] = endMask });
    }

    /// <summary>The indices of x[begin:end:stride] as NumPy has them, found by walking.</summary>
    internal static int[] Taken(int size, int begin, int end, int stride, bool openBegin, bool openEnd)
    {
        int from = openBegin ? (stride > 0 ? int.MinValue : int.MaxValue) : begin < 0 ? begin + size : begin;
        int to = openEnd ? (stride > 0 ? int.MaxValue : int.MinValue) : end < 0 ? end + size : end;
        List<int> taken = [];
        for (int i = stride > 0 ? 0 : size - 1; i >= 0 && i < size; i += Math.Sign(stride))
        {
            bool begun = stride > 0 ? i >= from : i <= from;
            bool ended = stride > 0 ? i >= to : i <= to;
            if (begun && !ended && (taken.Count == 0 || (i - taken[0]) % stride == 0))
            {
                taken.Add(i);
            }
        }

        return [.. taken];
    }

    private void Split()
    {
        int axis = _random.Next(1, 4);
        int parts = _random.Next(1, 4);
        int[] part = Shape(4);
        int[] shape = [.. part];
        shape[axis] *= parts;
        (float scale, int zero) = (Scale(), Zero());
        int x = _file.Tensor(shape, scale, zero);
        _file.Inputs.Add(x);
        int[] outputs = Enumerable.Range(0, parts).Select(_ => _file.Tensor(part, scale, zero)).ToArray();
        _file.Outputs.AddRange(outputs);
        int list = _file.Constant([], [_random.Next(2) == 0 ? axis : axis - 4]);
        _file.Operator(49, [list, x], outputs, 35, new FlatObject { [0] = parts });
    }

    private void Concatenation()
    {
        int axis = _random.Next(1, 4);
        int[] shape = Shape(4);
        (float scale, int zero) = (Scale(), Zero());
        int[] output = [.. shape];
        output[axis] = 0;
        int parts = _random.Next(1, 5);
        for (int i = 0; i < parts; i++)
        {
            int[] part = [.. shape];
            part[axis] = _random.Next(1, 4);
            output[axis] += part[axis];
            _file.Inputs.Add(_file.Tensor(part, scale, zero));
        }

        _file.Outputs.Add(_file.Tensor(output, scale, zero));
        _file.Operator(2, [.. _file.Inputs], [parts], 10, new FlatObject { [0] = _random.Next(2) == 0 ? axis : axis - 4 });
    }

    private void Pad(bool hasValue)
    {
        int[] shape = Shape(4);
        int[] border = new int[8];
        for (int i = 2; i < 8; i++)
        {
            border[i] = _random.Next(3);
        }

        int[] output = Enumerable.Range(0, 4).Select(i => shape[i] + border[2 * i] + border[(2 * i) + 1]).ToArray();
        (float scale, int zero) = (Scale(), Zero());
        _file.Inputs.Add(_file.Tensor(shape, scale, zero));
        _file.Outputs.Add(_file.Tensor(output, scale, zero));
        int list = _file.Constant([4, 2], border);
        int[] inputs = hasValue ? [0, list, _file.Tensor([1], scale, zero, Bytes(1))] : [0, list];
        _file.Operator(hasValue ? 60 : 34, inputs, [1], (byte)(hasValue ? 43 : 22), []);
    }

    private void Resize()
    {
        int[] shape = Shape(4);
        int[] size = [_random.Next(1, 9), _random.Next(1, 9)];
        (float scale, int zero) = (Scale(), Zero());
        _file.Inputs.Add(_file.Tensor(shape, scale, zero));
        _file.Outputs.Add(_file.Tensor([1, size[0], size[1], shape[3]], scale, zero));
        int mode = _random.Next(3);
        _file.Operator(97, [0, _file.Constant(size)], [1], 74, new FlatObject
        {
            [0] = (byte)(mode == 1 ? 1 : 0), [1] = (byte)(mode == 2 ? 1 : 0),
        });
    }

    private void Reshape(string kind)
    {
        int[] shape = Shape(4);
        if (kind == "SQUEEZE")
        {
            shape[2] = 1;
        }

        (float scale, int zero) = (Scale(), Zero());
        int elements = shape.Aggregate(1, (a, b) => a * b);
        int[] output = kind switch
        {
            "RESHAPE" => [1, elements],
            "SQUEEZE" => [1, shape[1], shape[3]],
            _ => [1, elements, 1],
        };
        int[] input = kind == "EXPAND_DIMS" ? [1, elements] : shape;
        _file.Inputs.Add(_file.Tensor(input, scale, zero));
        _file.Outputs.Add(_file.Tensor(output, scale, zero));
        switch (kind)
        {
            case "RESHAPE":
                _file.Operator(22, [0, _file.Constant(output)], [1], 17, new FlatObject { [0] = output });
                break;
            case "SQUEEZE":
                _file.Operator(43, [0], [1], 30, new FlatObject { [0] = new[] { 2 } });
                break;
            default:
                _file.Operator(70, [0, _file.Constant(2)], [1], 52, []);
                break;
        }
    }

    private (int[] Filter, int[] Stride, int[] Dilation, byte Padding, int[] Output) Window(int[] size, bool mayDilate)
    {
        bool same = _random.Next(2) == 0;
        int[] stride = [_random.Next(1, 4), _random.Next(1, 4)];
        int[] dilation = mayDilate && _random.Next(3) == 0 ? [_random.Next(1, 3), _random.Next(1, 3)] : [1, 1];
        int[] filter = new int[2];
        int[] output = new int[2];
        for (int i = 0; i < 2; i++)
        {
            int most = same ? 4 : Math.Min(4, ((size[i] - 1) / dilation[i]) + 1);
            filter[i] = _random.Next(1, most + 1);
            int effective = ((filter[i] - 1) * dilation[i]) + 1;
            output[i] = same ? (size[i] + stride[i] - 1) / stride[i] : ((size[i] - effective) / stride[i]) + 1;
        }

        return (filter, stride, dilation, (byte)(same ? 0 : 1), output);
    }

    private int[] Shape(int rank)
    {
        int[] shape = Enumerable.Range(0, rank).Select(_ => _random.Next(1, 6)).ToArray();
        shape[0] = 1;
        return shape;
    }

    private int[] Repeated(int[] shape) => Array.ConvertAll(shape, size => _random.Next(4) == 0 ? 1 : size);

    private float Scale() => (float)Math.Exp((_random.NextDouble() * 3) - 4.5);

    private int Zero() => _random.Next(4) switch { 0 => -128, 1 => 127, _ => _random.Next(-128, 128) };

    // NONE, RELU, RELU6.
    private byte Activation() => (byte)(_random.Next(3) switch { 0 => 0, 1 => 1, _ => 3 });

    private sbyte[] Bytes(int count) => Enumerable.Range(0, count).Select(_ => (sbyte)_random.Next(-127, 128)).ToArray();
}
