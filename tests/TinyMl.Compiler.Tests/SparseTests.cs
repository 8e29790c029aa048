using System.Runtime.InteropServices;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Reference;
using TinyMl.Engine;
using TinyMl.Tests.Shared;

namespace TinyMl.Compiler.Tests;

/// <summary>Training of some input channels: the choice, the step, and that everything then uses the learnt weights.</summary>
public class SparseTests
{
    private const int Graphs = 120;
    private const int Seeds = 4;
    private const int Label = 1;

    // With this rate no weight moves.
    private const float Still = 1e-12f;

    /// <summary>The weights' step against finite differences of the dequantised network, in 256ths of an LSB.</summary>
    [Fact]
    public void A_Step_Is_The_Finite_Difference()
    {
        int compared = 0;
        for (int seed = 0; seed < Graphs; seed++)
        {
            Graph source = RandomTrainableGraphs.Make(seed);
            if (LayerOf(source, seed) is { } layer)
            {
                compared += VerifyStep(source, $"bias:all+head+sparse:{layer}=0.5", seed);
            }
        }

        Assert.True(compared > 2000, $"{compared} weights");
    }

    /// <summary>
    /// Outputs and gradients of learnt weights are, bit for bit, those of a network that has them from the factory.
    /// </summary>
    [Fact]
    public void Learnt_Weights_Act_As_The_Factorys_Would()
    {
        int changed = 0;
        int moved = 0;
        for (int seed = 0; seed < Graphs; seed++)
        {
            if (LayerOf(RandomTrainableGraphs.Make(seed), seed) is not { } layer)
            {
                continue;
            }

            string scheme = $"bias:all+head+sparse:{layer}=0.5";
            Graph source = RandomTrainableGraphs.Make(seed);
            CompiledModel model = Compile(source, scheme, weightRate: 1);
            using NativeEngine teacher = Shot(model, seed);
            teacher.Adapt(5);
            byte[] learnt = teacher.Parameters.ToArray();
            changed += ChangedWeights(model, learnt, teacher);

            // Weights stand still from here on, so that both engines see the same ones at each moment.
            using NativeEngine engine = Shot(Compile(source, scheme, weightRate: Still), seed);
            learnt.CopyTo(Writable(engine.Parameters));
            learnt.CopyTo(Writable(engine.StagedParameters));
            if (WithFactory(RandomTrainableGraphs.Make(seed), scheme, learnt) is not { } other)
            {
                continue;
            }

            using NativeEngine expected = Shot(other, seed);
            Assert.Equal(learnt, expected.Parameters.ToArray());
            TestInput.Generate(model.Graph, (uint)seed)[0].CopyTo(engine.Input());
            engine.Run();
            Assert.Equal(expected.Output().ToArray(), engine.Output().ToArray());
            engine.Step(0, 3);
            expected.Step(0, 3);
            Assert.Equal(expected.StagedParameters.ToArray(), engine.StagedParameters.ToArray());
            moved += learnt.SequenceEqual(engine.StagedParameters.ToArray()) ? 0 : 1;
        }

        Assert.True(changed > 1000, $"{changed} weights were learnt");
        Assert.True(moved > 50, $"{moved} steps changed anything");
    }

    [Fact]
    public void Slices_Give_The_Same_Step()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Graph graph = RandomTrainableGraphs.Make(seed);
            if (LayerOf(graph, seed) is not { } layer)
            {
                continue;
            }

            CompiledModel model = Compile(graph, $"bias:2+sparse:{layer}=0.7", weightRate: 1);
            Random random = new(seed);
            using NativeEngine whole = Shot(model, seed);
            using NativeEngine sliced = Shot(model, seed);
            whole.Step(0, 1);
            while (sliced.Step(0, 1, (uint)random.Next(1, 3000)) == TmlStatus.Again)
            {
            }

            Assert.Equal(whole.StagedParameters.ToArray(), sliced.StagedParameters.ToArray());
        }
    }

    /// <summary>The channels are those with the largest norms, and the file tells the scheme again.</summary>
    [Fact]
    public void Channels_With_The_Largest_Weights_Are_Chosen()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Graph graph = RandomTrainableGraphs.Make(seed);
            if (LayerOf(graph, seed) is not { } layer)
            {
                continue;
            }

            CompiledModel model = Compile(graph, $"sparse:{layer}=0.5", weightRate: 1);
            ModelFile file = new(model.Bytes);
            ParameterRecord parameter = Assert.Single(file.Parameters);
            WeightedOperator step = (WeightedOperator)model.Graph.Operators[parameter.Operator];
            int channels = step is FullyConnected ? step.Input.Shape.Elements : step.Input.Shape.Channels;
            double Norm(int channel)
            {
                double sum = 0;
                int perOutput = step.Weights.Int8Values!.Length / step.Output.Shape.Channels;
                for (int i = channel; i < step.Weights.Int8Values.Length; i += channels)
                {
                    sum += Math.Pow(step.Weights.Int8Values[i] * (double)step.Weights.Quantization!.ScaleOf(i / perOutput), 2);
                }

                return sum;
            }

            Assert.Equal(Math.Max(1, (int)Math.Round(channels * 0.5)), parameter.Selected.Length);
            Assert.Equal(parameter.Selected.Order(), parameter.Selected);
            double[] others = Enumerable.Range(0, channels).Except(parameter.Selected).Select(Norm).ToArray();
            Assert.True(others.Length == 0 || parameter.Selected.Min(Norm) >= others.Max() - 1e-12);
            LearningScheme told = file.Learning!.Parsed;
            Assert.Equal([layer], told.Sparse.Keys);
            Assert.Equal(
                parameter.Selected, new ModelFile(Compile(graph, file.Learning.Scheme, weightRate: 1).Bytes).Parameters[0].Selected);
        }
    }

    /// <summary>Exactly the side branch is trained, by its gradients, and the file tells the scheme again.</summary>
    [Fact]
    public void Side_Branches_Are_Trained_Alone()
    {
        GraphBuilder builder = new("branched", 3);
        Tensor input = GraphBuilder.Input(new Shape(1, 12, 6, 3));
        Extent half = new(2, 2);
        Tensor main = builder.Conv2D(input, 6, new Extent(3, 3), half, true, Activation.None);
        Tensor branch = builder.Conv2D(builder.AveragePool2D(input, half, half, true), 6, Extent.One, Extent.One, true, Activation.None);
        Tensor x = builder.Conv2D(builder.Add(main, branch, Activation.Relu), 5, new Extent(3, 1), Extent.One, true, Activation.Relu);
        Tensor y = builder.FullyConnected(builder.GlobalAveragePool(x), 4, Activation.None);
        Graph graph = RandomTrainableGraphs.Quantise(builder.Build(input, y), 3);
        foreach (string scheme in new[] { "lite-residual", "head+lite-residual" })
        {
            CompiledModel model = Compile(graph, scheme, weightRate: 1);
            ModelFile file = new(model.Bytes);
            ParameterRecord[] trained = file.Parameters.Where(p => model.Graph.Operators[p.Operator] is not FullyConnected).ToArray();
            Assert.Equal([ParameterKind.Bias, ParameterKind.Channels], trained.Select(p => p.Kind));
            Assert.All(trained, p => Assert.Equal(branch.Name, model.Graph.Operators[p.Operator].Output.Name));
            Assert.Equal([0, 1, 2], trained[1].Selected);
            Assert.Equal(scheme, file.Learning!.Scheme);
            Assert.Equal(6 * 3 * 3, file.SavedBytes(trained[1]));
            Assert.True(VerifyStep(graph, scheme, 3) > 5);
        }
    }

    [Theory]
    [InlineData("lite-residual", "lite_residual")]
    [InlineData("sparse:1=0", "ratio")]
    [InlineData("sparse:1=1.5", "ratio")]
    [InlineData("sparse:1", "LAYER=RATIO")]
    [InlineData("sparse:", "LAYER=RATIO")]
    [InlineData("sparse:0=0.5", "number of layers")]
    [InlineData("sparse:1=0.5,1=0.25", "twice")]
    [InlineData("sparse:9=0.5", "there are 2 before the head")]
    [InlineData("sparse:1=0.5", "DepthwiseConv2D")]
    public void What_Cannot_Be_Trained_Is_Refused_In_A_Sentence(string scheme, string cause)
    {
        GraphBuilder builder = new("small", 1);
        Tensor input = GraphBuilder.Input(new Shape(1, 6, 6, 2));
        Tensor x = builder.Conv2D(input, 4, new Extent(3, 3), Extent.One, true, Activation.Relu);
        x = builder.DepthwiseConv2D(x, new Extent(3, 3), Extent.One, true, Activation.Relu);
        Graph graph = RandomTrainableGraphs.Quantise(builder.Build(input, builder.FullyConnected(x, 3, Activation.None)), 1);
        Assert.Contains(cause, Assert.Throws<CompileException>(() => Compile(graph, scheme, 1)).Message, StringComparison.Ordinal);
        Assert.Single(new ModelFile(Compile(graph, "sparse:2=0.5", 1).Bytes).Parameters);
    }

    /// <summary>Each field of a record that names channels must hold; of other records they must be empty.</summary>
    [Theory]
    [InlineData(false, 32, 2, 1)]
    [InlineData(false, 28, 4, 0)]
    [InlineData(false, 36, 4, 0)]
    [InlineData(true, 32, 2, 0)]
    [InlineData(true, 32, 2, 4)]
    [InlineData(true, 28, 4, 1)]
    [InlineData(true, 28, 4, 0xFFFFFFFC)]
    [InlineData(true, 36, 4, 0xFFFFFFFF)]
    [InlineData(true, 36, 4, 128)]
    [InlineData(true, 24, 4, 128)]
    [InlineData(true, 8, 4, 4)]
    [InlineData(true, 0, 2, 2)]
    [InlineData(true, 0, 2, 4)]
    public void Loader_Refuses_Wrong_Records(bool selects, int field, int bytes, uint value)
    {
        Graph graph = RandomTrainableGraphs.Make(Enumerable.Range(0, Graphs).First(seed => LayerOf(RandomTrainableGraphs.Make(seed), seed) is not null));
        int layer = LayerOf(graph, 0) ?? 1;
        byte[] model = Compile(graph, $"bias:1+sparse:{layer}=0.5", weightRate: 1).Bytes;
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check(model));
        int record = SectionOf(model, 11) + (selects ? 40 : 0);
        Assert.Equal(selects ? 3 : 1, BitConverter.ToUInt16(model, record));
        BitConverter.GetBytes(value)[..bytes].CopyTo(model, record + field);
        BitConverter.GetBytes(Crc32.Of(model[16..])).CopyTo(model, 12);
        Assert.Equal(TmlStatus.Learning, NativeEngine.Check(model));
    }

    private static int SectionOf(byte[] model, int kind) => Enumerable.Range(0, BitConverter.ToUInt16(model, 44))
        .Select(i => 64 + (12 * i))
        .Where(entry => BitConverter.ToUInt16(model, entry) == kind)
        .Select(entry => BitConverter.ToInt32(model, entry + 4))
        .Single();

    /// <summary>A layer whose channels can be trained, counted from the head; null: none.</summary>
    private static int? LayerOf(Graph graph, int seed)
    {
        WeightedOperator[] layers = Compile(graph, "bias:all", Still).Graph.Operators.OfType<WeightedOperator>().Reverse().Skip(1).ToArray();
        int[] able = Enumerable.Range(1, layers.Length).Where(n => layers[n - 1] is Conv2D or FullyConnected).ToArray();
        return able.Length == 0 ? null : able[seed % able.Length];
    }

    private static CompiledModel Compile(Graph graph, string scheme, float weightRate) =>
        ModelCompiler.Compile(graph, new Pipeline
        {
            Learning = new LearningSettings
            {
                Scheme = scheme, Rate = 0.05f, BiasRate = 0.05f, WeightRate = weightRate, Decay = 0, Shots = 4, Epochs = 5,
                Guard = false,
            },
        });

    private static NativeEngine Shot(CompiledModel model, int seed)
    {
        NativeEngine engine = new(model.Bytes);
        TestInput.Generate(model.Graph, (uint)seed)[0].CopyTo(engine.Input());
        engine.Run();
        engine.Mark();
        engine.Label(Label);
        return engine;
    }

    private static Span<byte> Writable(ReadOnlySpan<byte> bytes) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(bytes), bytes.Length);

    private static int ChangedWeights(CompiledModel model, byte[] learnt, NativeEngine engine)
    {
        using NativeEngine fresh = new(model.Bytes);
        byte[] factory = fresh.Parameters.ToArray();
        Assert.Equal(factory.Length, (int)engine.Info(TmlField.ParameterBytes));
        return new ModelFile(model.Bytes).Parameters.Where(p => p.Kind == ParameterKind.Channels)
            .Sum(p => Enumerable.Range(p.Offset, p.Bytes).Count(i => learnt[i] != factory[i]));
    }

    /// <summary>The network compiled with learnt parameters in place of its own.</summary>
    private static CompiledModel? WithFactory(Graph source, string scheme, byte[] learnt)
    {
        CompiledModel model = Compile(source, scheme, weightRate: Still);
        using NativeEngine fresh = new(model.Bytes);
        byte[] factory = fresh.Parameters.ToArray();
        foreach (ParameterRecord parameter in new ModelFile(model.Bytes).Parameters)
        {
            WeightedOperator step = (WeightedOperator)model.Graph.Operators[parameter.Operator];
            for (int i = 0; i < parameter.Bytes; i++)
            {
                switch (parameter.Kind)
                {
                    case ParameterKind.Bias when i % 4 == 0:
                        // What is folded into a bias stays there.
                        int at = parameter.Offset + i;
                        step.Bias.Int32Values![i / 4] += BitConverter.ToInt32(learnt, at) - BitConverter.ToInt32(factory, at);
                        break;
                    case ParameterKind.Weights:
                        step.Weights.Int8Values![i] = (sbyte)learnt[parameter.Offset + i];
                        break;
                    case ParameterKind.Channels:
                        step.Weights.Int8Values![IndexOf(step, parameter, i)] = (sbyte)learnt[parameter.Offset + i];
                        break;
                }
            }
        }

        // The new weights may make another choice of channels: then there is nothing to compare.
        CompiledModel other = Compile(source, scheme, weightRate: Still);
        int[] Selected(CompiledModel m) => new ModelFile(m.Bytes).Parameters.SelectMany(p => p.Selected).ToArray();
        return Selected(other).SequenceEqual(Selected(model)) ? other : null;
    }

    /// <summary>Where weight i of a block lies in its tensor.</summary>
    private static int IndexOf(WeightedOperator step, ParameterRecord parameter, int i)
    {
        int channels = step is FullyConnected ? step.Input.Shape.Elements : step.Input.Shape.Channels;
        return (i / parameter.Selected.Length * channels) + parameter.Selected[i % parameter.Selected.Length];
    }

    private static int VerifyStep(Graph source, string scheme, int seed)
    {
        CompiledModel model = Compile(source, scheme, weightRate: 1e-6f);
        Graph graph = model.Graph;
        FullyConnected head = graph.Operators.OfType<FullyConnected>().Last();
        Dictionary<Tensor, sbyte[]> inference = ReferenceInterpreter.Run(graph, TestInput.Generate(graph, (uint)seed));
        FrozenNetwork network = new(graph, inference);
        double[] d = LearningStepTests.LogitGradient(head, inference[head.Input], Label);
        double[] logits = network.Logits(head);
        ParameterRecord parameter = new ModelFile(model.Bytes).Parameters.Single(p => p.Kind == ParameterKind.Channels);
        WeightedOperator step = (WeightedOperator)graph.Operators[parameter.Operator];
        int perOutput = step.Weights.Int8Values!.Length / step.Output.Shape.Channels;
        double[] slopes = Enumerable.Range(0, parameter.Bytes).Select(i =>
        {
            int index = IndexOf(step, parameter, i);
            double slope = network.SlopesOfWeight(head, logits, step, index).Zip(d, (a, b) => a * b).Sum();
            return slope / Math.Pow(step.Weights.Quantization!.ScaleOf(index / perOutput), 2); // LSB for a rate of 1
        }).ToArray();
        double largest = slopes.Max(Math.Abs);
        if (largest == 0)
        {
            return 0;
        }

        // Three LSB for the largest: fine enough in 256ths.
        float rate = (float)Math.Min(3 / largest, 10);
        CompiledModel trained = Compile(source, scheme, rate);
        ParameterRecord placed = new ModelFile(trained.Bytes).Parameters.Single(p => p.Kind == ParameterKind.Channels);
        double[] moved = new double[parameter.Bytes];
        for (int s = 1; s <= Seeds; s++)
        {
            using NativeEngine engine = Shot(trained, seed);
            byte[] factory = engine.StagedParameters.ToArray();
            engine.Step(0, (uint)s);
            for (int i = 0; i < moved.Length; i++)
            {
                int weight = (sbyte)engine.StagedParameters[placed.Offset + i] - (sbyte)factory[placed.Offset + i];
                moved[i] += ((weight * 256) + (sbyte)engine.Arena[placed.Residual + i]) / (double)Seeds;
            }
        }

        double? magnitude = null;
        double Magnitude()
        {
            double x = inference[step.Input].Max(q => Math.Abs(q - step.Input.Quantization!.ZeroPoint)) * (double)step.Input.Quantization!.Scale;
            int pixels = step.Output.Shape.Height * step.Output.Shape.Width;
            return Enumerable.Range(0, step.Output.Shape.Channels).Max(c => x / step.Weights.Quantization!.ScaleOf(c)
                * Enumerable.Range(0, pixels).Sum(pixel => Math.Abs(
                    network.Logits(head, step, c, 1, pixel).Zip(logits, (a, b) => a - b).Zip(d, (a, b) => a * b).Sum())));
        }

        // Of a row's update one rounding to 256ths; of a gradient the error of its mantissas, one of the largest.
        double noise = 4.5 * 0.5 * Math.Sqrt(step.Output.Shape.Height / (double)Seeds);
        int compared = 0;
        double relative = 0.004 * Math.Sqrt(graph.Operators.Count - parameter.Operator);
        double error = noise + (256 * relative * rate * largest);
        for (int i = 0; i < moved.Length; i++)
        {
            int before = step.Weights.Int8Values[IndexOf(step, parameter, i)];
            if (Math.Abs(before) > 100)
            {
                continue; // each row's step saturates at 127, the sum of all would not
            }

            double expected = -256 * rate * slopes[i];
            compared++;
            if (Math.Abs(moved[i] - expected) > error)
            {
                // Where the gradients of pixels cancel, the error is one of their magnitudes.
                magnitude ??= Magnitude();
                error = noise + (256 * relative * rate * magnitude.Value);
            }

            Assert.True(
                Math.Abs(moved[i] - expected) <= error,
                $"seed {seed}, {scheme}, weight {i}: {moved[i]:f1} for {expected:f1} (+- {error:f1})");
        }

        return compared;
    }
}
