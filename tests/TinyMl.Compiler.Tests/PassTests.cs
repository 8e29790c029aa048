using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Passes;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Tests;

public class PassTests
{
    private static readonly QuantizationParameters Scale = new(0.05f, -7);

    [Fact]
    public void Reshape_Before_Dense_And_Behind_The_Input_Goes()
    {
        Tensor input = Int8("input", new Shape(1, 1, 1, 24));
        Tensor image = Int8("image", new Shape(1, 4, 3, 2));
        Tensor flat = Int8("flat", new Shape(1, 1, 1, 24));
        Tensor features = Int8("features", new Shape(1, 4, 3, 2));
        Graph graph = Build(
            input,
            new Reshape { Inputs = [input], Output = image },
            Conv(image, features, 1, default),
            new Reshape { Inputs = [features], Output = flat },
            Dense(flat, Int8("output", Shape.Vector(3))));
        Graph after = CheckSame(graph, new DropReshape());
        Assert.DoesNotContain(after.Operators, step => step is Reshape);
        Assert.Equal(new Shape(1, 4, 3, 2), after.Inputs[0].Shape);
    }

    [Fact]
    public void Reshape_That_Somebody_Sees_Stays()
    {
        Tensor input = Int8("input", new Shape(1, 2, 2, 4));
        Tensor features = Int8("features", new Shape(1, 2, 2, 4));
        Tensor other = Int8("other", new Shape(1, 4, 2, 2));
        Graph graph = Build(
            input,
            Conv(input, features, 1, default),
            new Reshape { Inputs = [features], Output = other },
            Conv(other, Int8("output", new Shape(1, 4, 2, 2)), 1, default));
        Assert.Contains(CheckSame(graph, new DropReshape()).Operators, step => step is Reshape);
    }

    [Fact]
    public void Two_Tables_Become_One_And_An_Identity_None()
    {
        Random random = new(1);
        Tensor input = Int8("input", new Shape(1, 2, 2, 4));
        Tensor first = Int8("first", input.Shape);
        Tensor same = Int8("same", input.Shape);
        Tensor second = Int8("second", input.Shape);
        Tensor output = Int8("output", input.Shape);
        Graph graph = Build(
            input,
            Table(input, first, _ => random.Next(-128, 128)),
            Table(first, same, x => x),
            Table(same, second, x => x / 2),
            Conv(second, output, 1, default));
        Assert.Equal(2, CheckSame(graph, new MergeLookups()).Operators.Count);
    }

    [Fact]
    public void Table_With_Two_Readers_Stays()
    {
        Tensor input = Int8("input", new Shape(1, 2, 2, 4));
        Tensor first = Int8("first", input.Shape);
        Tensor second = Int8("second", input.Shape);
        Graph graph = Build(
            input,
            Table(input, first, x => x / 3),
            Table(first, second, x => x / 2),
            new Add { Inputs = [first, second], Output = Int8("output", input.Shape) });
        Assert.Equal(3, CheckSame(graph, new MergeLookups()).Operators.Count);
    }

    [Theory]
    [InlineData(-7, 113, true)]
    [InlineData(-128, 20, true)]
    [InlineData(100, 110, true)]
    [InlineData(-20, -10, false)]
    public void Clamping_Table_Becomes_Limits_Where_The_Ranges_Meet(int least, int most, bool folds)
    {
        Tensor input = Int8("input", new Shape(1, 3, 3, 2));
        Tensor between = Int8("between", new Shape(1, 3, 3, 2));
        Tensor output = Int8("output", new Shape(1, 3, 3, 2));
        Conv2D conv = Conv(input, between, 1, default);

        // A RELU before: its range starts at the zero point, -7.
        Operator relu = conv.With(input, between, conv.Weights, conv.Bias, Activation.Relu);
        Graph graph = Build(input, relu, Table(between, output, x => Math.Clamp(x, least, most)));
        Assert.Equal(folds ? 1 : 2, CheckSame(graph, new FoldClamp()).Operators.Count);
    }

    [Fact]
    public void Table_That_Rescales_Is_No_Clamp()
    {
        Tensor input = Int8("input", new Shape(1, 3, 3, 2));
        Tensor between = Int8("between", new Shape(1, 3, 3, 2));
        Graph graph = Build(
            input, Conv(input, between, 1, default), Table(between, Int8("output", between.Shape), x => Math.Max(x, -7) / 2));
        Assert.Equal(2, CheckSame(graph, new FoldClamp()).Operators.Count);
    }

    [Theory]
    [InlineData(1, -7, true)]
    [InlineData(2, -7, true)]
    [InlineData(3, -7, false)]
    [InlineData(1, 0, false)]
    public void Border_Of_Zeros_Becomes_Padding_As_Far_As_The_Filter_Reaches(int border, int value, bool folds)
    {
        Tensor input = Int8("input", new Shape(1, 5, 4, 2));
        Tensor padded = Int8("padded", new Shape(1, 5 + border, 4 + (2 * border), 2));
        Tensor output = Int8("output", new Shape(1, 5 + border - 2, 4 + (2 * border) - 2, 2));
        Pad pad = new()
        {
            Inputs = [input],
            Output = padded,
            Padding = new Padding(border, border, 0, border),
            Value = (sbyte)value,
        };
        Graph graph = Build(input, pad, Conv(padded, output, 3, default));
        Assert.Equal(folds ? 1 : 2, CheckSame(graph, new FoldPad()).Operators.Count);
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(3, 0, true)]
    [InlineData(3, 1, false)]
    public void Zero_Point_Goes_Into_The_Biases_Where_No_Window_Reaches_The_Padding(int filter, int padding, bool folds)
    {
        Tensor input = Int8("input", new Shape(1, 6, 5, 2));
        int lost = filter - 1 - (2 * padding);
        Tensor output = Int8("output", new Shape(1, 6 - lost, 5 - lost, 2));
        Conv2D conv = Conv(input, output, filter, new Padding(padding, padding, padding, padding));
        Assert.Equal(folds, FoldZeroPoint.Applies(conv));
        int[] bias = FoldZeroPoint.BiasOf(conv);

        // With x = 0 everywhere the sum is the folded bias, and must be what the definition gives: -z times each weight.
        for (int channel = 0; channel < 2; channel++)
        {
            int taps = filter * filter * 2;
            int sum = conv.Weights.Int8Values!.Skip(channel * taps).Take(taps).Sum(w => (0 - Scale.ZeroPoint) * w);
            Assert.Equal(conv.Bias.Int32Values![channel] + (folds ? sum : 0), bias[channel]);
        }
    }

    [Fact]
    public void What_Nobody_Reads_Goes_With_All_That_Led_To_It()
    {
        Tensor input = Int8("input", new Shape(1, 3, 3, 2));
        Tensor used = Int8("used", input.Shape);
        Tensor unused = Int8("unused", input.Shape);
        Graph graph = new()
        {
            Name = "test",
            Inputs = [input],
            Outputs = [used],
            Operators =
            [
                Conv(input, unused, 1, default),
                Table(unused, Int8("unused2", input.Shape), x => -x),
                Conv(input, used, 1, default),
            ],
        };
        Assert.Single(CheckSame(graph, new DropDeadCode()).Operators);
    }

    [Fact]
    public void Every_Change_Is_Explained_And_No_Change_Is_Silent()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Graph graph = RandomGraphs.Int8(seed);
            (Graph after, List<string> explanation) = PassPipeline.Run(graph);
            Assert.Equal(graph.Operators.Count == after.Operators.Count, explanation.Count == 0);
        }
    }

    // Runs the pass and compares all outputs on random inputs with the graph before.
    private static Graph CheckSame(Graph before, IGraphPass pass)
    {
        GraphCheck.Verify(before);
        List<string> explanation = [];
        Graph after = pass.Apply(before, explanation.Add);
        GraphCheck.Verify(after);
        Assert.Equal(before.Operators.Count == after.Operators.Count, explanation.Count == 0);
        for (uint seed = 0; seed < 20; seed++)
        {
            sbyte[] input = TestInput.Generate(before, seed)[0];
            Assert.Equal(
                ReferenceInterpreter.Run(before, input)[before.Outputs[0]],
                ReferenceInterpreter.Run(after, input)[after.Outputs[0]]);
        }

        return after;
    }

    private static Graph Build(Tensor input, params Operator[] steps) =>
        new() { Name = "test", Inputs = [input], Outputs = [steps[^1].Output], Operators = steps };

    private static Tensor Int8(string name, Shape shape) => new(name, shape) { Quantization = Scale };

    private static Lookup Table(Tensor input, Tensor output, Func<int, int> function) => new()
    {
        Inputs = [input],
        Output = output,
        Table = Enumerable.Range(-128, 256).Select(x => (sbyte)function(x)).ToArray(),
        Function = "TABLE",
    };

    private static Conv2D Conv(Tensor input, Tensor output, int filter, Padding padding)
    {
        Shape shape = new(output.Shape.Channels, filter, filter, input.Shape.Channels);
        return new Conv2D
        {
            Inputs = [input],
            Output = output,
            Weights = Weights(shape),
            Bias = Bias(output.Shape.Channels),
            Padding = padding,
        };
    }

    private static FullyConnected Dense(Tensor input, Tensor output) => new()
    {
        Inputs = [input],
        Output = output,
        Weights = Weights(new Shape(output.Shape.Elements, 1, 1, input.Shape.Elements)),
        Bias = Bias(output.Shape.Elements),
    };

    private static Tensor Weights(Shape shape)
    {
        Random random = new(shape.Elements);
        return new Tensor("weights", shape)
        {
            Quantization = new QuantizationParameters(0.02f, 0),
            Int8Values = Enumerable.Range(0, shape.Elements).Select(_ => (sbyte)random.Next(-127, 128)).ToArray(),
        };
    }

    private static Tensor Bias(int channels) => new("bias", Shape.Vector(channels))
    {
        Int32Values = Enumerable.Range(0, channels).Select(i => (i * 211) - 300).ToArray(),
    };
}
