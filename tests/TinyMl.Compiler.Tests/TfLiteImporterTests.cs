using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Reference;
using TinyMl.Compiler.TfLite;
using TinyMl.Engine;

namespace TinyMl.Compiler.Tests;

/// <summary>What the importer makes of .tflite files written here, operator by operator.</summary>
public class TfLiteImporterTests
{
    public static TheoryData<string> Kinds => new(TfLiteCases.Kinds);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Imported_Operators_Run_On_The_Device(string kind)
    {
        for (int seed = 100; seed < 160; seed++)
        {
            Graph graph = TfLiteImporter.Import(TfLiteCases.Make(kind, seed), "case");
            sbyte[][] inputs = TestInput.Generate(graph, (uint)seed);
            using NativeEngine engine = new(ModelCompiler.Compile(graph, new Pipeline()).Bytes);
            for (int i = 0; i < inputs.Length; i++)
            {
                inputs[i].CopyTo(engine.Input(i));
            }

            engine.Run();
            Dictionary<Tensor, sbyte[]> expected = ReferenceInterpreter.Run(graph, inputs);
            Assert.All(graph.Outputs, (output, i) => Assert.Equal(expected[output], engine.Output(i).ToArray()));
        }
    }

    /// <summary>x[begin:end:stride] for every begin and end from beyond one end to beyond the other.</summary>
    [Fact]
    public void Strided_Slice_Takes_What_NumPy_Takes()
    {
        const int Size = 5;
        sbyte[] input = [10, 11, 12, 13, 14];
        for (int begin = -Size - 2; begin <= Size + 2; begin++)
        {
            for (int end = -Size - 2; end <= Size + 2; end++)
            {
                foreach (int stride in new[] { 1, 2, 3, 7, -1, -2, -3, -7 })
                {
                    for (int masks = 0; masks < 4; masks++)
                    {
                        int[] taken = TfLiteCases.Taken(Size, begin, end, stride, (masks & 1) != 0, (masks & 2) != 0);
                        int[] output = [1, Math.Max(1, taken.Length)];
                        TfLiteWriter file = Slice([1, Size], [0, begin], [1, end], [1, stride], output, masks << 1);
                        if (taken.Length == 0)
                        {
                            Assert.Contains("no element", Refusal(file));
                            continue;
                        }

                        Assert.Equal(taken.Select(i => input[i]), Run(file, input));
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(-1, 4)]
    [InlineData(-5, 0)]
    public void Strided_Slice_Drops_A_Dimension(int begin, int element)
    {
        TfLiteWriter file = Slice([1, 5, 2], [0, begin, 0], [1, 99, 2], [1, 1, 1], [1, 2], 0, shrink: 2);
        sbyte[] input = [.. Enumerable.Range(0, 10).Select(i => (sbyte)i)];
        Assert.Equal([(sbyte)(2 * element), (sbyte)((2 * element) + 1)], Run(file, input));
    }

    [Fact]
    public void Transpose_Takes_Every_Order()
    {
        int[] size = [1, 2, 3, 4];
        foreach (int[] order in Orders([0, 1, 2, 3]).Where(order => size[order[0]] == 1))
        {
            TfLiteWriter file = Unary(size, [.. order.Select(i => size[i])]);
            file.Operator(39, [0, file.Constant(order)], [1], 26, []);
            sbyte[] input = [.. Enumerable.Range(0, 24).Select(i => (sbyte)i)];
            Assert.Equal(Transposed(input, size, order), Run(file, input));
        }

        foreach (int[] order in Orders([0, 1, 2]))
        {
            // With three dimensions the first is no batch.
            int[] small = [4, 2, 3];
            TfLiteWriter file = Unary(small, [.. order.Select(i => small[i])]);
            file.Operator(39, [0, file.Constant(order)], [1], 26, []);
            sbyte[] input = [.. Enumerable.Range(0, 24).Select(i => (sbyte)i)];
            Assert.Equal(Transposed(input, small, order), Run(file, input));
        }
    }

    /// <summary>TRANSPOSE may move a batch of one, which then is no batch any more.</summary>
    [Fact]
    public void Transpose_Of_The_Batch()
    {
        TfLiteWriter file = Unary([1, 1, 3, 4], [1, 1, 4, 3]);
        file.Operator(39, [0, file.Constant(1, 0, 3, 2)], [1], 26, []);
        sbyte[] input = [.. Enumerable.Range(0, 12).Select(i => (sbyte)i)];
        Assert.Equal(Transposed(input, [1, 1, 3, 4], [1, 0, 3, 2]), Run(file, input));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mean_Keeps_Dimensions_Or_Not(bool keep)
    {
        TfLiteWriter file = Unary([1, 2, 3, 2], keep ? [1, 1, 3, 1] : [1, 3]);
        file.Operator(40, [0, file.Constant(1, -1)], [1], 27, new FlatObject { [0] = (byte)(keep ? 1 : 0) });
        Assert.Equal([4, 6, 8], Run(file, [0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12]));
        Graph graph = TfLiteImporter.Import(file.Build(), "mean");
        Assert.Equal(keep ? new Shape(1, 1, 3, 1) : new Shape(1, 1, 1, 3), graph.Outputs[0].Shape);
    }

    [Fact]
    public void Pad_Puts_Its_Value_Around()
    {
        foreach ((int code, sbyte value) in new (int, sbyte)[] { (34, 3), (60, 77) })
        {
            TfLiteWriter file = new();
            file.Inputs.Add(file.Tensor([1, 1, 2, 1], 0.5f, 3));
            file.Outputs.Add(file.Tensor([1, 2, 4, 2], 0.5f, 3));
            int border = file.Constant([4, 2], [0, 0, 1, 0, 1, 1, 0, 1]);
            file.Operator(code, code == 34 ? [0, border] : [0, border, file.Tensor([], 0.5f, 3, [77])], [1]);
            sbyte v = value;
            Assert.Equal([v, v, v, v, v, v, v, v, v, v, 8, v, 9, v, v, v], Run(file, [8, 9]));
        }
    }

    [Fact]
    public void Split_Gives_Its_Parts_In_Order()
    {
        TfLiteWriter file = new();
        file.Inputs.Add(file.Tensor([1, 1, 2, 4], 1, 0));
        file.Outputs.AddRange([file.Tensor([1, 1, 2, 2], 1, 0), file.Tensor([1, 1, 2, 2], 1, 0)]);
        file.Operator(49, [file.Constant([], [-1]), 0], [1, 2], 35, new FlatObject { [0] = 2 });
        Graph graph = TfLiteImporter.Import(file.Build(), "split");
        Dictionary<Tensor, sbyte[]> values = ReferenceInterpreter.Run(graph, [[1, 2, 3, 4, 5, 6, 7, 8]]);
        Assert.Equal([1, 2, 5, 6], values[graph.Outputs[0]]);
        Assert.Equal([3, 4, 7, 8], values[graph.Outputs[1]]);
    }

    [Fact]
    public void Float_Inputs_And_Outputs_Are_Stripped()
    {
        TfLiteWriter file = new();
        file.Inputs.Add(file.FloatTensor([1, 3]));
        int x = file.Tensor([1, 3], 0.5f, 2);
        int y = file.Tensor([1, 3], 0.25f, -4);
        file.Outputs.Add(file.FloatTensor([1, 3]));
        file.Operator(114, [0], [x], 89, []);
        file.Operator(19, [x], [y]);
        file.Operator(6, [y], [file.Outputs[0]], 38, []);
        Graph graph = TfLiteImporter.Import(file.Build(), "float");
        Assert.IsType<Lookup>(Assert.Single(graph.Operators));
        Assert.Equal((0.5f, 2), (graph.Inputs[0].Quantization!.Scale, graph.Inputs[0].Quantization!.ZeroPoint));
        Assert.Equal((0.25f, -4), (graph.Outputs[0].Quantization!.Scale, graph.Outputs[0].Quantization!.ZeroPoint));
    }

    [Fact]
    public void Unsupported_Operators_Are_Listed_With_Name_And_Place()
    {
        TfLiteWriter file = Unary([1, 3], [1, 3]);
        int between = file.Tensor([1, 3], 1, 0);
        int other = file.Tensor([1, 3], 1, 0);
        file.Operator(101, [0], [between]);
        file.Operator(32, [between], [other], custom: "my_layer");
        file.Operator(150, [other], [1]);
        Assert.Contains("0 ABS, 1 CUSTOM 'my_layer', 2 GELU", Refusal(file));
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "batch", "batch of 2" },
        { "five dimensions", "four dimensions" },
        { "uint8", "type UInt8" },
        { "activation", "fused activation 4" },
        { "ellipsis", "ellipsis" },
        { "offset", "without offsets" },
        { "stride 0", "do not fit" },
        { "several scales", "one scale" },
        { "zero point", "zero point 200" },
        { "scale 0", "not a positive number" },
        { "weights not symmetric", "weights with a zero point" },
        { "rows", "2 rows at once" },
        { "concatenation scale", "one scale and zero point" },
        { "pad value scale", "one scale and zero point" },
        { "logistic scale", "output scale of 1/256" },
        { "tanh scale", "output scale of 1/128" },
        { "reshape scale", "one scale and zero point" },
        { "reshape elements", "number of elements" },
        { "transpose order", "order" },
        { "mean axis", "axis 4" },
        { "constant", "constant where an activation is needed" },
        { "bias length", "bytes where" },
        { "two outputs", "2 outputs" },
        { "missing input", "lacks input 1" },
        { "unknown tensor", "does not exist" },
        { "no input", "no input or no output" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_Cannot_Be_Imported_Is_Refused_With_Its_Reason(string fault, string reason)
    {
        string message = Refusal(Faulty(fault));
        Assert.Contains(reason, message);
        Assert.EndsWith(".", message);
    }

    /// <summary>No damage crashes the importer: it throws a <see cref="CompileException"/> or reads on.</summary>
    [Fact]
    public void Damaged_Files_Are_Refused_Or_Harmless()
    {
        Random random = new(3);
        int refused = 0;
        foreach (string kind in TfLiteCases.Kinds)
        {
            byte[] file = TfLiteCases.Make(kind, 1);
            for (int i = 0; i < 400; i++)
            {
                byte[] damaged = i < 100 ? file[..random.Next(file.Length)] : [.. file];
                for (int n = random.Next(1, 4); n > 0 && i >= 100; n--)
                {
                    int value = random.Next(3) == 0 ? random.Next(256) : 255 * random.Next(2);
                    damaged[random.Next(damaged.Length)] = (byte)value;
                }

                try
                {
                    TfLiteImporter.Import(damaged, "damaged");
                }
                catch (CompileException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > 3000, $"{refused}");
    }

    private static TfLiteWriter Faulty(string fault)
    {
        TfLiteWriter file = new();
        (int X, int Y) Io(int[] from, int[] to, float outScale = 1, int outZero = 0)
        {
            file.Inputs.Add(file.Tensor(from, 1, 0));
            file.Outputs.Add(file.Tensor(to, outScale, outZero));
            return (file.Inputs[^1], file.Outputs[^1]);
        }

        switch (fault)
        {
            case "batch":
                Io([2, 1, 1, 3], [2, 1, 1, 3]);
                file.Operator(19, [0], [1]);
                break;
            case "five dimensions":
                Io([1, 1, 1, 1, 3], [1, 1, 1, 1, 3]);
                file.Operator(19, [0], [1]);
                break;
            case "uint8":
                file.Inputs.Add(file.Tensor([1, 3], 1, 0, type: 3));
                file.Outputs.Add(file.Tensor([1, 3], 1, 0));
                file.Operator(19, [0], [1]);
                break;
            case "activation":
                Io([1, 3], [1, 3]);
                file.Operator(0, [0, 0], [1], 11, new FlatObject { [0] = (byte)4 });
                break;
            case "ellipsis" or "offset" or "stride 0":
                Io([1, 3], [1, 3]);
                int[] lists = [file.Constant(0, 0), file.Constant(1, 3), file.Constant(1, fault == "stride 0" ? 0 : 1)];
                FlatObject options = new() { [2] = fault == "ellipsis" ? 1 : 0, [5] = (byte)(fault == "offset" ? 1 : 0) };
                file.Operator(45, [0, .. lists], [1], 32, options);
                break;
            case "several scales":
                file.Inputs.Add(file.Tensor([1, 3], 1, 0, scales: [1, 1, 1]));
                file.Outputs.Add(file.Tensor([1, 3], 1, 0));
                file.Operator(19, [0], [1]);
                break;
            case "zero point":
                Io([1, 3], [1, 3], 1, 200);
                file.Operator(19, [0], [1]);
                break;
            case "scale 0":
                Io([1, 3], [1, 3], 0);
                file.Operator(19, [0], [1]);
                break;
            case "weights not symmetric" or "rows" or "bias length":
                Io(fault == "rows" ? [1, 2, 3] : [1, 3], fault == "rows" ? [1, 2, 2] : [1, 2]);
                int weights = file.Tensor([2, 3], 1, fault == "weights not symmetric" ? 1 : 0, new sbyte[6]);
                file.Operator(9, [0, weights, file.Constant(new int[fault == "bias length" ? 3 : 2])], [1], 8, []);
                break;
            case "concatenation scale":
                Io([1, 3], [1, 6], 0.5f);
                file.Operator(2, [0, 0], [1], 10, new FlatObject { [0] = 1 });
                break;
            case "pad value scale":
                Io([1, 3], [1, 4]);
                file.Operator(60, [0, file.Constant([2, 2], [0, 0, 1, 0]), file.Tensor([1], 0.5f, 0, [1])], [1], 43, []);
                break;
            case "logistic scale":
                Io([1, 3], [1, 3]);
                file.Operator(14, [0], [1]);
                break;
            case "tanh scale":
                Io([1, 3], [1, 3]);
                file.Operator(28, [0], [1]);
                break;
            case "reshape scale":
                Io([1, 3], [3, 1], 0.5f);
                file.Operator(22, [0], [1], 17, []);
                break;
            case "reshape elements":
                Io([1, 3], [1, 4]);
                file.Operator(22, [0], [1], 17, []);
                break;
            case "transpose order":
                Io([1, 3], [1, 3]);
                file.Operator(39, [0, file.Constant(0, 0)], [1], 26, []);
                break;
            case "mean axis":
                Io([1, 1, 1, 3], [1, 1, 1, 3]);
                file.Operator(40, [0, file.Constant(4)], [1], 27, []);
                break;
            case "constant":
                file.Outputs.Add(file.Tensor([1, 3], 1, 0));
                file.Operator(19, [file.Tensor([1, 3], 1, 0, new sbyte[3])], [0]);
                break;
            case "two outputs":
                Io([1, 3], [1, 3]);
                file.Operator(19, [0], [1, file.Tensor([1, 3], 1, 0)]);
                break;
            case "missing input":
                Io([1, 3], [1, 3]);
                file.Operator(0, [0], [1], 11, []);
                break;
            case "unknown tensor":
                Io([1, 3], [1, 3]);
                file.Operator(19, [7], [1]);
                break;
            default:
                Io([1, 3], [1, 3]);
                file.Operator(19, [], [1]);
                break;
        }

        return file;
    }

    private static TfLiteWriter Unary(int[] from, int[] to)
    {
        TfLiteWriter file = new();
        file.Inputs.Add(file.Tensor(from, 1, 0));
        file.Outputs.Add(file.Tensor(to, 1, 0));
        return file;
    }

    private static TfLiteWriter Slice(
        int[] shape, int[] begin, int[] end, int[] stride, int[] output, int masks, int shrink = 0)
    {
        // masks: bit 1 the begin, bit 2 the end of dimension 1.
        TfLiteWriter file = Unary(shape, output);
        int[] lists = [file.Constant(begin), file.Constant(end), file.Constant(stride)];
        file.Operator(45, [0, .. lists], [1], 32, new FlatObject
        {
            [0] = masks & 2, [1] = (masks & 4) >> 1, [4] = shrink,
        });
        return file;
    }

    private static sbyte[] Run(TfLiteWriter file, sbyte[] input)
    {
        Graph graph = TfLiteImporter.Import(file.Build(), "case");
        return ReferenceInterpreter.Run(graph, [input])[graph.Outputs[0]];
    }

    private static string Refusal(TfLiteWriter file) =>
        Assert.Throws<CompileException>(() => TfLiteImporter.Import(file.Build(), "case")).Message;

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(first => Orders([.. items.Where(i => i != first)]).Select(rest => (int[])[first, .. rest]));

    /// <summary>The element at output index k[0], k[1], ... is that at the input index with k[i] at order[i].</summary>
    private static sbyte[] Transposed(sbyte[] input, int[] size, int[] order)
    {
        sbyte[] output = new sbyte[input.Length];
        for (int i = 0; i < output.Length; i++)
        {
            int[] at = new int[size.Length];
            int rest = i;
            for (int k = size.Length - 1; k >= 0; k--)
            {
                at[order[k]] = rest % size[order[k]];
                rest /= size[order[k]];
            }

            output[i] = input[at.Zip(size).Aggregate(0, (flat, d) => (flat * d.Second) + d.First)];
        }

        return output;
    }
}
