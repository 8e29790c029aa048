namespace TinyMl.Fuzz.Tests.Importer;

/// <summary>A small .tflite file for each operator that the importer knows, and two for several at once.</summary>
internal sealed class TfLiteSeeds
{
    /// <summary>Of a TensorFlow Lite file.</summary>
    internal const string Identifier = "TFL3";

    private const byte Int8 = 9;
    private const byte Int32 = 2;
    private const byte Float32 = 0;
    private readonly Random _random = new(1);
    private readonly List<FlatNode> _tensors = [];
    private readonly List<FlatNode> _buffers = [[]];
    private readonly List<FlatNode> _codes = [];
    private readonly List<FlatNode> _operators = [];
    private readonly List<int> _outputs = [];

    /// <summary>How many there are.</summary>
    internal static int Count => Builders.Length;

    /// <summary>All of them; the name says what is in each.</summary>
    internal static IEnumerable<(string Name, byte[] File)> All() =>
        Trees().Select(seed => (seed.Name, FlatWriter.Write(seed.Root, Identifier)));

    /// <summary>The same before they are written.</summary>
    internal static IEnumerable<(string Name, FlatNode Root)> Trees()
    {
        foreach ((string name, Action<TfLiteSeeds, int> build) in Builders)
        {
            TfLiteSeeds seed = new();
            int input = seed.Activation([1, 6, 5, 3]);
            build(seed, input);
            yield return (name, seed.Root());
        }
    }

    private static readonly (string Name, Action<TfLiteSeeds, int> Build)[] Builders =
    [
        ("conv", (s, x) => s.Convolution(x)),
        ("conv-pool-dense-softmax", (s, x) =>
        {
            int y = s.Pool(1, s.Convolution(x, last: false), last: false);
            y = s.Dense(y, 3 * 3 * 4, last: false);
            s.Step(25, [y], s.Activation([1, 4], 1f / 256, -128), new FlatNode { [0] = 1f });
        }),
        ("depthwise", (s, x) => s.Step(
            4,
            [x, s.Constant([1, 3, 3, 6], scales: 6), s.Integers(new int[6], [6])],
            s.Activation([1, 3, 3, 6]),
            new FlatNode { [1] = 2, [2] = 2, [3] = 2, [4] = (byte)1, [5] = 1, [6] = 1 })),
        ("dense", (s, x) => s.Dense(x, 90)),
        ("average", (s, x) => s.Pool(1, x)),
        ("maximum-pool", (s, x) => s.Pool(17, x)),
        ("add", (s, x) => s.Pair(0, x, new FlatNode { [0] = (byte)1 })),
        ("multiply", (s, x) => s.Pair(18, x, new FlatNode { [0] = (byte)3 })),
        ("subtract", (s, x) => s.Pair(41, x, [])),
        ("maximum", (s, x) => s.Pair(55, x, [])),
        ("minimum", (s, x) => s.Pair(57, x, [])),
        ("add-self", (s, x) => s.Step(0, [x, x], s.Activation([1, 6, 5, 3]), [])),
        ("logistic", (s, x) => s.Step(14, [x], s.Activation([1, 6, 5, 3], 1f / 256, -128), [])),
        ("tanh", (s, x) => s.Step(28, [x], s.Activation([1, 6, 5, 3], 1f / 128, 0), [])),
        ("relu-relu6", (s, x) =>
        {
            int y = s.Activation([1, 6, 5, 3]);
            s.Step(19, [x], y, [], last: false);
            s.Step(21, [y], s.Activation([1, 6, 5, 3]), []);
        }),
        ("leaky-relu", (s, x) => s.Step(98, [x], s.Activation([1, 6, 5, 3], 0.1f, 3), new FlatNode { [0] = 0.1f })),
        ("hard-swish", (s, x) => s.Step(117, [x], s.Activation([1, 6, 5, 3], 0.1f, 3), [])),
        ("quantize", (s, x) => s.Step(114, [x], s.Activation([1, 6, 5, 3], 0.1f, 3), [])),
        ("reshape", (s, x) => s.Step(22, [x, s.Integers([1, 90], [2])], s.Activation([1, 90]), [])),
        ("squeeze", (s, x) => s.Step(43, [x], s.Activation([6, 5, 3]), [])),
        ("pad", (s, x) => s.Step(34, [x, s.Integers([0, 0, 1, 2, 0, 1, 1, 0], [4, 2])], s.Activation([1, 9, 6, 4]), [])),
        ("pad-value", (s, x) => s.Step(
            60,
            [x, s.Integers([0, 0, 1, 0, 0, 0, 0, 2], [4, 2]), s.Constant([1])],
            s.Activation([1, 7, 5, 5]),
            [])),
        ("pad-conv", (s, x) =>
        {
            int y = s.Activation([1, 8, 7, 3]);
            s.Step(34, [x, s.Integers([0, 0, 1, 1, 1, 1, 0, 0], [4, 2])], y, [], last: false);
            s.Step(
                3,
                [y, s.Constant([2, 3, 3, 3]), s.Integers(new int[2], [2])],
                s.Activation([1, 6, 5, 2]),
                new FlatNode { [0] = (byte)1, [1] = 1, [2] = 1 });
        }),
        ("transpose", (s, x) => s.Step(39, [x, s.Integers([0, 2, 3, 1], [4])], s.Activation([1, 5, 3, 6]), [])),
        ("mean", (s, x) => s.Step(40, [x, s.Integers([1, 2], [2])], s.Activation([1, 3], 0.2f, 1), [])),
        ("strided-slice", (s, x) => s.Step(
            45,
            [x, s.Integers([0, 5, 0, 0], [4]), s.Integers([1, -7, 4, 3], [4]), s.Integers([1, -2, 2, 1], [4])],
            s.Activation([1, 3, 2, 3]),
            new FlatNode { [0] = 1, [1] = 9 })),
        ("split", (s, x) =>
        {
            int[] parts = [s.Activation([1, 6, 5, 1]), s.Activation([1, 6, 5, 1]), s.Activation([1, 6, 5, 1])];
            s._outputs.AddRange(parts);
            s.Step(49, [s.Integers([3], []), x], parts, new FlatNode { [0] = 3 });
        }),
        ("concatenation", (s, x) => s.Step(
            2, [x, x, x], s.Activation([1, 6, 15, 3]), new FlatNode { [0] = 2 })),
        ("transpose-conv", (s, x) => s.Step(
            67,
            [s.Integers([1, 12, 10, 2], [4]), s.Constant([2, 3, 3, 3], scales: 2), x],
            s.Activation([1, 12, 10, 2]),
            new FlatNode { [1] = 2, [2] = 2 })),
        ("resize", (s, x) => s.Step(
            97, [x, s.Integers([9, 10], [2])], s.Activation([1, 9, 10, 3]), new FlatNode { [1] = true })),
        ("float-edges", (s, x) =>
        {
            s._tensors[x][1] = Float32;
            int inside = s.Activation([1, 6, 5, 3]);
            s.Step(114, [x], inside, [], last: false);
            int y = s.Convolution(inside, last: false);
            int outside = s.Activation([1, 3, 3, 4]);
            s._tensors[outside][1] = Float32;
            s.Step(6, [y], outside, []);
        }),
    ];

    private int Convolution(int x, bool last = true)
    {
        int y = Activation([1, 3, 3, 4]);
        FlatNode options = new() { [0] = (byte)0, [1] = 2, [2] = 2, [3] = (byte)3, [4] = 1, [5] = 1 };
        Step(3, [x, Constant([4, 3, 3, 3], scales: 4), Integers([5, -5, 100, 0], [4])], y, options, last);
        return y;
    }

    private int Pool(int code, int x, bool last = true)
    {
        int y = last ? Activation([1, 3, 3, 3]) : Activation([1, 3, 3, 4]);
        int stride = last ? 2 : 1;
        Step(code, [x], y, new FlatNode { [0] = (byte)0, [1] = stride, [2] = stride, [3] = 3, [4] = 2 }, last);
        return y;
    }

    private int Dense(int x, int elements, bool last = true)
    {
        int y = Activation([1, 4]);
        Step(9, [x, Constant([4, elements]), -1], y, [], last);
        return y;
    }

    private void Pair(int code, int x, FlatNode options)
    {
        int y = Activation([1, 6, 5, 3]);
        Step(code, [x, Constant([3])], y, options, last: false);
        Step(code, [y, x], Activation([1, 6, 5, 3]), options);
    }

    private int Activation(int[] shape, float scale = 0.05f, int zero = -4) => Tensor(shape, Int8, 0, [scale], [zero]);

    private int Constant(int[] shape, int scales = 1)
    {
        byte[] data = new byte[shape.Aggregate((a, b) => a * b)];
        _random.NextBytes(data);
        float[] all = Enumerable.Range(0, scales).Select(i => 0.05f + (scales == 1 ? 0 : i * 0.01f)).ToArray();
        return Tensor(shape, Int8, Buffered(data), all, scales == 1 && shape.Length == 1 ? [-4] : new long[scales]);
    }

    private int Integers(int[] values, int[] shape)
    {
        byte[] data = new byte[4 * values.Length];
        Buffer.BlockCopy(values, 0, data, 0, data.Length);
        return Tensor(shape, Int32, Buffered(data), [], []);
    }

    private int Buffered(byte[] data)
    {
        _buffers.Add(new FlatNode { [0] = data });
        return _buffers.Count - 1;
    }

    private int Tensor(int[] shape, byte type, int buffer, float[] scales, long[] zeros)
    {
        FlatNode quantization = new() { [2] = scales, [3] = zeros, [6] = 0 };
        _tensors.Add(new FlatNode
        {
            [0] = shape, [1] = type, [2] = buffer, [3] = $"t{_tensors.Count}", [4] = quantization,
        });
        return _tensors.Count - 1;
    }

    private void Step(int code, int[] inputs, int output, FlatNode options, bool last = true)
    {
        Step(code, inputs, [output], options);
        if (last)
        {
            _outputs.Add(output);
        }
    }

    private void Step(int code, int[] inputs, int[] outputs, FlatNode options)
    {
        _codes.Add(new FlatNode { [0] = (byte)Math.Min(code, 127), [3] = code });
        _operators.Add(new FlatNode { [0] = _codes.Count - 1, [1] = inputs, [2] = outputs, [4] = options });
    }

    private FlatNode Root()
    {
        FlatNode graph = new()
        {
            [0] = _tensors.ToArray(), [1] = new[] { 0 }, [2] = _outputs.ToArray(), [3] = _operators.ToArray(),
        };
        return new FlatNode
        {
            [0] = 3, [1] = _codes.ToArray(), [2] = new[] { graph }, [3] = "seed", [4] = _buffers.ToArray(),
        };
    }
}
