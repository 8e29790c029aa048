using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Tests;

/// <summary>Random small networks: every operator, odd shapes, strides and paddings, residual branches.</summary>
internal static class RandomGraphs
{
    internal static Graph Float(int seed)
    {
        Random random = new(seed);
        GraphBuilder builder = new($"random{seed}", seed);
        Tensor input = GraphBuilder.Input(new Shape(1, random.Next(3, 12), random.Next(1, 9), random.Next(1, 6)));
        Tensor x = input;
        int layers = random.Next(1, 7);
        for (int i = 0; i < layers; i++)
        {
            x = Layer(builder, random, x);
        }

        if (random.Next(2) == 0)
        {
            x = builder.FullyConnected(builder.GlobalAveragePool(x), random.Next(2, 12), Activation.None);
        }

        if (random.Next(2) == 0)
        {
            x = builder.Softmax(x);
        }

        Graph graph = builder.Build(input, x);
        foreach (Tensor bias in graph.Operators.OfType<WeightedOperator>().Select(step => step.Bias))
        {
            for (int i = 0; i < bias.Values!.Length; i++)
            {
                bias.Values[i] = (random.NextSingle() - 0.5f) * 2;
            }
        }

        return graph;
    }

    internal static Graph Int8(int seed)
    {
        Graph graph = Float(seed);
        Calibrator.Calibrate(graph, Samples(graph, seed, 4));
        return Quantizer.Quantize(graph);
    }

    internal static IEnumerable<float[]> Samples(Graph graph, int seed, int count)
    {
        Random random = new(seed + 1);
        return Enumerable.Range(0, count).Select(_ =>
            Enumerable.Range(0, graph.Inputs[0].Shape.Elements).Select(_ => (random.NextSingle() * 3) - 1).ToArray())
            .ToArray();
    }

    private static Tensor Layer(GraphBuilder builder, Random random, Tensor x)
    {
        bool same = random.Next(2) == 0;
        Activation activation = (Activation)random.Next(3);
        Extent filter = new(random.Next(1, Math.Min(4, x.Shape.Height) + 1), random.Next(1, Math.Min(4, x.Shape.Width) + 1));
        Extent stride = new(random.Next(1, 3), random.Next(1, 3));
        switch (random.Next(6))
        {
            case 0:
                return builder.Conv2D(x, random.Next(1, 8), filter, stride, same, activation);
            case 1:
                return builder.DepthwiseConv2D(x, filter, stride, same, activation);
            case 2:
                return builder.AveragePool2D(x, filter, stride, same);
            case 3:
                return builder.MaxPool2D(x, filter, stride, same);
            case 4:
                Tensor branch = builder.Conv2D(x, x.Shape.Channels, Extent.One, Extent.One, true, Activation.None);
                return builder.Add(branch, x, activation);
            default:
                Tensor left = builder.Conv2D(x, 3, filter, stride, same, Activation.Relu);
                Tensor right = builder.Conv2D(x, 3, filter, stride, same, Activation.None);
                return builder.Add(left, right, activation);
        }
    }
}
