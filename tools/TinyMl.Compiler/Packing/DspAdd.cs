using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Packing;

/// <summary>The sum of two tensors of one shape on cortex-m-dsp: what an input adds is a table (SPEC.md).</summary>
internal static class DspAdd
{
    private const int Rescaled = 4;
    private const int Sum = 7;
    private const int Point = 22;

    // Of all entries of a table, to move its sums' fraction to where every pair gets its output.
    private const int MostShift = 64;

    internal static PackedOperator? Pack(Binary step)
    {
        if (RescaledInputs.Of(step) is not { } inputs)
        {
            return null;
        }

        (int[] first, int[] second) = (inputs.First, inputs.Second);
        Requantizer requantizer = new(
            inputs.Factor,
            step.Output.Quantization!.ZeroPoint,
            Requantization.Clamp(step),
            (long)first.Min() + second.Min(),
            (long)first.Max() + second.Max());
        if (Outputs(first, second, requantizer) is { } outputs)
        {
            return new PackedOperator(step, Sum, 0, 0, Array.ConvertAll(outputs, word => (uint)word), "tables of outputs");
        }

        if (DspExactRequantization.Find(requantizer) is not { } found || found.Shift > 31)
        {
            return null;
        }

        int[] stream =
        [
            .. first.Concat(second).Select(value => 2 * value),
            found.Multiplier, found.Addend, found.Shift,
        ];
        return new PackedOperator(step, Rescaled, 0, 0, Array.ConvertAll(stream, word => (uint)word), "double rounding");
    }

    // What each input adds to the output, proved for every pair; null: it does not fit, or some pair differs.
    private static int[]? Outputs(int[] first, int[] second, Requantizer requantizer)
    {
        double scale = Math.ScaleB(requantizer.Factor.Value, Point);
        double[] left = Array.ConvertAll(first, value => (value * scale) + Math.ScaleB(requantizer.ZeroPoint + 0.5, Point));
        double[] right = Array.ConvertAll(second, value => value * scale);
        if (left.Max(Math.Abs) + right.Max(Math.Abs) + MostShift >= int.MaxValue)
        {
            return null;
        }

        int[] added = Array.ConvertAll(right, value => (int)Math.Round(value));
        for (int turn = 0; turn <= 2 * MostShift; turn++)
        {
            int shift = turn % 2 == 0 ? turn / 2 : -((turn + 1) / 2);
            int[] outputs = Array.ConvertAll(left, value => (int)Math.Round(value) + shift);
            bool isEqual = true;
            for (int i = 0; i < first.Length && isEqual; i++)
            {
                for (int k = 0; k < second.Length && isEqual; k++)
                {
                    int y = Math.Clamp((outputs[i] + added[k]) >> Point, sbyte.MinValue, sbyte.MaxValue);
                    isEqual = y == requantizer.Reference(first[i] + second[k]);
                }
            }

            if (isEqual)
            {
                return [.. outputs, .. added];
            }
        }

        return null;
    }
}
