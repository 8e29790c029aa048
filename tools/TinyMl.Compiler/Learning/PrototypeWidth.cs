using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Learning;

/// <summary>How far a prototype reaches: SPEC.md, "Prototypes".</summary>
internal static class PrototypeWidth
{
    // Of two independent features, uniform over int8.
    private const double MeanSquareOfNothingKnown = 2 * 256.0 * 256.0 / 12;

    /// <summary>The factor from a squared distance in LSB to the exponent in Q5.26.</summary>
    /// <param name="rows">The factory's rows: features and label each; where they are of one class at most, nothing is known.</param>
    /// <param name="features">Of a row.</param>
    /// <param name="share">The width as a share of the mean squared distance of two rows of different classes.</param>
    internal static QuantizedMultiplier Of(sbyte[] rows, int features, double share)
    {
        sbyte[][] all = rows.Chunk(features + 1).ToArray();
        double[] squares = all.SelectMany(a => all.Where(b => b[features] > a[features]).Select(b => SquareDistance(a, b, features)))
            .ToArray();
        double mean = squares.Length == 0 ? features * MeanSquareOfNothingKnown : Math.Max(1, squares.Average());
        return QuantizedMultiplier.From((1 << 26) / (share * mean));
    }

    private static double SquareDistance(sbyte[] a, sbyte[] b, int features) =>
        Enumerable.Range(0, features).Sum(i => (double)(a[i] - b[i]) * (a[i] - b[i]));
}
