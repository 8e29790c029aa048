using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Tests;

/// <summary>The tables against the real-valued functions that they stand for.</summary>
public class UnaryTableTests
{
    private static readonly QuantizationParameters Probability = new(1f / 256, -128);
    private static readonly QuantizationParameters Symmetric = new(1f / 128, 0);

    [Fact]
    public void Logistic_Is_The_Real_One_Within_An_Lsb() => ForEachScale((x, _) =>
        AssertNear(1, x, Probability, UnaryTables.Logistic(x), v => 1 / (1 + Math.Exp(-v))));

    [Fact]
    public void Tanh_Is_The_Real_One_Within_An_Lsb() => ForEachScale((x, _) =>
        AssertNear(1, x, Symmetric, UnaryTables.Tanh(x), Math.Tanh));

    [Fact]
    public void Relu_Is_The_Real_One_Within_An_Lsb() => ForEachScale((x, y) =>
        AssertNear(1, x, y, UnaryTables.Relu(x, y), v => Math.Max(v, 0)));

    [Fact]
    public void Relu6_Is_The_Real_One_Within_An_Lsb() => ForEachScale((x, _) =>
        AssertNear(1, x, x, UnaryTables.Relu6(x), v => Math.Clamp(v, 0, 6)));

    [Fact]
    public void Quantize_Is_The_Identity_Within_An_Lsb() => ForEachScale((x, y) =>
        AssertNear(1, x, y, UnaryTables.Requantize(x, y), v => v));

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0f)]
    [InlineData(-0.5f)]
    [InlineData(1.5f)]
    public void Leaky_Relu_Is_The_Real_One_Within_An_Lsb(float alpha) => ForEachScale((x, y) =>
        AssertNear(1, x, y, UnaryTables.LeakyRelu(x, y, alpha), v => v >= 0 ? v : alpha * v));

    /// <summary>TensorFlow Lite computes it in 16 bits, which costs up to a second LSB.</summary>
    [Fact]
    public void Hard_Swish_Is_The_Real_One_Within_Two_Lsb() => ForEachScale((x, y) =>
        AssertNear(2, x, y, UnaryTables.HardSwish(x, y), v => v * Math.Clamp(v + 3, 0, 6) / 6));

    [Fact]
    public void Hard_Swish_Refuses_An_Output_Far_Finer_Than_Its_Input() => Assert.Contains(
        "output scale",
        Assert.Throws<CompileException>(
            () => UnaryTables.HardSwish(new QuantizationParameters(1, 0), new QuantizationParameters(0.001f, 0))).Message);

    private static void ForEachScale(Action<QuantizationParameters, QuantizationParameters> check)
    {
        Random random = new(5);
        for (int i = 0; i < 300; i++)
        {
            float scale = (float)Math.Exp((random.NextDouble() * 4) - 5);
            float other = scale * (float)Math.Exp((random.NextDouble() * 2) - 1);
            check(
                new QuantizationParameters(scale, random.Next(-128, 128)),
                new QuantizationParameters(other, random.Next(-128, 128)));
        }
    }

    private static void AssertNear(
        double lsb, QuantizationParameters x, QuantizationParameters y, sbyte[] table, Func<double, double> function)
    {
        for (int value = -128; value <= 127; value++)
        {
            double result = function((value - x.ZeroPoint) * (double)x.Scale);
            double real = Math.Clamp((result / y.Scale) + y.ZeroPoint, -128, 127);
            Assert.True(
                Math.Abs(real - table[value + 128]) <= lsb,
                $"{x.Scale}, {x.ZeroPoint} to {y.Scale}, {y.ZeroPoint}: {value} gives {table[value + 128]}, not {real}");
        }
    }
}
