using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Packing;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;
using TinyMl.Engine;

namespace TinyMl.Compiler.Tests;

/// <summary>The kernels of cortex-m-dsp, one operator a network, against the slow reference; the proofs of its requantisation.</summary>
public class PackedKernelTests
{
    [Fact]
    public void Every_Kernel_Gives_The_References_Bytes_In_Any_Slices()
    {
        SortedDictionary<int, int> seen = [];
        int inPlace = 0;
        for (int seed = 0; seed < 600; seed++)
        {
            Random random = new(seed);
            Graph graph = Network(random, seed);
            byte[] model = ModelCompiler.Compile(graph, new Pipeline { SelfTests = 0 }, Profile.CortexMDsp).Bytes;
            Assert.True(NativeEngine.Check(model) == TmlStatus.Ok, $"seed {seed}: {NativeEngine.Check(model)}");
            foreach (OperatorRecord step in new ModelFile(model).Operators)
            {
                seen[step.Kernel] = seen.GetValueOrDefault(step.Kernel) + 1;
                inPlace += step is { Kernel: 3 or 5, InPlace: true } ? 1 : 0;
            }

            using NativeEngine engine = new(model);
            for (uint run = 0; run < 3; run++)
            {
                sbyte[][] inputs = TestInput.Generate(graph, run);
                if (run == 2)
                {
                    // The largest sums.
                    Array.Fill(inputs[0], seed % 2 == 0 ? sbyte.MinValue : sbyte.MaxValue);
                }

                for (int i = 0; i < inputs.Length; i++)
                {
                    inputs[i].CopyTo(engine.Input(i));
                }

                while (engine.Run(run == 0 ? 0 : (uint)random.Next(1, 3000)) == TmlStatus.Again)
                {
                }

                Dictionary<Tensor, sbyte[]> expected = ReferenceInterpreter.Run(graph, inputs);
                Assert.True(
                    expected[graph.Outputs[0]].AsSpan().SequenceEqual(engine.Output(0)), $"seed {seed}, run {run}");
            }
        }

        Assert.Equal([1, 2, 3, 4, 5], seen.Keys.Where(kernel => kernel != 0));
        Assert.All(seen, kernel => Assert.True(kernel.Value > 10, $"{kernel}"));
        Assert.True(inPlace > 10, $"{inPlace}");
    }

    /// <summary>The proof compares steps; here every sum is compared.</summary>
    [Fact]
    public void What_The_Proof_Accepts_Is_Equal_For_Every_Sum()
    {
        int solved = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            QuantizedMultiplier factor = QuantizedMultiplier.From(Math.Pow(2, -4 - (random.NextDouble() * 8)));
            bool relu = seed % 3 != 0;
            int zero = relu ? -128 : random.Next(-128, 128);
            long least = -random.Next(1, 60_000);
            long greatest = random.Next(1, 60_000);
            Requantizer channel = new(factor, zero, Limits.All, least, greatest);
            DspRequantization? first = DspRequantization.Find(channel, 0);
            DspRequantization? second = DspRequantization.Find(channel, 8);
            DspExactRequantization exact = DspExactRequantization.Find(channel)!.Value;
            Assert.True(!relu || first is not null || second is not null, $"seed {seed}");
            solved += first is null ? 0 : 1;
            for (long sum = least; sum <= greatest; sum++)
            {
                int expected = Math.Clamp(zero + FixedPoint.Multiply((int)sum, factor), -128, 127);
                Assert.True(
                    (first?.Apply(sum, 0) ?? expected) == expected && (second?.Apply(sum, 8) ?? expected) == expected
                    && exact.Apply(sum) == expected,
                    $"seed {seed}, sum {sum}");
            }
        }

        Assert.True(solved >= 30, $"{solved}");
    }

    [Fact]
    public void The_Proof_Refuses_What_Differs_Anywhere()
    {
        Requantizer channel = new(QuantizedMultiplier.From(0.0037), -128, Limits.All, -20_000, 40_000);
        Assert.True(channel.Equals(channel.Reference));
        for (long sum = -20_000; sum <= 40_000; sum += 997)
        {
            int k = channel.Reference(sum);
            Assert.False(channel.Equals(x => x >= sum ? Math.Max(channel.Reference(x), k + 1) : channel.Reference(x)), $"{sum}");
        }
    }

    private static Graph Network(Random random, int seed)
    {
        int channels = 2 * random.Next(1, 9);
        Tensor input = new("input", new Shape(1, random.Next(1, 14), random.Next(1, 14), random.Next(4) == 0 ? random.Next(1, 6) : channels))
        {
            Quantization = new QuantizationParameters(0.05f, random.Next(-128, 128)),
        };
        Shape x = input.Shape;
        bool relu = random.Next(3) != 0;
        Operator step = (seed % 4) switch
        {
            0 => Windowed(random, input, new Extent(random.Next(1, 5), random.Next(1, 5)), channels, false, relu),
            1 when x.Channels % 4 == 0 => Windowed(random, input, new Extent(3, 3), x.Channels, true, relu),
            2 => Dense(random, input, channels, relu),
            _ => new Add { Inputs = [input, Second(random, x)], Output = Output(random, x, relu), Activation = relu ? Activation.Relu : Activation.None },
        };
        return new Graph
        {
            Name = $"kernel-{seed}",
            Inputs = step is Add ? step.Inputs : [input],
            Outputs = [step.Output],
            Operators = [step],
        };
    }

    private static Tensor Second(Random random, Shape shape) =>
        new("second", shape) { Quantization = new QuantizationParameters(0.03f, random.Next(-128, 128)) };

    private static Tensor Output(Random random, Shape shape, bool relu) => new("output", shape)
    {
        Quantization = new QuantizationParameters(0.02f + (random.NextSingle() * 0.2f), relu ? -128 : random.Next(-128, 128)),
    };

    private static Operator Windowed(Random random, Tensor input, Extent filter, int channels, bool depthwise, bool relu)
    {
        Shape x = input.Shape;
        int stride = random.Next(1, 3);
        bool same = random.Next(4) != 0;
        (int above, int below) = same ? Padding.Same(x.Height, filter.Height, stride) : (0, 0);
        (int left, int right) = same ? Padding.Same(x.Width, filter.Width, stride) : (0, 0);
        if (!same && (x.Height < filter.Height || x.Width < filter.Width))
        {
            (above, below) = Padding.Same(x.Height, filter.Height, stride);
            (left, right) = Padding.Same(x.Width, filter.Width, stride);
        }

        Shape y = new(
            1,
            ((x.Height + above + below - filter.Height) / stride) + 1,
            ((x.Width + left + right - filter.Width) / stride) + 1,
            channels);
        Padding padding = new(above, left, below, right);
        Shape shape = depthwise
            ? new Shape(1, filter.Height, filter.Width, channels)
            : new Shape(channels, filter.Height, filter.Width, x.Channels);
        (Tensor weights, Tensor bias) = Constants(random, shape, channels);
        Activation activation = relu ? Activation.Relu : Activation.None;
        return depthwise
            ? new DepthwiseConv2D
            {
                Inputs = [input], Output = Output(random, y, relu), Weights = weights, Bias = bias,
                Stride = new Extent(stride, stride), Padding = padding, Activation = activation,
            }
            : new Conv2D
            {
                Inputs = [input], Output = Output(random, y, relu), Weights = weights, Bias = bias,
                Stride = new Extent(stride, stride), Padding = padding, Activation = activation,
            };
    }

    private static FullyConnected Dense(Random random, Tensor input, int units, bool relu)
    {
        (Tensor weights, Tensor bias) = Constants(random, new Shape(units, 1, 1, input.Shape.Elements), units);
        return new FullyConnected
        {
            Inputs = [input],
            Output = Output(random, new Shape(1, 1, 1, units), relu),
            Weights = weights,
            Bias = bias,
            Activation = relu ? Activation.Relu : Activation.None,
        };
    }

    private static (Tensor Weights, Tensor Bias) Constants(Random random, Shape shape, int channels)
    {
        float[] scales = Enumerable.Range(0, channels).Select(_ => 0.0005f + (random.NextSingle() * 0.02f)).ToArray();
        Tensor weights = new("weights", shape)
        {
            Quantization = new QuantizationParameters(scales, 0),
            Int8Values = Enumerable.Range(0, shape.Elements).Select(_ => (sbyte)random.Next(-127, 128)).ToArray(),
        };
        Tensor bias = new("bias", new Shape(1, 1, 1, channels))
        {
            Int32Values = Enumerable.Range(0, channels).Select(_ => random.Next(-20_000, 20_000)).ToArray(),
        };
        return (weights, bias);
    }
}
