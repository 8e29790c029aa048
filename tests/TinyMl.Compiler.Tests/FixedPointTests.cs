using System.Numerics;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Tests;

public class FixedPointTests
{
    [Fact]
    public void DoublingHighMultiply_Is_The_Rounded_Product()
    {
        Random random = new(1);
        for (int i = 0; i < 100_000; i++)
        {
            int a = Extreme(random);
            int b = Extreme(random);
            BigInteger product = (BigInteger)a * b;

            // Nearest to a * b / 2^31; a tie goes up (the definition adds 2^30 and floors, which truncation reproduces).
            BigInteger expected = BigInteger.Min(int.MaxValue, Floor(product + (BigInteger.One << 30), 31));
            Assert.Equal((int)expected, FixedPoint.DoublingHighMultiply(a, b));
        }
    }

    [Fact]
    public void RoundingDivide_Goes_To_Nearest_Halves_Away_From_Zero()
    {
        Random random = new(2);
        for (int i = 0; i < 100_000; i++)
        {
            int x = Extreme(random);
            int exponent = random.Next(32);
            double expected = Math.Round(x / Math.Pow(2, exponent), MidpointRounding.AwayFromZero);
            Assert.Equal((int)Math.Clamp(expected, int.MinValue, int.MaxValue), FixedPoint.RoundingDivideByPowerOfTwo(x, exponent));
        }
    }

    [Fact]
    public void Exp_Is_Within_A_Few_LSB_Of_The_Real_One()
    {
        for (int a = -(31 << 26); a <= 0; a += 10007)
        {
            double expected = Math.Exp(a / (double)(1 << 26)) * int.MaxValue;
            Assert.InRange(FixedPoint.ExpOfNegative(a) - expected, -2048, 2048);
        }
    }

    [Fact]
    public void Reciprocal_Is_Within_A_Few_LSB_Of_The_Real_One()
    {
        for (long a = 0; a < int.MaxValue; a += 100_003)
        {
            double expected = 1 / (1 + (a / (double)(1L << 31))) * int.MaxValue;
            Assert.InRange(FixedPoint.ReciprocalOfOnePlus((int)a) - expected, -64, 64);
        }
    }

    [Theory]
    [InlineData(1.0, 1 << 30, 1)]
    [InlineData(0.5, 1 << 30, 0)]
    [InlineData(0.75, 3 << 29, 0)]
    [InlineData(0.0, 0, 0)]
    [InlineData(1e-12, 0, 0)]
    public void Multiplier_Of_A_Factor(double factor, int multiplier, int shift) =>
        Assert.Equal(new QuantizedMultiplier(multiplier, shift), QuantizedMultiplier.From(factor));

    [Fact]
    public void Multiplier_Is_Within_Half_An_LSB_Of_Any_Factor()
    {
        Random random = new(3);
        for (int i = 0; i < 10_000; i++)
        {
            double factor = Math.Exp((random.NextDouble() * 40) - 20);
            QuantizedMultiplier result = QuantizedMultiplier.From(factor);
            Assert.InRange(result.Multiplier, 1 << 30, int.MaxValue);
            Assert.InRange(result.Value / factor, 1 - Math.Pow(2, -31), 1 + Math.Pow(2, -31));
        }
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e30)]
    public void Multiplier_Refuses_What_It_Cannot_Hold(double factor) =>
        Assert.Throws<CompileException>(() => QuantizedMultiplier.From(factor));

    private static BigInteger Floor(BigInteger value, int shift) => value >> shift;

    private static int Extreme(Random random) => random.Next(8) switch
    {
        0 => int.MinValue,
        1 => int.MaxValue,
        2 => random.Next(-4, 5),
        3 => 1 << random.Next(31),
        _ => random.Next(int.MinValue, int.MaxValue),
    };
}
