using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Packing;

/// <summary>The sum of two tensors of one shape on cortex-m-dsp: what rescaling makes of an input is a table (SPEC.md).</summary>
internal static class DspAdd
{
    private const int Kernel = 4;

    internal static PackedOperator? Pack(Binary step)
    {
        Shape shape = step.Output.Shape;
        if (step.Inputs[0].Shape != shape || step.Inputs[1].Shape != shape)
        {
            return null;
        }

        int sign = step is Subtract ? -1 : 1;
        QuantizedMultiplier[] factors = step is Subtract subtract
            ? Requantization.OfSubtract(subtract)
            : Requantization.OfAdd((Add)step);
        int[] first = Table(step.Inputs[0], factors[0], 1);
        int[] second = Table(step.Inputs[1], factors[1], sign);
        Requantizer requantizer = new(
            factors[2],
            step.Output.Quantization!.ZeroPoint,
            Requantization.Clamp(step),
            (long)first.Min() + second.Min(),
            (long)first.Max() + second.Max());
        if (DspExactRequantization.Find(requantizer) is not { } found || found.Shift > 31)
        {
            return null;
        }

        int[] stream =
        [
            .. first.Concat(second).Select(value => 2 * value),
            found.Multiplier, found.Addend, found.Shift,
        ];
        return new PackedOperator(step, Kernel, 0, 0, Array.ConvertAll(stream, word => (uint)word), "double rounding");
    }

    private static int[] Table(Tensor input, QuantizedMultiplier factor, int sign) =>
        Enumerable.Range(sbyte.MinValue, 256)
            .Select(x => sign * FixedPoint.Multiply(
                (x - input.Quantization!.ZeroPoint) << Requantization.AddLeftShift, factor))
            .ToArray();
}
