using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Packing;

/// <summary>What ADD and SUB make of each input value before they sum: tables of the inputs -128 to 127.</summary>
/// <param name="First">Of input 0.</param>
/// <param name="Second">Of input 1, negated where it is subtracted.</param>
/// <param name="Factor">Of their sum.</param>
internal sealed record RescaledInputs(int[] First, int[] Second, QuantizedMultiplier Factor)
{
    /// <summary>Those of an operator; null: an input is repeated.</summary>
    internal static RescaledInputs? Of(Binary step)
    {
        Shape shape = step.Output.Shape;
        if (step.Inputs[0].Shape != shape || step.Inputs[1].Shape != shape)
        {
            return null;
        }

        QuantizedMultiplier[] factors = step is Subtract subtract
            ? Requantization.OfSubtract(subtract)
            : Requantization.OfAdd((Add)step);
        return new RescaledInputs(
            Table(step.Inputs[0], factors[0], 1),
            Table(step.Inputs[1], factors[1], step is Subtract ? -1 : 1),
            factors[2]);
    }

    /// <summary>From every sum that two inputs can have to the operator's output.</summary>
    internal Requantizer RequantizerOf(Binary step) => new(
        Factor,
        step.Output.Quantization!.ZeroPoint,
        Requantization.Clamp(step),
        (long)First.Min() + Second.Min(),
        (long)First.Max() + Second.Max());

    private static int[] Table(Tensor input, QuantizedMultiplier factor, int sign) =>
        Enumerable.Range(sbyte.MinValue, 256)
            .Select(x => sign * FixedPoint.Multiply(
                (x - input.Quantization!.ZeroPoint) << Requantization.AddLeftShift, factor))
            .ToArray();
}
