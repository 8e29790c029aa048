using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Tests;

/// <summary>Random small classifiers of every operator that passes a gradient on: residual branches, strides, padding.</summary>
internal static class RandomTrainableGraphs
{
    internal static Graph Make(int seed)
    {
        Random random = new(seed);
        GraphBuilder builder = new($"trainable-{seed}", seed);
        Tensor input = GraphBuilder.Input(new Shape(1, random.Next(6, 14), random.Next(1, 9), random.Next(1, 5)));
        Tensor x = input;
        Activation Some() => random.Next(4) == 0 ? Activation.None : random.Next(4) == 0 ? Activation.Relu6 : Activation.Relu;
        Extent Filter() => new(random.Next(1, 4), random.Next(1, Math.Min(4, x.Shape.Width + 1)));
        for (int layer = random.Next(2, 6); layer > 0; layer--)
        {
            Extent stride = x.Shape.Height > 4 ? new Extent(random.Next(1, 3), x.Shape.Width > 2 ? random.Next(1, 3) : 1) : Extent.One;
            bool same = random.Next(3) != 0 || x.Shape.Height < 5;
            switch (random.Next(5))
            {
                case 0:
                    x = builder.DepthwiseConv2D(x, Filter(), stride, same, Some());
                    break;
                case 1 when x.Shape.Height > 4:
                    x = builder.AveragePool2D(x, new Extent(2, 1), new Extent(random.Next(1, 3), 1), same);
                    break;
                case 2:
                    // Two branches of one tensor: the second a convolution or nothing.
                    Tensor a = builder.Conv2D(x, x.Shape.Channels, Filter(), Extent.One, true, Some());
                    a = builder.DepthwiseConv2D(a, new Extent(3, 1), Extent.One, true, Activation.None);
                    Tensor b = random.Next(2) == 0 ? x : builder.Conv2D(x, x.Shape.Channels, Extent.One, Extent.One, true, Some());
                    x = x == input ? a : builder.Add(a, b, Some());
                    break;
                default:
                    x = builder.Conv2D(x, random.Next(2, 9), Filter(), stride, same, Some());
                    break;
            }
        }

        switch (random.Next(3))
        {
            case 0:
                x = builder.GlobalAveragePool(x);
                break;
            case 1:
                x = builder.FullyConnected(x, random.Next(3, 9), Activation.Relu);
                break;
        }

        x = builder.FullyConnected(x, random.Next(2, 6), Activation.None);
        Graph graph = Quantise(builder.Build(input, random.Next(2) == 0 ? x : builder.Softmax(x)), seed);
        return random.Next(2) == 0 ? graph : WithMeans(graph);
    }

    /// <summary>The int8 graph of a float one, calibrated on random inputs.</summary>
    internal static Graph Quantise(Graph graph, int seed)
    {
        Random random = new(seed);
        int elements = graph.Inputs[0].Shape.Elements;
        Calibrator.Calibrate(graph, Enumerable.Range(0, 4)
            .Select(_ => Enumerable.Range(0, elements).Select(_ => (float)((random.NextDouble() * 4) - 2)).ToArray()));
        return Quantizer.Quantize(graph);
    }

    /// <summary>Labelled random windows, of each class in turn.</summary>
    internal static LearningExample[] Shots(Graph graph, int seed, int count) => Enumerable.Range(0, count)
        .Select(i => new LearningExample(
            i % graph.Outputs[0].Shape.Channels, TestInput.Generate(graph, (uint)((seed * count) + i))[0]))
        .ToArray();

    // A pool over the whole image, as a mean.
    private static Graph WithMeans(Graph graph) => new()
    {
        Name = graph.Name,
        Inputs = graph.Inputs,
        Outputs = graph.Outputs,
        Operators = graph.Operators
            .Select(step => step is AveragePool2D { Output.Shape: { Height: 1, Width: 1 } }
                ? new Mean { Inputs = step.Inputs, Output = step.Output }
                : step)
            .ToArray(),
    };
}
