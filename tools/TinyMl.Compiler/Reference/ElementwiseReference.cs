using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Reference;

/// <summary>Operators on single elements, on pairs of them, and means.</summary>
internal static class ElementwiseReference
{
    internal static sbyte[] Run(Operator step, sbyte[][] inputs) => step switch
    {
        Lookup lookup => Array.ConvertAll(inputs[0], value => lookup.Table[value + 128]),
        Mean mean => Average(mean, inputs[0]),
        Binary binary => Combine(binary, inputs[0], inputs[1]),
        _ => throw new InvalidOperationException(),
    };

    private static sbyte[] Combine(Binary step, sbyte[] first, sbyte[] second)
    {
        Shape shape = step.Output.Shape;
        Func<int, int, int> function = Function(step);
        (sbyte minimum, sbyte maximum) = Requantization.Clamp(step);
        sbyte[] y = new sbyte[shape.Elements];
        for (int i = 0; i < y.Length; i++)
        {
            int value = function(first[Repeat(i, shape, step.Inputs[0].Shape)], second[Repeat(i, shape, step.Inputs[1].Shape)]);
            y[i] = (sbyte)Math.Clamp(value, minimum, maximum);
        }

        return y;
    }

    private static Func<int, int, int> Function(Binary step)
    {
        int firstZero = step.Inputs[0].Quantization!.ZeroPoint;
        int secondZero = step.Inputs[1].Quantization!.ZeroPoint;
        int zero = step.Output.Quantization!.ZeroPoint;
        switch (step)
        {
            case Add add:
                return Sum(Requantization.OfAdd(add), 1);
            case Subtract subtract:
                return Sum(Requantization.OfSubtract(subtract), -1);
            case Multiply multiply:
                QuantizedMultiplier factor = Requantization.OfMultiply(multiply);
                return (a, b) => FixedPoint.Multiply((a - firstZero) * (b - secondZero), factor) + zero;
            case Maximum:
                return Math.Max;
            case Minimum:
                return Math.Min;
            default:
                throw new CompileException($"There is no int8 operator {step.GetType().Name}.");
        }

        Func<int, int, int> Sum(QuantizedMultiplier[] factors, int sign)
        {
            int Rescale(int value, QuantizedMultiplier by) => FixedPoint.Multiply(value << Requantization.AddLeftShift, by);
            return (a, b) => FixedPoint.Multiply(
                Rescale(a - firstZero, factors[0]) + (sign * Rescale(b - secondZero, factors[1])), factors[2]) + zero;
        }
    }

    private static sbyte[] Average(Mean step, sbyte[] x)
    {
        int count = step.Input.Shape.Elements / step.Output.Shape.Elements;
        int[] sums = new int[step.Output.Shape.Elements];
        for (int i = 0; i < x.Length; i++)
        {
            sums[Repeat(i, step.Input.Shape, step.Output.Shape)] += x[i];
        }

        QuantizedMultiplier factor = Requantization.OfMean(step);
        int zero = step.Input.Quantization!.ZeroPoint * count;
        return Array.ConvertAll(sums, sum => (sbyte)Math.Clamp(
            FixedPoint.Multiply(sum - zero, factor) + step.Output.Quantization!.ZeroPoint, -128, 127));
    }

    /// <summary>The element of <paramref name="small"/> that stands where element i of <paramref name="large"/> does.</summary>
    private static int Repeat(int i, Shape large, Shape small)
    {
        int channel = i % large.Channels;
        int column = i / large.Channels % large.Width;
        int row = i / large.Channels / large.Width % large.Height;
        return ((((small.Height == 1 ? 0 : row) * small.Width) + (small.Width == 1 ? 0 : column)) * small.Channels)
            + (small.Channels == 1 ? 0 : channel);
    }
}
