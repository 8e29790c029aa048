namespace TinyMl.Compiler.Quantization;

/// <summary>
/// A real factor as the device multiplies with it: Multiplier * 2^(Shift - 31), Multiplier in [2^30, 2^31) or 0
/// (TensorFlow Lite's QuantizeMultiplier).
/// </summary>
public readonly record struct QuantizedMultiplier(int Multiplier, int Shift)
{
    /// <summary>The nearest multiplier to a positive factor; factors below 2^-32 become 0.</summary>
    public static QuantizedMultiplier From(double factor)
    {
        if (!(factor >= 0) || double.IsInfinity(factor))
        {
            throw new CompileException($"A scale ratio of {factor} cannot be a multiplier: the model's scales are broken.");
        }

        if (factor == 0)
        {
            return default;
        }

        int shift = Math.ILogB(factor) + 1;
        long mantissa = (long)Math.Round(Math.ScaleB(factor, 31 - shift), MidpointRounding.AwayFromZero);
        if (mantissa == 1L << 31)
        {
            mantissa >>= 1;
            shift++;
        }

        if (shift < -31)
        {
            return default;
        }

        return shift <= 30
            ? new QuantizedMultiplier((int)mantissa, shift)
            : throw new CompileException($"A scale ratio of {factor} is too large for a multiplier.");
    }

    /// <summary>The factor that it stands for.</summary>
    public double Value => Math.ScaleB(Multiplier, Shift - 31);
}
