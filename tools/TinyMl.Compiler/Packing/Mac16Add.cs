using TinyMl.Compiler.Graphs;
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

    // So that two of them fit 32 bits.
    private const double MostEntry = 1 << 30;

    // Halves go away from zero, and a little stretching takes them there; exact ones need none.
    private static readonly double[] Stretches = [0, 1e-7, 3e-7, 1e-6, 3e-6, -1e-7, -3e-7, -1e-6];

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
            int[] first = Table(inputs.First, unit, Math.ScaleB(zeroPoint + 0.5, Fraction));
            int[] second = Table(inputs.Second, unit, 0);
            if (IsExact(inputs, first, second, zeroPoint, limits))
            {
                uint[] stream = [.. InOrderOfBytes(first).Concat(InOrderOfBytes(second)).Select(word => (uint)word)];
                return new PackedOperator(step, Kernel, 0, 0, stream, "two tables");
            }
        }

        return null;
    }

    private static int[] Table(int[] values, double unit, double addend) =>
        Array.ConvertAll(values, value => (int)Math.Clamp(Math.Round((value * unit) + addend), -MostEntry, MostEntry - 1));

    private static bool IsExact(RescaledInputs inputs, int[] first, int[] second, int zeroPoint, Limits limits)
    {
        for (int i = 0; i < first.Length; i++)
        {
            for (int j = 0; j < second.Length; j++)
            {
                int expected = zeroPoint + FixedPoint.Multiply(inputs.First[i] + inputs.Second[j], inputs.Factor);
                if (Math.Clamp((first[i] + second[j]) >> Fraction, sbyte.MinValue, sbyte.MaxValue)
                    != Math.Clamp(expected, limits.Minimum, limits.Maximum))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // The device reads inputs without a sign.
    private static IEnumerable<int> InOrderOfBytes(int[] table) => table.Skip(128).Concat(table.Take(128));
}
