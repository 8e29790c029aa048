using System.Runtime.InteropServices;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Reference;
using TinyMl.Compiler.TfLite;
using TinyMl.Engine;
using TinyMl.Tests.Shared;

namespace TinyMl.Compiler.Tests;

/// <summary>
/// One step of the device against the gradients of the dequantised network, found by finite differences: on random
/// networks and on real ones, for every trained parameter.
/// </summary>
public class LearningStepTests
{
    // The head's gradient is exact to 2^-30; a row's mantissas have 14 bits, and each operator rounds them twice.
    private const double RelativeError = 0.004;

    private const int Seeds = 4;

    [Fact]
    public void A_Step_Is_The_Finite_Difference_On_Random_Networks()
    {
        int layers = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            Graph graph = RandomTrainableGraphs.Make(seed);
            string scheme = (seed % 4) switch { 0 => "bias:2", 1 => "bias:all", 2 => "bias:all+head", _ => "bias:3+head" };
            layers += Verify(graph, scheme, seed, $"seed {seed}");
        }

        Assert.True(layers > 500, $"{layers} layers");
    }

    [SharedFact]
    public void A_Step_Is_The_Finite_Difference_On_A_Keyword_Spotter()
    {
        Graph graph = Import("mlperf_kws");
        Assert.Equal(10, Verify(graph, "bias:all+head", 3, "mlperf_kws"));
    }

    /// <summary>A step in slices of any size, inferences refused between them, is the whole step bit by bit.</summary>
    [Fact]
    public void Slices_Give_The_Same_Step()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Graph graph = RandomTrainableGraphs.Make(seed);
            CompiledModel model = Compile(graph, "bias:all+head");
            Random random = new(seed);
            using NativeEngine whole = Shot(model, seed, 1);
            using NativeEngine sliced = Shot(model, seed, 1);
            for (int step = 0; step < 3; step++)
            {
                whole.Step(0, (uint)step);
                while (sliced.Step(0, (uint)step, (uint)random.Next(1, 3000)) == TmlStatus.Again)
                {
                    Assert.Equal(TmlStatus.Busy, Assert.Throws<TmlException>(() => sliced.Run()).Status);
                    Assert.Equal(TmlStatus.Busy, Assert.Throws<TmlException>(() => sliced.Adapt(1)).Status);
                }
            }

            Assert.Equal(whole.StagedParameters.ToArray(), sliced.StagedParameters.ToArray());
            Assert.NotEqual(whole.Parameters.ToArray(), sliced.StagedParameters.ToArray());
        }
    }

    [Fact]
    public void Training_Lowers_The_Loss_And_Is_Used()
    {
        int changed = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            CompiledModel model = Compile(RandomTrainableGraphs.Make(seed), "bias:all+head", rate: 0.02f, epochs: 20);
            using NativeEngine engine = Shot(model, seed, 1);
            sbyte[] before = engine.Output().ToArray();
            engine.Adapt(7);
            LearnInfo info = engine.LearnStatus();
            Assert.True(info.LossAfter < info.LossBefore, $"seed {seed}: {info.LossBefore} to {info.LossAfter}");
            TestInput.Generate(model.Graph, (uint)seed)[0].CopyTo(engine.Input());
            engine.Run();
            changed += before.SequenceEqual(engine.Output().ToArray()) ? 0 : 1;
        }

        Assert.True(changed > 15, $"{changed} outputs changed");
    }

    [SharedFact]
    public void A_Keyword_Spotter_Learns_In_The_Memory_That_Was_Promised()
    {
        // Arena, masks, gradients, active and staged parameters; stored shots apart but for the head's 64.
        int Bytes(string scheme, int shots, bool withShots)
        {
            CompiledModel model = Compile(Import("mlperf_kws"), scheme, shots: shots);
            ModelFile file = new(model.Bytes);
            int store = (shots + 1) * ((file.KeepsWindows ? 490 : 64) + 1);
            return file.LearnArenaBytes - (withShots ? 0 : store);
        }

        Assert.InRange(Bytes("head", 64, true), 1, 18_000);
        Assert.InRange(Bytes("bias:2", 10, false), 1, 15_000);
        Assert.InRange(Bytes("bias:all+head", 10, false), 1, 30_000);
        Assert.InRange(Bytes("prototypes", 64, false), 1, 12_000);
    }

    [Fact]
    public void What_Has_No_Gradient_Is_Refused_In_A_Sentence()
    {
        GraphBuilder builder = new("pooled", 1);
        Tensor input = GraphBuilder.Input(new Shape(1, 8, 8, 2));
        Tensor x = builder.Conv2D(input, 4, new Extent(3, 3), Extent.One, true, Activation.Relu);
        x = builder.MaxPool2D(x, new Extent(2, 2), new Extent(2, 2), false);
        x = builder.Conv2D(x, 4, new Extent(3, 3), Extent.One, true, Activation.Relu);
        Graph graph = RandomTrainableGraphs.Quantise(builder.Build(input, builder.FullyConnected(x, 3, Activation.None)), 1);
        Assert.Equal(2, Compile(graph, "bias:1+head").Graph.Operators.Count(step => step is Conv2D));
        CompileException fault = Assert.Throws<CompileException>(() => Compile(graph, "bias:2"));
        Assert.Contains("MaxPool2D", fault.Message, StringComparison.Ordinal);
    }

    private static Graph Import(string name) => TfLiteImporter.Import(
        File.ReadAllBytes(Path.Combine(SharedData.Root!, "models", name + ".tflite")), name);

    private static CompiledModel Compile(Graph graph, string scheme, float rate = 2f, int shots = 4, int epochs = 5) =>
        ModelCompiler.Compile(graph, new Pipeline
        {
            Learning = new LearningSettings
            {
                // One shot holds nothing back: what is looked at here is training, without the test that follows it.
                Scheme = scheme, Rate = rate, BiasRate = rate, Decay = 0, Shots = shots, Epochs = epochs, Guard = false,
            },
        });

    /// <summary>An engine with one shot of an input.</summary>
    private static NativeEngine Shot(CompiledModel model, int seed, int label)
    {
        NativeEngine engine = new(model.Bytes);
        TestInput.Generate(model.Graph, (uint)seed)[0].CopyTo(engine.Input());
        engine.Run();
        engine.Mark();
        engine.Label(label);
        return engine;
    }

    /// <summary>Compares a step with finite differences; returns the layers that were compared.</summary>
    private static int Verify(Graph source, string scheme, int seed, string where)
    {
        CompiledModel model = Compile(source, scheme);
        Graph graph = model.Graph;
        Assert.True(NativeEngine.Check(model.Bytes) == TmlStatus.Ok, $"{where}: {NativeEngine.Check(model.Bytes)}");
        FullyConnected head = graph.Operators.OfType<FullyConnected>().Last();
        const int Label = 1;
        Dictionary<Tensor, sbyte[]> inference = ReferenceInterpreter.Run(graph, TestInput.Generate(graph, (uint)seed));
        FrozenNetwork network = new(graph, inference);
        double[] d = LogitGradient(head, inference[head.Input], Label);
        double[] logits = network.Logits(head);

        byte[][] staged = Enumerable.Range(0, Seeds).Select(s =>
        {
            using NativeEngine engine = Shot(model, seed, Label);
            engine.Step(0, (uint)(s + 1));
            return engine.StagedParameters.ToArray();
        }).ToArray();
        using NativeEngine fresh = new(model.Bytes);
        byte[] factory = fresh.Parameters.ToArray();
        ModelFile file = new(model.Bytes);
        int layers = 0;
        foreach (ParameterRecord parameter in file.Parameters)
        {
            WeightedOperator step = (WeightedOperator)graph.Operators[parameter.Operator];
            double input = step.Input.Quantization!.Scale;
            double Scale(int c) => step.Weights.Quantization!.ScaleOf(c);
            int channels = step.Output.Shape.Channels;
            if (parameter.Kind == ParameterKind.Weights)
            {
                VerifyHeadWeights(parameter, head, inference[head.Input], d, factory, staged[0], where);
                continue;
            }

            // Affine in a bias: any difference is exact.
            double Slope(int c, int pixel = -1)
            {
                double[] moved = network.Logits(head, step, c, 1, pixel);
                return Enumerable.Range(0, d.Length).Sum(k => d[k] * (moved[k] - logits[k]));
            }

            double Step(int c, double slope) => -2.0 * slope / (input * Scale(c));
            double[] slopes = Enumerable.Range(0, channels).Select(c => Slope(c)).ToArray();
            double[] actual = Enumerable.Range(0, channels).Select(c => staged.Average(
                block => (double)BitConverter.ToInt32(block, parameter.Offset + (4 * c)) - BitConverter.ToInt32(factory, parameter.Offset + (4 * c))))
                .ToArray();

            // A row of a gradient shares an exponent, so an error is one of the largest; a row's update rounds once. Where
            // the gradients of pixels cancel, it is one of their magnitudes.
            double error = RelativeError * Math.Sqrt(file.Operators.Length - parameter.Operator);
            double noise = 4.5 * 0.5 * Math.Sqrt(step.Output.Shape.Height / (double)Seeds);
            bool IsNear(int c, double largest) =>
                Math.Abs(actual[c] - Step(c, slopes[c])) <= noise + (error * Math.Abs(Step(c, largest)));
            if (!Enumerable.Range(0, channels).All(c => IsNear(c, slopes.Max(Math.Abs))))
            {
                int pixels = step.Output.Shape.Height * step.Output.Shape.Width;
                double largest = Enumerable.Range(0, channels)
                    .Max(c => Enumerable.Range(0, pixels).Sum(pixel => Math.Abs(Slope(c, pixel))));
                Assert.All(Enumerable.Range(0, channels), c => Assert.True(
                    IsNear(c, largest),
                    $"{where}, {scheme}, {step.Output.Name}, channel {c}: {actual[c]} for {Step(c, slopes[c]):f2}"));
            }

            layers++;
        }

        return layers;
    }

    /// <summary>p - onehot from the head's exact sums.</summary>
    internal static double[] LogitGradient(FullyConnected head, sbyte[] feature, int label)
    {
        double input = head.Input.Quantization!.Scale;
        int zero = head.Input.Quantization.ZeroPoint;
        double[] logits = Enumerable.Range(0, head.Output.Shape.Channels).Select(c =>
        {
            long sum = head.Bias.Int32Values![c];
            for (int f = 0; f < feature.Length; f++)
            {
                sum += (long)(feature[f] - zero) * head.Weights.Int8Values![(c * feature.Length) + f];
            }

            return sum * input * head.Weights.Quantization!.ScaleOf(c);
        }).ToArray();
        double[] exponentials = logits.Select(z => Math.Exp(z - logits.Max())).ToArray();
        return exponentials.Select((e, c) => (e / exponentials.Sum()) - (c == label ? 1 : 0)).ToArray();
    }

    private static void VerifyHeadWeights(
        ParameterRecord parameter, FullyConnected head, sbyte[] feature, double[] d, byte[] factory, byte[] staged, string where)
    {
        double input = head.Input.Quantization!.Scale;
        int zero = head.Input.Quantization.ZeroPoint;
        ReadOnlySpan<sbyte> before = MemoryMarshal.Cast<byte, sbyte>(factory.AsSpan(parameter.Offset, parameter.Bytes));
        ReadOnlySpan<sbyte> after = MemoryMarshal.Cast<byte, sbyte>(staged.AsSpan(parameter.Offset, parameter.Bytes));
        for (int i = 0; i < before.Length; i++)
        {
            int c = i / feature.Length;
            double step = 2.0 * d[c] * input * (feature[i % feature.Length] - zero) / head.Weights.Quantization!.ScaleOf(c);
            double expected = Math.Clamp(before[i] - step, -127, 127);
            Assert.True(Math.Abs(after[i] - expected) <= 0.51, $"{where}, head weight {i}: {after[i]} for {expected}");
        }
    }
}
