using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>A channel of a depthwise convolution as both of cortex-m-dsp's kernels want it.</summary>
/// <param name="Weights">Its weights, twice as large for double rounding.</param>
/// <param name="Constants">Initial sum, factor, addend, shift.</param>
internal sealed record DspDepthwiseChannel(int[] Weights, uint[] Constants)
{
    private static readonly DspRequantization.Format Format = new(Sum: 0, High: 0);

    /// <summary>All channels, requantised in two instructions or, exactly, by double rounding; null: neither way is proved for each.</summary>
    internal static (bool IsExact, DspDepthwiseChannel[] Channels)? Of(DepthwiseConv2D step)
    {
        if (DspChannel.Of(step) is not { } channels)
        {
            return null;
        }

        return All(channels, Fast) is { } fast ? (false, fast) : All(channels, Exact) is { } exact ? (true, exact) : null;
    }

    private static DspDepthwiseChannel? Fast(DspChannel channel) => DspRequantization.Find(channel.Requantizer, Format) is { } found
        ? Of(channel, 1, channel.Bias + found.Offset, found.Multiplier, found.Addend, 0)
        : null;

    private static DspDepthwiseChannel? Exact(DspChannel channel) => DspExactRequantization.Find(channel.Requantizer) is { } found
        ? Of(channel, 2, 2 * channel.Bias, found.Multiplier, found.Addend, found.Shift)
        : null;

    private static DspDepthwiseChannel Of(DspChannel channel, int times, params int[] constants) =>
        new(Array.ConvertAll(channel.Weights, weight => weight * times), Array.ConvertAll(constants, value => (uint)value));

    private static DspDepthwiseChannel[]? All(DspChannel[] channels, Func<DspChannel, DspDepthwiseChannel?> solve)
    {
        List<DspDepthwiseChannel> solved = [];
        foreach (DspChannel channel in channels)
        {
            if (solve(channel) is not { } found)
            {
                return null;
            }

            solved.Add(found);
        }

        return [.. solved];
    }
}
