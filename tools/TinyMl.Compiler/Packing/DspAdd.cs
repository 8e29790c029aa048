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
        if (RescaledInputs.Of(step) is not { } inputs)
        {
            return null;
        }

        Requantizer requantizer = new(
            inputs.Factor,
            step.Output.Quantization!.ZeroPoint,
            Requantization.Clamp(step),
            (long)inputs.First.Min() + inputs.Second.Min(),
            (long)inputs.First.Max() + inputs.Second.Max());
        if (DspExactRequantization.Find(requantizer) is not { } found || found.Shift > 31)
        {
            return null;
        }

        int[] stream =
        [
            .. inputs.First.Concat(inputs.Second).Select(value => 2 * value),
            found.Multiplier, found.Addend, found.Shift,
        ];
        return new PackedOperator(step, Kernel, 0, 0, Array.ConvertAll(stream, word => (uint)word), "double rounding");
    }
}
