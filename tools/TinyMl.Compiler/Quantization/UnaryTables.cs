using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Quantization;

/// <summary>
/// The 256 values of each int8 function of one element, with the arithmetic of tflite-micro's reference kernels bit for bit.
/// </summary>
public static class UnaryTables
{
    private const int SigmoidIntegerBits = 4;

    /// <summary>QUANTIZE from int8 to int8: another scale and zero point.</summary>
    public static sbyte[] Requantize(QuantizationParameters x, QuantizationParameters y) =>
        Rescale(x, y, QuantizedMultiplier.From((double)x.Scale / y.Scale), sbyte.MinValue);

    /// <summary>RELU with its own output quantisation.</summary>
    public static sbyte[] Relu(QuantizationParameters x, QuantizationParameters y) =>
        Rescale(x, y, QuantizedMultiplier.From(x.Scale / y.Scale), y.ZeroPoint);

    /// <summary>RELU6: a clamp; input and output share their quantisation.</summary>
    public static sbyte[] Relu6(QuantizationParameters x)
    {
        int six = (int)Math.Clamp((double)MathF.Round(6 / x.Scale, MidpointRounding.AwayFromZero) + x.ZeroPoint, -128, 127);
        return Table(value => Math.Clamp(value, Math.Min(x.ZeroPoint, six), six));
    }

    /// <summary>LEAKY_RELU.</summary>
    public static sbyte[] LeakyRelu(QuantizationParameters x, QuantizationParameters y, float alpha)
    {
        float slope = x.Scale * alpha / y.Scale;
        QuantizedMultiplier identity = QuantizedMultiplier.From(x.Scale / y.Scale);
        QuantizedMultiplier scaled = QuantizedMultiplier.From(Math.Abs(slope));
        return Table(value =>
        {
            int centred = value - x.ZeroPoint;
            int result = centred >= 0
                ? FixedPoint.Multiply(centred, identity)
                : Math.Sign(slope) * FixedPoint.Multiply(centred, scaled);
            return result + y.ZeroPoint;
        });
    }

    /// <summary>LOGISTIC; the output's scale is 1/256 and its zero point -128.</summary>
    public static sbyte[] Logistic(QuantizationParameters x) =>
        Sigmoid(x, q => FixedPoint.RoundingDivideByPowerOfTwo(FixedPoint.Logistic(q, SigmoidIntegerBits), 31 - 8) - 128);

    /// <summary>TANH; the output's scale is 1/128 and its zero point 0.</summary>
    public static sbyte[] Tanh(QuantizationParameters x) =>
        Sigmoid(x, q => FixedPoint.RoundingDivideByPowerOfTwo(FixedPoint.Tanh(q, SigmoidIntegerBits), 31 - 7));

    /// <summary>HARD_SWISH: x * clamp(x + 3, 0, 6) / 6 in 16-bit fixed point.</summary>
    public static sbyte[] HardSwish(QuantizationParameters x, QuantizationParameters y) => HardSwishTable.Make(x, y);

    /// <summary>A table of all int8 values; results are saturated.</summary>
    internal static sbyte[] Table(Func<int, int> function)
    {
        sbyte[] table = new sbyte[256];
        for (int value = -128; value <= 127; value++)
        {
            table[value + 128] = (sbyte)Math.Clamp(function(value), -128, 127);
        }

        return table;
    }

    private static sbyte[] Rescale(QuantizationParameters x, QuantizationParameters y, QuantizedMultiplier factor, int least) =>
        Table(value => Math.Max(FixedPoint.Multiply(value - x.ZeroPoint, factor) + y.ZeroPoint, least));

    private static sbyte[] Sigmoid(QuantizationParameters x, Func<int, int> function)
    {
        QuantizedMultiplier factor = QuantizedMultiplier.From((double)x.Scale * (1 << (31 - SigmoidIntegerBits)));
        if (factor.Shift is < 0 or > 30)
        {
            throw new CompileException($"An input scale of {x.Scale} is out of range for LOGISTIC and TANH.");
        }

        // Beyond the radius the scaled input would leave its integer bits, and the function is flat.
        double radius = Math.Floor(15.0 * (1 << (31 - SigmoidIntegerBits)) / (1L << factor.Shift));
        return Table(value =>
        {
            int centred = value - x.ZeroPoint;
            return centred <= -radius ? -128 : centred >= radius ? 127 : function(FixedPoint.Multiply(centred, factor));
        });
    }
}
