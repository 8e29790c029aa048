using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Packing;

/// <summary>
/// The sum of two tensors of one shape on xtensa-mac16: tables of what each input adds to the output, in 2^-22 of it (SPEC.md).
/// That it is TensorFlow Lite's sum is proved for all 65,536 pairs of inputs.
/// </summary>
internal static class Mac16Add
{
    private const int Kernel = 6;
    private const int Fraction = 22;

    // What is tried beside the exact factor and half: of the factor, and in 2^-22 of the output. Halves go away from zero.
    private static readonly double[] Stretches = [0, 1e-7, -1e-7, 3e-7, -3e-7, 1e-6, -1e-6, 3e-6];
    private static readonly double[] Offsets = [0, 1, -1, 2, -2, 4, -4];

    internal static PackedOperator? Pack(Binary step)
    {
        if (RescaledInputs.Of(step) is not { } inputs)
        {
            return null;
        }

        int zeroPoint = step.Output.Quantization!.ZeroPoint;
        Limits limits = Requantization.Clamp(step);
        foreach (double stretch in Stretches)
        {
            double unit = Math.ScaleB(inputs.Factor.Value * (1 + stretch), Fraction);
            foreach (double offset in Offsets)
            {
                // Half of what is constant each, so that entries stay small.
                double addend = (Math.ScaleB(zeroPoint + 0.5, Fraction) + offset) / 2;
                long[] first = Table(inputs.First, unit, addend);
                long[] second = Table(inputs.Second, unit, addend);
                if (IsExact(inputs, first, second, zeroPoint, limits))
                {
                    uint[] stream = [.. InOrderOfBytes(first).Concat(InOrderOfBytes(second)).Select(word => unchecked((uint)word))];
                    return new PackedOperator(step, Kernel, 0, 0, stream, "two tables");
                }
            }
        }

        return null;
    }

    private static long[] Table(int[] values, double unit, double addend) =>
        Array.ConvertAll(values, value => (long)Math.Round((value * unit) + addend));

    private static bool IsExact(RescaledInputs inputs, long[] first, long[] second, int zeroPoint, Limits limits)
    {
        for (int i = 0; i < first.Length; i++)
        {
            for (int j = 0; j < second.Length; j++)
            {
                long sum = first[i] + second[j];
                int expected = zeroPoint + FixedPoint.Multiply(inputs.First[i] + inputs.Second[j], inputs.Factor);
                if (sum != (int)sum
                    || Math.Clamp(sum >> Fraction, sbyte.MinValue, sbyte.MaxValue)
                    != Math.Clamp(expected, limits.Minimum, limits.Maximum))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // The device reads inputs without a sign.
    private static IEnumerable<long> InOrderOfBytes(long[] table) => table.Skip(128).Concat(table.Take(128));
}
