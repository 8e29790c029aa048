using System.Numerics;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Reference;

/// <summary>SOFTMAX in TensorFlow Lite's fixed point: int8 in, int8 out with scale 1/256 and zero point -128.</summary>
internal static class SoftmaxReference
{
    // Bits before the point of the sum of exponentials: up to 4096 of them.
    private const int SumIntegerBits = 12;

    internal static sbyte[] Run(Softmax step, sbyte[] x)
    {
        int channels = step.Output.Shape.Channels;
        QuantizedMultiplier factor = Requantization.OfSoftmax(step);
        int least = Requantization.SoftmaxLeastDifference(factor);
        sbyte[] y = new sbyte[x.Length];
        for (int start = 0; start < x.Length; start += channels)
        {
            Row(x.AsSpan(start, channels), y.AsSpan(start, channels), factor, least);
        }

        return y;
    }

    private static void Row(ReadOnlySpan<sbyte> x, Span<sbyte> y, QuantizedMultiplier factor, int least)
    {
        int maximum = sbyte.MinValue;
        foreach (sbyte value in x)
        {
            maximum = Math.Max(maximum, value);
        }

        int sum = 0;
        foreach (sbyte value in x)
        {
            if (value - maximum >= least)
            {
                sum += FixedPoint.RoundingDivideByPowerOfTwo(Exponential(value - maximum, factor), SumIntegerBits);
            }
        }

        // sum = 2^(SumIntegerBits - headroom) * (1 + a) with a in [0, 1): one reciprocal serves the whole row.
        int headroom = BitOperations.LeadingZeroCount((uint)sum);
        int reciprocal = FixedPoint.ReciprocalOfOnePlus((int)(((uint)sum << headroom) - (1u << 31)));
        int shift = SumIntegerBits - headroom + 31 - 8;
        for (int i = 0; i < x.Length; i++)
        {
            int difference = x[i] - maximum;
            y[i] = difference < least ? sbyte.MinValue : (sbyte)Math.Clamp(
                FixedPoint.RoundingDivideByPowerOfTwo(
                    FixedPoint.DoublingHighMultiply(reciprocal, Exponential(difference, factor)), shift) - 128,
                sbyte.MinValue,
                sbyte.MaxValue);
        }
    }

    private static int Exponential(int difference, QuantizedMultiplier factor) =>
        FixedPoint.ExpOfNegative(FixedPoint.DoublingHighMultiply(difference << factor.Shift, factor.Multiplier));
}
