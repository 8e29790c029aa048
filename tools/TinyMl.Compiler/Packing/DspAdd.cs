using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Packing;

/// <summary>The sum of two tensors of one shape on cortex-m-dsp: what an input adds is a table (SPEC.md).</summary>
internal static class DspAdd
{
    private const int Rescaled = 4;
    private const int Sum = 7;

    internal static PackedOperator? Pack(Binary step)
    {
        if (RescaledInputs.Of(step) is not { } inputs)
        {
            return null;
        }

        Requantizer requantizer = inputs.RequantizerOf(step);
        if (OutputTables.Find(inputs, requantizer) is { } tables)
        {
            uint[] outputs = Array.ConvertAll([.. tables.First, .. tables.Second], word => (uint)word);
            return new PackedOperator(step, Sum, 0, 0, outputs, "tables of outputs");
        }

        if (DspExactRequantization.Find(requantizer) is not { } found || found.Shift > 31)
        {
            return null;
        }

        int[] stream =
        [
            .. inputs.First.Concat(inputs.Second).Select(value => 2 * value),
            found.Multiplier, found.Addend, found.Shift,
        ];
        return new PackedOperator(step, Rescaled, 0, 0, Array.ConvertAll(stream, word => (uint)word), "double rounding");
    }
}
