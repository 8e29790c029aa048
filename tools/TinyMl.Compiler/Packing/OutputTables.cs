using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Packing;

/// <summary>
/// What each value of two inputs adds to their sum's output, in 2^-22 of it: the sum of two entries, shifted down and clamped to
/// int8, is TensorFlow Lite's output. That is proved for all 65,536 pairs of inputs.
/// </summary>
/// <param name="First">Of input 0, -128 to 127.</param>
/// <param name="Second">Of input 1, likewise.</param>
internal sealed record OutputTables(int[] First, int[] Second)
{
    private const int Point = 22;

    // Of all entries of a table, to move its sums' fraction to where every pair gets its output.
    private const int MostShift = 64;

    // What is tried beside the exact factor, since TensorFlow Lite's halves go away from zero.
    private static readonly double[] Stretches = [0, 1e-7, -1e-7, 3e-7, -3e-7, 1e-6, -1e-6, 3e-6];

    /// <summary>Looks for them.</summary>
    /// <param name="inputs">What the operator makes of its inputs before it sums.</param>
    /// <param name="requantizer">From the sum to the output.</param>
    /// <returns>Null: they do not fit, or some pair differs.</returns>
    internal static OutputTables? Find(RescaledInputs inputs, Requantizer requantizer)
    {
        foreach (double stretch in Stretches)
        {
            double scale = Math.ScaleB(requantizer.Factor.Value * (1 + stretch), Point);
            double[] left = Array.ConvertAll(inputs.First, value => (value * scale) + Math.ScaleB(requantizer.ZeroPoint + 0.5, Point));
            double[] right = Array.ConvertAll(inputs.Second, value => value * scale);
            if (left.Max(Math.Abs) + right.Max(Math.Abs) + MostShift >= int.MaxValue)
            {
                return null;
            }

            int[] second = Array.ConvertAll(right, value => (int)Math.Round(value));
            for (int turn = 0; turn <= 2 * MostShift; turn++)
            {
                int shift = turn % 2 == 0 ? turn / 2 : -((turn + 1) / 2);
                OutputTables tables = new(Array.ConvertAll(left, value => (int)Math.Round(value) + shift), second);
                if (tables.AreExact(inputs, requantizer))
                {
                    return tables;
                }
            }
        }

        return null;
    }

    private bool AreExact(RescaledInputs inputs, Requantizer requantizer)
    {
        for (int i = 0; i < First.Length; i++)
        {
            for (int k = 0; k < Second.Length; k++)
            {
                int y = Math.Clamp((First[i] + Second[k]) >> Point, sbyte.MinValue, sbyte.MaxValue);
                if (y != requantizer.Reference(inputs.First[i] + inputs.Second[k]))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
