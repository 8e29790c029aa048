using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>The sum of two tensors of one shape on cortex-m-dsp: by tables of outputs, else of rescaled inputs (SPEC.md).</summary>
internal static class DspSum
{
    private const int Rescaled = 4;
    private const int Tables = 7;

    internal static PackedOperator? Pack(Binary step)
    {
        if (TableSum.Pack(step, Tables) is { } packed)
        {
            return packed;
        }

        if (RescaledInputs.Of(step) is not { } inputs
            || DspExactRequantization.Find(inputs.RequantizerOf(step)) is not { } found || found.Shift > 31)
        {
            return null;
        }

        int[] stream =
        [
            .. TableSum.InOrderOfBytes(inputs.First).Concat(TableSum.InOrderOfBytes(inputs.Second)).Select(value => 2 * value),
            found.Multiplier, found.Addend, found.Shift,
        ];
        return new PackedOperator(step, Rescaled, 0, 0, Array.ConvertAll(stream, word => (uint)word), "double rounding");
    }
}
