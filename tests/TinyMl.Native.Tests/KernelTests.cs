using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>Each kernel against the slow reference, byte for byte.</summary>
public class KernelTests
{
    public static TheoryData<string> Kinds => new(OperatorCase.Kinds);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryByteIsTheReferences(string kind)
    {
        for (int seed = 0; seed < 250; seed++)
        {
            OperatorCase test = OperatorCase.Random(kind, seed);
            using NativeEngine engine = new(test.Model);
            for (int i = 0; i < test.Inputs.Length; i++)
            {
                test.Inputs[i].CopyTo(engine.Input(i));
            }

            engine.Run();
            if (!test.Expected.AsSpan().SequenceEqual(engine.Output()))
            {
                Assert.Fail(Explain(test, engine.Output()));
            }
        }
    }

    /// <summary>The cases must reach both clamps and the range between, or they would prove little.</summary>
    [Theory]
    [InlineData("conv")]
    [InlineData("depthwise")]
    [InlineData("dense")]
    [InlineData("add")]
    public void TheCasesUseTheWholeRange(string kind)
    {
        sbyte[] all = Enumerable.Range(0, 200).SelectMany(s => OperatorCase.Random(kind, s).Expected).ToArray();
        Assert.True(all.Distinct().Count() > 200, $"only {all.Distinct().Count()} values");
    }

    /// <summary>The softmax of the reference is a softmax: within one LSB of the real one.</summary>
    [Fact]
    public void SoftmaxIsTheRealOneWithinAnLsb()
    {
        Random random = new(7);
        for (int i = 0; i < 200; i++)
        {
            double scale = Math.Pow(2, (random.NextDouble() * 6) - 7);
            (int multiplier, int shift) = FixedFactor.Of(scale * Math.Pow(2, 26));
            sbyte[] input = Enumerable.Range(0, random.Next(2, 40)).Select(_ => (sbyte)random.Next(-128, 128)).ToArray();
            sbyte[] output = Reference.Softmax(input, input.Length, multiplier, shift);
            double max = input.Max();
            double[] exps = input.Select(x => Math.Exp((x - max) * scale)).ToArray();
            for (int c = 0; c < input.Length; c++)
            {
                double real = Math.Min(255, exps[c] / exps.Sum() * 256);
                Assert.True(Math.Abs(real - (output[c] + 128)) <= 1, $"case {i}: {real} and {output[c] + 128}");
            }
        }
    }

    /// <summary>Beyond 511 nearly equal channels TensorFlow Lite is undefined; here the scores round to nothing.</summary>
    [Fact]
    public void SoftmaxOfManyEqualChannelsIsZero()
    {
        TmlWriter writer = new();
        writer.Inputs.Add(writer.Tensor(1, 1, 4095, 0.5f, 0));
        writer.Outputs.Add(writer.Tensor(1, 1, 4095, 1 / 256f, -128));
        writer.Operators.Add(new OperatorRecord
        {
            Code = 7,
            Output = 1,
            Multipliers = writer.Constant([1 << 30]),
            Shifts = writer.Constant([(sbyte)20]),
        });
        using NativeEngine engine = new(writer.Build());
        engine.Run();
        Assert.Equal(-1, engine.Output().IndexOfAnyExcept((sbyte)-128));
    }

    /// <summary>Each kernel that may work in place gives the same bytes there, in slices too.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    public void InPlaceGivesTheSameBytes(int code)
    {
        const int Height = 7;
        const int Width = 3;
        const int Channels = 37;
        Random random = new(code);
        sbyte[] input = Enumerable.Range(0, Height * Width * Channels).Select(_ => (sbyte)random.Next(-128, 128)).ToArray();
        sbyte[] weights = Enumerable.Range(0, Channels).Select(_ => (sbyte)random.Next(-128, 128)).ToArray();
        int[] bias = Enumerable.Range(0, Channels).Select(_ => random.Next(-2000, 2000)).ToArray();
        int[] multipliers = Enumerable.Repeat(1500000000, Channels).ToArray();
        sbyte[] shifts = Enumerable.Repeat((sbyte)-6, Channels).ToArray();
        (sbyte, sbyte) clamp = (-50, 60);
        TmlWriter writer = new();
        writer.Inputs.Add(writer.Tensor(Height, Width, Channels));
        writer.Outputs.Add(writer.Tensor(Height, Width, Channels));
        writer.Tensors[1].Offset = writer.Tensors[0].Offset;
        writer.Operators.Add(new OperatorRecord
        {
            Code = (byte)code,
            Flags = 1,
            Output = 1,
            Filter = (1, 1),
            Clamp = clamp,
            Weights = writer.Constant(weights),
            Bias = writer.Constant(bias),
            Multipliers = writer.Constant(multipliers),
            Shifts = writer.Constant(shifts),
        });
        Reference.Geometry g = new(Height, Width, Channels, Height, Width, Channels, 1, 1, 1, 1, 1, 1, 0, 0);
        sbyte[] expected = code == 2
            ? Reference.Conv(input, 0, weights, bias, multipliers, shifts, 0, clamp, g, true)
            : Reference.Pool(input, clamp, g, code == 4);
        foreach (uint budget in new uint[] { 0, 1, 200 })
        {
            using NativeEngine engine = new(writer.Build());
            input.CopyTo(engine.Input());
            while (engine.Run(budget) == TmlStatus.Again)
            {
            }

            Assert.Equal(expected, engine.Output().ToArray());
        }
    }

    private static string Explain(OperatorCase test, ReadOnlySpan<sbyte> output)
    {
        int at = test.Expected.AsSpan().CommonPrefixLength(output);
        return $"{test.Name}: byte {at} of {output.Length} is {output[at]}, the reference gives {test.Expected[at]}";
    }
}
