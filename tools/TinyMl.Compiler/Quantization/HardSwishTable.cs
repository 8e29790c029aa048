using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Quantization;

/// <summary>HARD_SWISH as tflite-micro computes it: two 16-bit products, the "relu-ish" factor rounded down on purpose.</summary>
internal static class HardSwishTable
{
    internal static sbyte[] Make(QuantizationParameters x, QuantizationParameters y)
    {
        // Inputs carry seven more bits; 3.0 stands at 32768 for the factor.
        float fine = 1f / 128 * x.Scale;
        QuantizedMultiplier output = QuantizedMultiplier.From(fine / y.Scale);
        QuantizedMultiplier factor = QuantizedMultiplier.From(fine / (3f / 32768));
        if (output.Shift > 0)
        {
            throw new CompileException("HARD_SWISH needs an output scale of at least 1/128 of its input scale.");
        }

        short output16 = HighHalf(output.Multiplier);
        short factor16 = HighHalf(factor.Multiplier);
        return UnaryTables.Table(value =>
        {
            short input = (short)((value - x.ZeroPoint) * 128);
            short relu = input;
            if (factor.Shift > 0)
            {
                relu = Saturate((long)relu << (factor.Shift - 1));
            }

            relu = RoundingDoublingHighMultiply(relu, factor16);
            if (factor.Shift > 0)
            {
                relu = Saturate((long)relu << 1);
            }
            else if (factor.Shift < 0)
            {
                relu = (short)FixedPoint.RoundingDivideByPowerOfTwo(relu, -factor.Shift);
            }

            relu = (short)((relu + (1 << 15)) >> 1);
            short product = Saturate(relu * RoundingDoublingHighMultiply(input, output16) / (1 << 15));
            return (short)FixedPoint.RoundingDivideByPowerOfTwo(product, -output.Shift) + y.ZeroPoint;
        });
    }

    // A 31-bit multiplier as 15 bits, rounded; the largest would overflow and is saturated.
    private static short HighHalf(int multiplier) =>
        multiplier >= int.MaxValue - (1 << 15) ? short.MaxValue : (short)((multiplier + (1 << 15)) >> 16);

    private static short RoundingDoublingHighMultiply(short a, short b)
    {
        if (a == short.MinValue && b == short.MinValue)
        {
            return short.MaxValue;
        }

        int product = a * b;
        return (short)((product + (product >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15));
    }

    private static short Saturate(long value) => (short)Math.Clamp(value, short.MinValue, short.MaxValue);
}
