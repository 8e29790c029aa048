using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Passes;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;
using TinyMl.Compiler.TfLite;
using TinyMl.Engine;
using TinyMl.Tests.Shared;

namespace TinyMl.Compiler.Tests;

/// <summary>Networks without their constant channels against the slow reference of the networks with them.</summary>
public class ConstantChannelTests
{
    [Fact]
    public void Random_Networks_Give_The_Same_Bytes_Without_Them()
    {
        Dictionary<Type, int> smaller = [];
        Profile[] profiles = Enum.GetValues<Profile>();
        for (int seed = 0; seed < 400; seed++)
        {
            Graph graph = ConstantChannelGraphs.Make(seed);
            GraphCheck.Verify(graph);
            Graph after = Removed(graph);
            GraphCheck.Verify(after);
            foreach ((Operator step, Operator same) in graph.Operators.Zip(after.Operators))
            {
                smaller[step.GetType()] = smaller.GetValueOrDefault(step.GetType())
                    + (same.Output.Shape.Channels < step.Output.Shape.Channels || same.Input.Shape.Channels < step.Input.Shape.Channels ? 1 : 0);
            }

            using NativeEngine engine = new(ModelCompiler.Compile(graph, new Pipeline(), profiles[seed % profiles.Length]).Bytes);
            for (uint run = 0; run < 4; run++)
            {
                sbyte[] input = TestInput.Generate(graph, run)[0];
                if (run > 1)
                {
                    // The largest sums.
                    Array.Fill(input, run == 2 ? sbyte.MinValue : sbyte.MaxValue);
                }

                Dictionary<Tensor, sbyte[]> before = ReferenceInterpreter.Run(graph, input);
                Dictionary<Tensor, sbyte[]> without = ReferenceInterpreter.Run(after, input);
                input.CopyTo(engine.Input());
                engine.Run();
                for (int i = 0; i < graph.Outputs.Count; i++)
                {
                    Assert.True(before[graph.Outputs[i]].AsSpan().SequenceEqual(without[after.Outputs[i]]), $"seed {seed}, output {i}");
                    Assert.True(before[graph.Outputs[i]].AsSpan().SequenceEqual(engine.Output(i)), $"device, seed {seed}, output {i}");
                }
            }
        }

        Type[] shrinking =
            [typeof(Conv2D), typeof(DepthwiseConv2D), typeof(FullyConnected), typeof(AveragePool2D), typeof(MaxPool2D), typeof(Lookup)];
        Assert.All(shrinking, type => Assert.True(smaller[type] > 10, $"{type.Name}: {smaller[type]}"));
        Assert.Equal(0, smaller[typeof(Add)] + smaller[typeof(Concatenation)]);
    }

    /// <summary>Of the first layer all that can be found is found, and nothing else: all its inputs are tried.</summary>
    [Fact]
    public void All_Inputs_Of_A_Small_Network_Agree_And_Prove_Which_Channels_Are_Constant()
    {
        int constants = 0;
        for (int seed = 0; seed < 12; seed++)
        {
            (Graph graph, Conv2D first) = TwoLayers(seed);
            Graph after = Removed(graph);
            HashSet<sbyte>[] seen = [.. Enumerable.Range(0, first.Output.Shape.Channels).Select(_ => new HashSet<sbyte>())];
            for (int pair = 0; pair < 65536; pair++)
            {
                sbyte[] input = [(sbyte)pair, (sbyte)(pair >> 8)];
                Dictionary<Tensor, sbyte[]> values = ReferenceInterpreter.Run(graph, input);
                Assert.Equal(values[graph.Outputs[0]], ReferenceInterpreter.Run(after, input)[after.Outputs[0]]);
                for (int channel = 0; channel < seen.Length; channel++)
                {
                    seen[channel].Add(values[first.Output][channel]);
                }
            }

            int varying = seen.Count(values => values.Count > 1);
            constants += seen.Length - varying;
            Assert.Equal(Math.Max(4, (varying + 3) / 4 * 4), after.Operators[0].Output.Shape.Channels);
        }

        Assert.InRange(constants, 20, 12 * 24);
    }

    /// <summary>A depthwise convolution makes an image with a border of what is constant but not zero: that must stay.</summary>
    [Theory]
    [InlineData(-128, false, true)]
    [InlineData(127, false, false)]
    [InlineData(127, true, true)]
    public void A_Border_Keeps_A_Channel_But_At_The_Zero_Point(int value, bool isInside, bool goes)
    {
        Tensor input = Int8("input", new Shape(1, 5, 5, 3), 3);
        Tensor features = Int8("features", new Shape(1, 5, 5, 12), -128);
        int border = isInside ? 0 : 1;
        Tensor filtered = Int8("filtered", new Shape(1, 3 + (2 * border), 3 + (2 * border), 12), -128);
        Conv2D conv = new()
        {
            Inputs = [input], Output = features, Weights = Weights(new Shape(12, 1, 1, 3), 1),
            Bias = Bias(12, channel => channel < 8 ? value * 100_000 : 0),
        };
        DepthwiseConv2D depthwise = new()
        {
            Inputs = [features], Output = filtered, Weights = Weights(new Shape(1, 3, 3, 12), 2), Bias = Bias(12, _ => 0),
            Padding = new Padding(border, border, border, border),
        };
        FullyConnected dense = new()
        {
            Inputs = [filtered], Output = Int8("output", Shape.Vector(3), 0), Weights = Weights(new Shape(3, 1, 1, filtered.Shape.Elements), 3),
            Bias = Bias(3, _ => 0),
        };
        Graph graph = new() { Name = "border", Inputs = [input], Outputs = [dense.Output], Operators = [conv, depthwise, dense] };
        Graph after = Removed(graph);
        Assert.Equal(goes ? 4 : 12, after.Operators[0].Output.Shape.Channels);
        for (uint seed = 0; seed < 50; seed++)
        {
            sbyte[] x = TestInput.Generate(graph, seed)[0];
            Assert.Equal(ReferenceInterpreter.Run(graph, x)[dense.Output], ReferenceInterpreter.Run(after, x)[dense.Output]);
        }
    }

    [Theory]
    [InlineData("head", 1)]
    [InlineData("bias:2", 3)]
    [InlineData("sparse:2=0.5", 3)]
    [InlineData("bias:all+head", int.MaxValue)]
    public void What_Is_Trained_And_What_Depends_On_It_Keeps_Its_Channels(string scheme, int trained)
    {
        int removed = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            (Graph graph, Conv2D first) = Classifier(seed);
            Pipeline pipeline = new() { Learning = new LearningSettings { Scheme = scheme, Shots = 4 } };
            Graph after = ModelCompiler.Compile(graph, pipeline).Graph;
            Graph plain = ModelCompiler.Compile(graph, new Pipeline()).Graph;
            WeightedOperator[] before = [.. graph.Operators.OfType<WeightedOperator>().Reverse()];
            WeightedOperator[] layers = [.. after.Operators.OfType<WeightedOperator>().Reverse()];
            for (int i = 0; i < before.Length && i < trained; i++)
            {
                Assert.Equal(before[i].Weights.Int8Values, layers[i].Weights.Int8Values);
                Assert.Equal(before[i].Bias.Int32Values, layers[i].Bias.Int32Values);
            }

            removed += first.Output.Shape.Channels - after.Operators[0].Output.Shape.Channels;
            Assert.True(plain.Operators[0].Output.Shape.Channels <= after.Operators[0].Output.Shape.Channels);
            sbyte[] x = TestInput.Generate(graph, (uint)seed)[0];
            Assert.Equal(ReferenceInterpreter.Run(graph, x)[graph.Outputs[0]], ReferenceInterpreter.Run(after, x)[after.Outputs[0]]);
        }

        Assert.Equal(trained < int.MaxValue, removed > 100);
    }

    [SharedFact]
    public void A_Real_Network_Loses_What_Its_Training_Left_Unused()
    {
        string path = Path.Combine(SharedData.Root!, "models", "mlperf_vww.tflite");
        Graph graph = TfLiteImporter.Import(File.ReadAllBytes(path), "vww");
        Graph after = ModelCompiler.Compile(graph, new Pipeline()).Graph;
        Assert.True(after.MultiplyAccumulates < 4_000_000 && graph.MultiplyAccumulates > 7_000_000);
        for (uint seed = 0; seed < 3; seed++)
        {
            sbyte[] x = TestInput.Generate(graph, seed)[0];
            Assert.Equal(ReferenceInterpreter.Run(graph, x)[graph.Outputs[0]], ReferenceInterpreter.Run(after, x)[after.Outputs[0]]);
        }
    }

    private static Graph Removed(Graph graph) => new RemoveConstantChannels(new HashSet<Operator>()).Apply(graph, _ => { });

    private static (Graph Graph, Conv2D First) TwoLayers(int seed)
    {
        Random random = new(seed);
        Tensor input = Int8("input", Shape.Vector(2), random.Next(-128, 128));
        Conv2D first = new()
        {
            Inputs = [input], Output = Int8("features", Shape.Vector(24), random.Next(-128, 128)),
            Weights = Weights(new Shape(24, 1, 1, 2), seed), Bias = Bias(24, _ => random.Next(-60_000, 60_000)), Activation = Activation.Relu,
        };
        FullyConnected second = new()
        {
            Inputs = [first.Output], Output = Int8("output", Shape.Vector(3), 0), Weights = Weights(new Shape(3, 1, 1, 24), seed + 100),
            Bias = Bias(3, _ => random.Next(-9999, 9999)),
        };
        return (new Graph { Name = "two", Inputs = [input], Outputs = [second.Output], Operators = [first, second] }, first);
    }

    // Four convolutions and a head, of each two thirds of the channels constant.
    private static (Graph Graph, Conv2D First) Classifier(int seed)
    {
        Random random = new(seed);
        Tensor input = Int8("input", new Shape(1, 4, 4, 3), random.Next(-128, 128));
        Tensor x = input;
        List<Operator> steps = [];
        for (int layer = 0; layer < 4; layer++)
        {
            Tensor y = Int8($"features{layer}", new Shape(1, 4, 4, 12), -128);
            steps.Add(new Conv2D
            {
                Inputs = [x], Output = y, Weights = Weights(new Shape(12, 1, 1, x.Shape.Channels), seed + layer),
                Bias = Bias(12, channel => channel % 3 == 0 ? random.Next(-9999, 9999) : (channel % 3 * 2_000_000) - 3_000_000), Activation = Activation.Relu,
            });
            x = y;
        }

        Tensor pooled = Int8("pooled", Shape.Vector(12), -128);
        FullyConnected head = new()
        {
            Inputs = [pooled], Output = Int8("output", Shape.Vector(3), 0), Weights = Weights(new Shape(3, 1, 1, 12), seed + 9), Bias = Bias(3, _ => 0),
        };
        return (
            new Graph
            {
                Name = "classifier",
                Inputs = [input],
                Outputs = [head.Output],
                Operators = [.. steps, new AveragePool2D { Inputs = [x], Output = pooled, Filter = new Extent(4, 4) }, head],
            },
            (Conv2D)steps[0]);
    }

    private static Tensor Int8(string name, Shape shape, int zeroPoint) =>
        new(name, shape) { Quantization = new QuantizationParameters(0.05f, zeroPoint) };

    private static Tensor Weights(Shape shape, int seed)
    {
        Random random = new(seed);
        return new Tensor("weights", shape)
        {
            Quantization = new QuantizationParameters(0.02f, 0),
            Int8Values = [.. Enumerable.Range(0, shape.Elements).Select(_ => (sbyte)random.Next(-127, 128))],
        };
    }

    private static Tensor Bias(int channels, Func<int, int> value) =>
        new("bias", Shape.Vector(channels)) { Int32Values = [.. Enumerable.Range(0, channels).Select(value)] };
}
