using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Quantization;

/// <summary>The multipliers of an int8 operator, computed with TensorFlow Lite's own types so that every bit agrees.</summary>
public static class Requantization
{
    /// <summary>Left shift of both inputs of ADD before they are rescaled.</summary>
    public const int AddLeftShift = 20;

    /// <summary>One multiplier per output channel: input scale * weight scale / output scale.</summary>
    public static QuantizedMultiplier[] OfWeighted(WeightedOperator step)
    {
        float input = step.Input.Quantization!.Scale;
        float output = step.Output.Quantization!.Scale;
        QuantizationParameters weights = step.Weights.Quantization!;
        QuantizedMultiplier[] multipliers = new QuantizedMultiplier[step.Output.Shape.Channels];
        for (int i = 0; i < multipliers.Length; i++)
        {
            // A dense layer with one weight scale multiplies in float, all others in double: tflite-micro does so.
            double product = step is FullyConnected && weights.Scales.Length == 1
                ? input * weights.Scales[0]
                : (double)input * weights.ScaleOf(i);
            multipliers[i] = QuantizedMultiplier.From(product / output);
        }

        return multipliers;
    }

    /// <summary>The multipliers of ADD: input 0, input 1, output.</summary>
    public static QuantizedMultiplier[] OfAdd(Add step)
    {
        double first = step.Inputs[0].Quantization!.Scale;
        double second = step.Inputs[1].Quantization!.Scale;
        double twice = 2 * Math.Max(first, second);
        return
        [
            QuantizedMultiplier.From(first / twice),
            QuantizedMultiplier.From(second / twice),
            QuantizedMultiplier.From(twice / ((1 << AddLeftShift) * (double)step.Output.Quantization!.Scale)),
        ];
    }

    /// <summary>The multipliers of SUB, as ADD's but computed in float.</summary>
    public static QuantizedMultiplier[] OfSubtract(Subtract step)
    {
        float first = step.Inputs[0].Quantization!.Scale;
        float second = step.Inputs[1].Quantization!.Scale;
        float twice = 2 * Math.Max(first, second);
        return
        [
            QuantizedMultiplier.From(first / twice),
            QuantizedMultiplier.From(second / twice),
            QuantizedMultiplier.From(twice / ((1 << AddLeftShift) * step.Output.Quantization!.Scale)),
        ];
    }

    /// <summary>The multiplier of MUL: both input scales / output scale.</summary>
    public static QuantizedMultiplier OfMultiply(Multiply step) => QuantizedMultiplier.From(
        (double)step.Inputs[0].Quantization!.Scale * step.Inputs[1].Quantization!.Scale / step.Output.Quantization!.Scale);

    /// <summary>The multiplier of MEAN: input scale / output scale / number of elements, divided in integers.</summary>
    public static QuantizedMultiplier OfMean(Mean step)
    {
        QuantizedMultiplier scale =
            QuantizedMultiplier.From((double)step.Input.Quantization!.Scale / step.Output.Quantization!.Scale);
        int count = step.Input.Shape.Elements / step.Output.Shape.Elements;
        int shift = Math.Min(System.Numerics.BitOperations.Log2((uint)count), 31 + scale.Shift);
        return new QuantizedMultiplier((int)(((long)scale.Multiplier << shift) / count), scale.Shift - shift);
    }

    /// <summary>The multiplier that takes a difference of softmax inputs to Q5.26; always above 1.</summary>
    public static QuantizedMultiplier OfSoftmax(Softmax step)
    {
        double factor = Math.Min(step.Beta * (double)step.Input.Quantization!.Scale * (1 << 26), int.MaxValue);
        QuantizedMultiplier multiplier = QuantizedMultiplier.From(factor);
        return multiplier.Shift > 0
            ? multiplier
            : throw new CompileException($"The input scale of {step.Output.Name} is too small for SOFTMAX.");
    }

    /// <summary>Differences below this one count as zero in softmax: they would leave Q5.26.</summary>
    public static int SoftmaxLeastDifference(QuantizedMultiplier multiplier) =>
        -(int)Math.Floor(31.0 * (1L << 26) / (1L << multiplier.Shift));

    /// <summary>The range of an operator's int8 output: its activation's and its own limits.</summary>
    public static Limits Clamp(ClampedOperator step)
    {
        Limits activation = Clamp(step.Activation, step.Output.Quantization!);
        return new Limits(
            Math.Max(activation.Minimum, step.Limits.Minimum), Math.Min(activation.Maximum, step.Limits.Maximum));
    }

    private static Limits Clamp(Activation activation, QuantizationParameters output)
    {
        // TensorFlow Lite divides and rounds in float.
        int Quantize(float value) =>
            (int)Math.Clamp(output.ZeroPoint + (double)MathF.Round(value / output.Scale, MidpointRounding.AwayFromZero), -128, 127);
        return activation switch
        {
            Activation.Relu => new Limits((sbyte)Quantize(0), sbyte.MaxValue),
            Activation.Relu6 => new Limits((sbyte)Quantize(0), (sbyte)Quantize(6)),
            _ => Limits.All,
        };
    }
}
