using TinyMl.Compiler.Graphs;
using TinyMl.Training.Layers;

namespace TinyMl.Training.Tests;

/// <summary>Every operator's gradient against finite differences.</summary>
public sealed class GradientTests
{
    private const double Tolerance = 1e-6;
    private static readonly Shape Image = new(1, 7, 5, 3);

    [Theory]
    [InlineData(3, 3, 1, 1, true, Activation.None)]
    [InlineData(3, 2, 2, 1, true, Activation.Relu)]
    [InlineData(2, 3, 1, 2, false, Activation.Relu6)]
    [InlineData(1, 1, 1, 1, true, Activation.Relu)]
    [InlineData(1, 1, 2, 2, true, Activation.None)]
    public void Convolution(int fh, int fw, int sh, int sw, bool same, Activation activation) =>
        Check((b, x) => b.Conv2D(x, 9, new Extent(fh, fw), new Extent(sh, sw), same, activation));

    [Theory]
    [InlineData(3, 3, 1, 1, true, Activation.None)]
    [InlineData(3, 2, 2, 1, false, Activation.Relu)]
    [InlineData(5, 1, 2, 1, true, Activation.Relu6)]
    public void DepthwiseConvolution(int fh, int fw, int sh, int sw, bool same, Activation activation) =>
        Check((b, x) => b.DepthwiseConv2D(x, new Extent(fh, fw), new Extent(sh, sw), same, activation));

    [Fact]
    public void DilatedConvolution()
    {
        Tensor input = GraphBuilder.Input(Image);
        Conv2D conv = new()
        {
            Inputs = [input],
            Output = new Tensor("y", new Shape(1, 7, 3, 4)),
            Weights = Constant("w", new Shape(4, 3, 2, 3)),
            Bias = Constant("b", Shape.Vector(4)),
            Dilation = new Extent(2, 2),
            Padding = new Padding(2, 0, 2, 0),
        };
        Assert.InRange(GradientCheck.LargestError(WithHead(input, conv)), 0, Tolerance);
    }

    [Fact]
    public void DepthwiseConvolutionWithMultiplier()
    {
        Tensor input = GraphBuilder.Input(Image);
        DepthwiseConv2D conv = new()
        {
            Inputs = [input],
            Output = new Tensor("y", new Shape(1, 7, 5, 6)),
            Weights = Constant("w", new Shape(1, 3, 3, 6)),
            Bias = Constant("b", Shape.Vector(6)),
            Padding = new Padding(1, 1, 1, 1),
            Activation = Activation.Relu,
        };
        Assert.InRange(GradientCheck.LargestError(WithHead(input, conv)), 0, Tolerance);
    }

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu)]
    public void Dense(Activation activation) => Check((b, x) => b.FullyConnected(x, 6, activation));

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu6)]
    public void BatchNormalization(Activation activation) => Check((b, x) => b.BatchNormalization(x, activation));

    [Theory]
    [InlineData(3, 2, 2, 2, true)]
    [InlineData(2, 2, 1, 1, false)]
    public void AveragePool(int fh, int fw, int sh, int sw, bool same) =>
        Check((b, x) => b.AveragePool2D(x, new Extent(fh, fw), new Extent(sh, sw), same));

    [Fact]
    public void GlobalAveragePool() => Check((b, x) => b.GlobalAveragePool(x));

    [Theory]
    [InlineData(3, 2, 2, 2, true)]
    [InlineData(2, 2, 1, 1, false)]
    public void MaxPool(int fh, int fw, int sh, int sw, bool same) =>
        Check((b, x) => b.MaxPool2D(x, new Extent(fh, fw), new Extent(sh, sw), same));

    [Fact]
    public void PoolsThatClamp()
    {
        Tensor input = GraphBuilder.Input(Image);
        MaxPool2D maximum = new()
        {
            Inputs = [input],
            Output = new Tensor("max", new Shape(1, 6, 5, 3)),
            Filter = new Extent(2, 1),
            Activation = Activation.Relu,
        };
        Assert.InRange(GradientCheck.LargestError(WithHead(input, maximum)), 0, Tolerance);
        AveragePool2D average = new()
        {
            Inputs = [input],
            Output = new Tensor("average", new Shape(1, 6, 5, 3)),
            Filter = new Extent(2, 1),
            Activation = Activation.Relu,
        };
        Assert.InRange(GradientCheck.LargestError(WithHead(input, average)), 0, Tolerance);
    }

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu)]
    public void AddOfTwoBranches(Activation activation) => Check((b, x) =>
    {
        Tensor left = b.Conv2D(x, 4, new Extent(3, 1), Extent.One, true, Activation.None);
        Tensor right = b.Conv2D(x, 4, Extent.One, Extent.One, true, Activation.Relu);
        return b.Add(left, right, activation);
    });

    [Fact]
    public void TensorThatIsAddedToItself() => Check((b, x) => b.Add(x, x, Activation.None));

    [Fact]
    public void TheWholeKindOfNetworkThatShips() => Check((b, x) =>
    {
        Tensor y = b.BatchNormalization(
            b.Conv2D(x, 8, new Extent(5, 1), new Extent(2, 1), true, Activation.None), Activation.Relu);
        Tensor z = b.BatchNormalization(
            b.Conv2D(y, 8, new Extent(3, 1), Extent.One, true, Activation.None), Activation.Relu);
        return b.GlobalAveragePool(b.Add(y, z, Activation.None));
    });

    [Theory]
    [InlineData(1.001, 0)]
    [InlineData(1, 1e-4)]
    [InlineData(-1, 0)]
    public void TheCheckNoticesOneWrongGradient(double factor, double offset)
    {
        GraphBuilder builder = new("spoilt", 3);
        Tensor input = GraphBuilder.Input(Image);
        Tensor y = builder.Conv2D(input, 4, new Extent(3, 3), Extent.One, true, Activation.Relu);
        Graph graph = builder.Build(input, builder.Softmax(builder.FullyConnected(y, 4, Activation.None)));

        double error = GradientCheck.LargestError(graph, network =>
        {
            Parameter<double> weights = network.Parameters[0];
            int largest = Array.IndexOf(weights.Gradient, weights.Gradient.MaxBy(Math.Abs));
            weights.Gradient[largest] = (weights.Gradient[largest] * factor) + offset;
        });

        Assert.True(error > 10 * Tolerance, $"The wrong gradient only gave {error}.");
    }

    private static void Check(Func<GraphBuilder, Tensor, Tensor> layers)
    {
        GraphBuilder builder = new("check", 3);
        Tensor input = GraphBuilder.Input(Image);
        Tensor y = layers(builder, input);
        Graph graph = builder.Build(input, builder.Softmax(builder.FullyConnected(y, 4, Activation.None)));
        Assert.InRange(GradientCheck.LargestError(graph), 0, Tolerance);
    }

    private static Graph WithHead(Tensor input, Operator step)
    {
        FullyConnected head = new()
        {
            Inputs = [step.Output],
            Output = new Tensor("logits", Shape.Vector(4)),
            Weights = Constant("hw", new Shape(4, 1, 1, step.Output.Shape.Elements)),
            Bias = Constant("hb", Shape.Vector(4)),
        };
        Softmax softmax = new() { Inputs = [head.Output], Output = new Tensor("p", Shape.Vector(4)) };
        return new Graph
        {
            Name = "check",
            Inputs = [input],
            Outputs = [softmax.Output],
            Operators = [step, head, softmax],
        };
    }

    private static Tensor Constant(string name, Shape shape)
    {
        Random random = new(shape.Elements);
        return new Tensor(name, shape)
        {
            Values = Enumerable.Range(0, shape.Elements).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray(),
        };
    }
}
