using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Passes;

/// <summary>
/// Takes the input's zero point out of the inner loop: bias - z * sum of weights, computed once, replaces z subtracted from every
/// input. Exact where every window lies inside the input; padding would need the zero point after all. The graph keeps its
/// biases, so that it still means what it did; only what is written for the device changes.
/// </summary>
public static class FoldZeroPoint
{
    // The loader's bound on sums (SPEC.md): |bias| + 255 * 128 * taps must fit 32 bits.
    private const long TermLimit = 255 * 128;

    /// <summary>Whether an operator is written with folded biases.</summary>
    public static bool Applies(Operator step) =>
        step is WeightedOperator weighted
        && weighted.Input.Quantization!.ZeroPoint != 0
        && (weighted is FullyConnected || (weighted is Conv2D or DepthwiseConv2D && ((WindowedOperator)weighted).IsInside()))
        && Fits(weighted);

    /// <summary>The biases as the device gets them.</summary>
    public static int[] BiasOf(WeightedOperator step) =>
        Applies(step) ? Array.ConvertAll(Folded(step), bias => (int)bias) : step.Bias.Int32Values!;

    private static bool Fits(WeightedOperator step)
    {
        long taps = step.Weights.Shape.Elements / step.Output.Shape.Channels;
        return Folded(step).All(bias => Math.Abs(bias) + (TermLimit * taps) <= int.MaxValue);
    }

    private static long[] Folded(WeightedOperator step)
    {
        long[] folded = Array.ConvertAll(step.Bias.Int32Values!, bias => (long)bias);
        sbyte[] weights = step.Weights.Int8Values!;
        for (int i = 0; i < weights.Length; i++)
        {
            folded[step.ChannelOf(i)] -= (long)step.Input.Quantization!.ZeroPoint * weights[i];
        }

        return folded;
    }
}
