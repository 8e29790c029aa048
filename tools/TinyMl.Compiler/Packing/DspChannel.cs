using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Packing;

/// <summary>One output channel of an operator with weights, its input's zero point in the bias.</summary>
/// <param name="Weights">Its weights, in the order of the portable layout.</param>
/// <param name="Bias">bias - zero point * sum of weights.</param>
/// <param name="Requantizer">How its sums become int8.</param>
internal sealed record DspChannel(sbyte[] Weights, int Bias, Requantizer Requantizer)
{
    /// <summary>The greatest magnitude of a sum, whatever the input.</summary>
    internal long MostMagnitude => Math.Max(Math.Abs(Requantizer.Least), Math.Abs(Requantizer.Greatest));

    private const long MostSum = 1 << 30;

    /// <summary>All output channels; null: a sum could be so large that a kernel's arithmetic would wrap.</summary>
    internal static DspChannel[]? Of(WeightedOperator step)
    {
        int channels = step.Output.Shape.Channels;
        QuantizedMultiplier[] factors = Requantization.OfWeighted(step);
        Limits limits = Requantization.Clamp(step);
        List<sbyte>[] weights = Enumerable.Range(0, channels).Select(_ => new List<sbyte>()).ToArray();
        sbyte[] all = step.Weights.Int8Values!;
        for (int i = 0; i < all.Length; i++)
        {
            weights[step.ChannelOf(i)].Add(all[i]);
        }

        DspChannel[] found = new DspChannel[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            sbyte[] own = [.. weights[channel]];
            long bias = step.Bias.Int32Values![channel] - (step.Input.Quantization!.ZeroPoint * own.Sum(w => (long)w));
            long least = bias + own.Sum(w => (long)Math.Min(w * sbyte.MinValue, w * sbyte.MaxValue));
            long greatest = bias + own.Sum(w => (long)Math.Max(w * sbyte.MinValue, w * sbyte.MaxValue));
            if (least < int.MinValue || greatest > int.MaxValue)
            {
                return null;
            }

            Requantizer requantizer = new(factors[channel], step.Output.Quantization!.ZeroPoint, limits, least, greatest);
            if (!requantizer.IsConstant && (least <= -MostSum || greatest >= MostSum))
            {
                return null;
            }

            found[channel] = requantizer.IsConstant
                ? WithoutSum(own.Length, requantizer.Reference(least))
                : new DspChannel(own, (int)bias, requantizer);
        }

        return found;
    }

    // A channel that has one value for every input needs no sum.
    private static DspChannel WithoutSum(int taps, int value) =>
        new(new sbyte[taps], 0, new Requantizer(default, value, Limits.All, 0, 0));
}
