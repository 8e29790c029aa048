using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Packing;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;
using TinyMl.Engine;

namespace TinyMl.Compiler.Tests;

/// <summary>The kernels of each profile, one operator a network, against the slow reference; the proofs of their requantisation.</summary>
public class PackedKernelTests
{
    [Theory]
    [InlineData(Profile.CortexMDsp, new[] { 1, 2, 3, 4, 5, 6, 7, 10, 11 }, 10, 10)]
    [InlineData(Profile.XtensaMac16, new[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 2, 10)]
    [InlineData(Profile.Rv32, new[] { 1, 2, 3, 4, 5, 6, 7 }, 10, 10)]
    public void Every_Kernel_Gives_The_References_Bytes_In_Any_Slices(Profile profile, int[] kernels, int leastOfEach, int leastInPlace)
    {
        SortedDictionary<int, int> seen = [];
        int inPlace = 0;
        for (int seed = 0; seed < 800; seed++)
        {
            Random random = new(seed);
            Graph graph = KernelNetworks.Make(random, seed);
            byte[] model = ModelCompiler.Compile(graph, new Pipeline { SelfTests = 0 }, profile).Bytes;
            Assert.True(NativeEngine.Check(model) == TmlStatus.Ok, $"seed {seed}: {NativeEngine.Check(model)}");
            foreach (OperatorRecord step in new ModelFile(model).Operators)
            {
                seen[step.Kernel] = seen.GetValueOrDefault(step.Kernel) + 1;
                inPlace += step is { Kernel: > 0, Code: "DEPTHWISE_CONV_2D", InPlace: true } ? 1 : 0;
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

        Assert.Equal(kernels, seen.Keys.Where(kernel => kernel != 0));
        Assert.All(seen, kernel => Assert.True(kernel.Value > leastOfEach, $"{kernel}"));
        Assert.True(inPlace > leastInPlace, $"{inPlace}");
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
            DspRequantization.Format[] formats = [new(0, 0), new(0, 4), new(8, 12)];
            DspRequantization?[] found = Array.ConvertAll(formats, format => DspRequantization.Find(channel, format));
            DspExactRequantization exact = DspExactRequantization.Find(channel)!.Value;
            Mac16Requantization signed = Mac16Requantization.Find(channel, 127, Mac16Epilogue.Signed)!.Value;
            Mac16Requantization?[] others = [.. new[] { Mac16Epilogue.Plain, Mac16Epilogue.Shifted }
                .Select(epilogue => Mac16Requantization.Find(channel, 127, epilogue)), signed];
            Assert.True(!relu || found.Any(candidate => candidate is not null), $"seed {seed}");
            solved += found.Count(candidate => candidate is not null);
            for (long sum = least; sum <= greatest; sum++)
            {
                int expected = Math.Clamp(zero + FixedPoint.Multiply((int)sum, factor), -128, 127);
                Assert.True(
                    formats.Zip(found).All(pair => (pair.Second?.Apply(sum, pair.First) ?? expected) == expected)
                    && exact.Apply(sum) == expected && others.All(other => (other?.Apply(sum) ?? expected) == expected),
                    $"seed {seed}, sum {sum}");
            }
        }

        Assert.True(solved >= 100, $"{solved}");
    }

    /// <summary>rv32 finds its constants for every channel whose factor is below 1, and they are equal for every sum.</summary>
    [Fact]
    public void Two_Segments_Are_Equal_For_Every_Sum()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            QuantizedMultiplier factor = QuantizedMultiplier.From(Math.Pow(2, -1 - (random.NextDouble() * 11)));
            bool relu = seed % 3 == 0;
            int zero = relu ? -128 : random.Next(-128, 128);
            Limits limits = seed % 5 == 0 ? new Limits(-100, 90) : Limits.All;
            long least = -random.Next(1, 60_000);
            long greatest = random.Next(1, 60_000);
            Requantizer channel = new(factor, zero, limits, least, greatest);
            Rv32Requantization? found = Rv32Requantization.Find(channel, Rv32Requantization.ShiftFor([channel])!.Value);
            Assert.True(found is not null, $"seed {seed}");
            for (long sum = least; sum <= greatest; sum++)
            {
                int expected = Math.Clamp(zero + FixedPoint.Multiply((int)sum, factor), limits.Minimum, limits.Maximum);
                Assert.True(found.Apply(sum, limits) == expected, $"seed {seed}, sum {sum}");
            }
        }
    }

    /// <summary>A channel of a trained model, for whose 255 steps xtensa-mac16 has to lean the slope a little.</summary>
    [Fact]
    public void A_Channel_Of_Many_Steps_Is_Solved()
    {
        QuantizedMultiplier factor = QuantizedMultiplier.From(0.004275235809473088);
        Requantizer channel = new(factor, -128, Limits.All, -268_210, 236_690);
        Mac16Requantization found = Mac16Requantization.Find(channel, 127, Mac16Epilogue.Shifted)!.Value;
        for (long sum = channel.Least; sum <= channel.Greatest; sum++)
        {
            Assert.Equal(Math.Clamp(FixedPoint.Multiply((int)sum, factor) - 128, -128, 127), found.Apply(sum));
        }
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
}
