using System.Globalization;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using Xunit.Abstractions;

namespace TinyMl.Bench.Tests;

/// <summary>What depthwise filters of all shapes take beside 3x3 ones of stride 1, which have a kernel of their own.</summary>
public class DepthwiseTests(ITestOutputHelper output)
{
    private static readonly (string Name, Shape Input, Extent Filter, Extent Stride)[] Layers =
    [
        ("3x3", new Shape(1, 24, 24, 16), new Extent(3, 3), Extent.One),
        ("3x3, stride 2", new Shape(1, 24, 24, 16), new Extent(3, 3), new Extent(2, 2)),
        ("3x3, stride (2, 1)", new Shape(1, 24, 24, 16), new Extent(3, 3), new Extent(2, 1)),
        ("3x3, stride (1, 2)", new Shape(1, 24, 24, 16), new Extent(3, 3), new Extent(1, 2)),
        ("5x5", new Shape(1, 24, 24, 16), new Extent(5, 5), Extent.One),
        ("5x5, stride 2", new Shape(1, 24, 24, 16), new Extent(5, 5), new Extent(2, 2)),
        ("7x7", new Shape(1, 24, 24, 16), new Extent(7, 7), Extent.One),
        ("7x7, stride 2", new Shape(1, 24, 24, 16), new Extent(7, 7), new Extent(2, 2)),
        ("5x5 of 7x7", new Shape(1, 7, 7, 64), new Extent(5, 5), Extent.One),
        ("7x7 of 7x7", new Shape(1, 7, 7, 64), new Extent(7, 7), Extent.One),
        ("1x5", new Shape(1, 24, 24, 16), new Extent(1, 5), Extent.One),
        ("5x1", new Shape(1, 24, 24, 16), new Extent(5, 1), Extent.One),
        ("5 of a sequence", Shape.Sequence(96, 32), new Extent(5, 1), Extent.One),
        ("5 of a sequence, stride 2", Shape.Sequence(96, 32), new Extent(5, 1), new Extent(2, 1)),
        ("9 of a sequence", Shape.Sequence(96, 32), new Extent(9, 1), Extent.One),
    ];

    /// <summary>
    /// Larger filters cost less a multiply-accumulate than 3x3 ones; where an output has few of them, its own 10 to 20 instructions tell. All
    /// take less than half of the portable kernel's.
    /// </summary>
    [Theory]
    [OnTarget("cortex-m4")]
    public async Task Filters_Of_Any_Shape_Are_Near_The_3x3_Kernel(string name)
    {
        BenchTarget target = BenchTarget.Find(name)!;
        Dictionary<string, double> costs = [];
        foreach ((string layer, Shape input, Extent filter, Extent stride) in Layers)
        {
            double packed = await PerMacAsync(input, filter, stride, target, target.Profile);
            double portable = await PerMacAsync(input, filter, stride, target, Profile.Portable);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {layer} | {packed:0.00} | {portable:0.00} |"));
            costs.Add(layer, packed);
            Assert.True(packed < portable / 2, $"{layer}: {packed} of {portable}");
        }

        Assert.All(["5x5", "7x7"], layer => Assert.True(costs[layer] < costs["3x3"], $"{layer}: {costs[layer]}"));
        Assert.All(
            ["3x3, stride (2, 1)", "3x3, stride (1, 2)", "5x5, stride 2", "7x7, stride 2", "5x5 of 7x7", "7x7 of 7x7", "1x5", "5 of a sequence", "9 of a sequence"],
            layer => Assert.True(costs[layer] < 2 * costs["3x3"], $"{layer}: {costs[layer]}"));
    }

    private static async Task<double> PerMacAsync(Shape shape, Extent filter, Extent stride, BenchTarget target, Profile profile)
    {
        GraphBuilder builder = new("depthwise", 1);
        Tensor input = GraphBuilder.Input(shape);
        Graph graph = builder.Build(input, builder.DepthwiseConv2D(input, filter, stride, true, Activation.Relu));
        Random random = new(3);
        Calibrator.Calibrate(graph, Enumerable.Range(0, 2).Select(_ =>
            Enumerable.Range(0, shape.Elements).Select(_ => (random.NextSingle() * 2) - 1).ToArray()));
        byte[] model = ModelCompiler.Compile(Quantizer.Quantize(graph), new Pipeline { SelfTests = 1 }, profile).Bytes;
        BenchResult result = await TestModels.Runner.RunAsync("depthwise", model, target);
        Assert.True(result.BitExact && result.ArenaIntact);
        LayerResult layer = Assert.Single(result.Layers);
        return (double)layer.Instructions!.Value / layer.Macs;
    }
}
