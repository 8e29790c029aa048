using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Bench;

/// <summary>
/// Random networks of the layers that models for microcontrollers are made of, in their sizes: what kernels cost is learnt from
/// them, so no real model is among them.
/// </summary>
internal static class SyntheticNetworks
{
    private const int Networks = 96;
    private const int Sundry = 16;
    private const int MostMacs = 3_000_000;

    /// <summary>All of them, the same each time.</summary>
    internal static IEnumerable<Graph> All() =>
        [.. Enumerable.Range(0, Networks).Select(Make), .. Enumerable.Range(0, Sundry).Select(SundryNetworks.Make)];

    /// <summary>Others of the same kind, to test what was learnt.</summary>
    internal static IEnumerable<Graph> HeldOut(int count) => Enumerable.Range(Networks, count).Select(Make);

    /// <summary>Others of the operators between layers.</summary>
    internal static IEnumerable<Graph> SundryHeldOut(int count) => Enumerable.Range(Sundry, count).Select(SundryNetworks.Make);

    private static Graph Make(int seed)
    {
        for (int attempt = 0; ; attempt++)
        {
            Random random = new((seed * 1000) + attempt);
            GraphBuilder builder = new($"synthetic-{seed}", seed);
            Graph graph = (seed % 8) switch
            {
                0 or 1 => Separable(builder, random),
                2 => Residual(builder, random),
                3 or 4 => Wide(builder, random),
                _ => Dense(builder, random),
            };
            if (graph.MultiplyAccumulates <= MostMacs)
            {
                return Quantised(graph, seed);
            }
        }
    }

    // A first layer of few channels, then depthwise and pointwise ones.
    private static Graph Separable(GraphBuilder builder, Random random)
    {
        Tensor input = GraphBuilder.Input(new Shape(1, random.Next(12, 50), random.Next(6, 50), random.Next(1, 5)));

        // Pixels of eight channels have a kernel of their own.
        int channels = random.Next(2) == 0 ? 8 : Channels(random, 8);
        Tensor x = builder.Conv2D(input, channels, Square(3), Square(random.Next(1, 3)), true, Some(random));
        for (int i = random.Next(3, 7); i > 0; i--)
        {
            Extent filter = DepthwiseFilter(random);
            bool same = random.Next(4) != 0 || x.Shape.Height < 2 * filter.Height || x.Shape.Width < 2 * filter.Width;
            x = builder.DepthwiseConv2D(x, filter, Stride(random, x.Shape), same, Some(random));
            x = builder.Conv2D(x, Channels(random, 16), Extent.One, Extent.One, true, Some(random));
        }

        return Ending(builder, random, input, x);
    }

    // Half of them 3x3; the others larger, or along one axis.
    private static Extent DepthwiseFilter(Random random) => random.Next(8) switch
    {
        0 or 1 => Square(5),
        2 => Square(7),
        3 => random.Next(2) == 0 ? new Extent(random.Next(2, 10), random.Next(1, 3)) : new Extent(random.Next(1, 3), random.Next(2, 10)),
        _ => Square(3),
    };

    // Now and then one of its own along each axis.
    private static Extent Stride(Random random, Shape shape)
    {
        int height = shape.Height > 5 ? random.Next(1, 3) : 1;
        return new Extent(height, random.Next(4) == 0 && shape.Width > 5 ? random.Next(1, 3) : height);
    }

    private static Graph Residual(GraphBuilder builder, Random random)
    {
        Tensor input = GraphBuilder.Input(new Shape(1, random.Next(8, 33), random.Next(8, 33), 3));
        Tensor x = builder.Conv2D(input, Channels(random, 6), Square(3), Extent.One, true, Some(random));
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            Extent stride = Square(x.Shape.Height > 7 ? random.Next(1, 3) : 1);
            int channels = Channels(random, 10);
            Tensor a = builder.Conv2D(x, channels, Square(3), stride, true, Activation.Relu);
            a = builder.Conv2D(a, channels, Square(3), Extent.One, true, Activation.None);
            x = builder.Add(a, builder.Conv2D(x, channels, Extent.One, stride, true, Activation.None), Some(random));
            x = builder.Add(builder.Conv2D(x, channels, Square(3), Extent.One, true, Activation.None), x, Some(random));
        }

        return Ending(builder, random, input, random.Next(2) == 0 ? builder.MaxPool2D(x, Square(2), Square(2), false) : x);
    }

    // Large filters over one channel or over a sequence.
    private static Graph Wide(GraphBuilder builder, Random random)
    {
        bool isSequence = random.Next(3) == 0;
        Shape shape = isSequence ? Shape.Sequence(random.Next(32, 129), random.Next(3, 10)) : new Shape(1, random.Next(20, 51), random.Next(8, 45), 1);
        Tensor input = GraphBuilder.Input(shape);
        Extent filter = new(random.Next(3, 11), isSequence ? 1 : random.Next(3, 9));
        Tensor x = builder.Conv2D(input, Channels(random, 16), filter, new Extent(random.Next(1, 3), isSequence ? 1 : random.Next(1, 3)), random.Next(3) != 0, Some(random));
        if (isSequence)
        {
            x = builder.DepthwiseConv2D(x, new Extent(random.Next(1, 6) + random.Next(1, 6), 1), new Extent(random.Next(1, 3), 1), true, Some(random));
        }

        x = builder.Conv2D(x, Channels(random, 10), new Extent(3, isSequence ? 1 : 3), new Extent(2, isSequence ? 1 : 2), true, Some(random));
        return Ending(builder, random, input, builder.AveragePool2D(x, new Extent(2, 1), new Extent(2, 1), false));
    }

    private static Graph Dense(GraphBuilder builder, Random random)
    {
        bool isTiny = random.Next(2) == 0;
        Tensor input = GraphBuilder.Input(Shape.Vector(isTiny ? random.Next(1, 20) : 4 * random.Next(1, 200)));
        Tensor x = input;
        for (int i = random.Next(1, 9); i > 0; i--)
        {
            x = builder.FullyConnected(x, isTiny || random.Next(3) == 0 ? random.Next(2, 40) : 16 * random.Next(1, 17), Some(random));
        }

        if (isTiny)
        {
            return builder.Build(input, x);
        }

        return builder.Build(input, builder.Softmax(builder.FullyConnected(x, random.Next(2, 13), Activation.None)));
    }

    private static Graph Ending(GraphBuilder builder, Random random, Tensor input, Tensor x)
    {
        x = random.Next(3) == 0 && x.Shape.Elements < 5000 ? x : builder.GlobalAveragePool(x);
        return builder.Build(input, builder.Softmax(builder.FullyConnected(x, random.Next(2, 13), Activation.None)));
    }

    private static Extent Square(int size) => new(size, size);

    private static int Channels(Random random, int mostFours) => random.Next(8) == 0 ? random.Next(2, 4 * mostFours) : 4 * random.Next(1, mostFours + 1);

    private static Activation Some(Random random) => random.Next(5) == 0 ? Activation.None : random.Next(5) == 0 ? Activation.Relu6 : Activation.Relu;

    private static Graph Quantised(Graph graph, int seed)
    {
        Random random = new(seed);

        // Of trained weights most are small, more or less so; kernels may go another way where neighbours are both large. The mean stays.
        int power = random.Next(1, 5);
        float mean = (power + 1) / 2f;
        foreach (WeightedOperator step in graph.Operators.OfType<WeightedOperator>())
        {
            step.Weights.Values = Array.ConvertAll(step.Weights.Values!, weight => weight * mean * MathF.Pow(random.NextSingle(), power));
        }

        int elements = graph.Inputs[0].Shape.Elements;
        Calibrator.Calibrate(graph, Enumerable.Range(0, 2).Select(_ =>
            Enumerable.Range(0, elements).Select(_ => (random.NextSingle() * 2) - 1).ToArray()));
        return Quantizer.Quantize(graph);
    }
}
