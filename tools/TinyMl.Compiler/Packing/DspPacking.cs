using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Packing;

/// <summary>The kernels of cortex-m-dsp, and what each wants. SPEC.md, "cortex-m-dsp", defines the streams.</summary>
internal static class DspPacking
{
    private const int Matrix = 1;
    private const int MatrixExact = 2;
    private const int GroupTaps = 8;
    private const long MostScaledSum = 1 << 23;

    internal static PackedOperator? Pack(Operator step) => step switch
    {
        Conv2D or FullyConnected => PackMatrix((WeightedOperator)step),

        // One input channel: every output channel is a filter over it.
        DepthwiseConv2D { Input.Shape.Channels: 1 } depthwise => PackMatrix(depthwise),
        DepthwiseConv2D depthwise => DspDepthwise.Pack(depthwise),
        Add or Subtract => DspAdd.Pack((Binary)step),
        _ => null,
    };

    private static PackedOperator? PackMatrix(WeightedOperator step)
    {
        int taps = step.Weights.Shape.Elements / step.Output.Shape.Channels;
        if (step.Output.Shape.Channels % 2 != 0 || (step is FullyConnected && taps % 4 != 0))
        {
            return null;
        }

        if (DspChannel.Of(step) is not { } channels)
        {
            return null;
        }

        int groups = ModelFormat.Align(taps, GroupTaps) / GroupTaps;
        int scratch = step is WindowedOperator windowed
            ? 4 * ((2 * GroupTaps * groups) + PatchBytes(windowed, taps))
            : 2 * GroupTaps * groups;
        return Stream(channels, groups, isExact: false) is { } fast
            ? new PackedOperator(step, Matrix, 0, scratch, fast, "two instructions")
            : Stream(channels, groups, isExact: true) is { } exact
                ? new PackedOperator(step, MatrixExact, 0, scratch, exact, "double rounding")
                : null;
    }

    // A pixel's taps where they are gathered; a 1x1 filter's lie side by side.
    private static int PatchBytes(WindowedOperator step, int taps)
    {
        int run = step.Weights.Shape.Width * step.Input.Shape.Channels;
        return run % 4 == 0 && step.Dilation.Width == 1 && taps == step.Input.Shape.Channels ? 0 : ModelFormat.Align(taps, 4);
    }

    // Filters two by two: initial sums, weights, factors. Null: some channel is not exact.
    private static uint[]? Stream(DspChannel[] channels, int groups, bool isExact)
    {
        List<uint> stream = [];
        for (int i = 0; i < channels.Length; i += 2)
        {
            DspChannel first = channels[i];
            DspChannel second = channels[i + 1];
            int[] firstFactors;
            int[] secondFactors;
            int firstOffset = 0;
            int secondOffset = 0;
            if (isExact)
            {
                if (DspExactRequantization.Find(first.Requantizer) is not { } a
                    || DspExactRequantization.Find(second.Requantizer) is not { } b)
                {
                    return null;
                }

                firstFactors = [a.Multiplier, a.Addend, a.Shift];
                secondFactors = [b.Multiplier, b.Addend, b.Shift];
            }
            else
            {
                if (DspRequantization.Find(first.Requantizer, 0) is not { } a
                    || DspRequantization.Find(second.Requantizer, 8) is not { } b)
                {
                    return null;
                }

                (firstOffset, secondOffset) = (a.Offset, b.Offset);
                firstFactors = [a.Multiplier, a.Addend];
                secondFactors = [b.Multiplier, b.Addend];
            }

            if (second.MostMagnitude >= MostScaledSum)
            {
                return null;
            }

            int firstInit = first.Bias + firstOffset;
            stream.Add((uint)firstInit);
            stream.Add((uint)((256 * (second.Bias + secondOffset)) + firstInit));
            if (!AddWeights(stream, first.Weights, second.Weights, groups))
            {
                return null;
            }

            stream.AddRange(firstFactors.Concat(secondFactors).Select(factor => (uint)factor));
        }

        return [.. stream];
    }

    // Two filters in a halfword, 256 * second + first, and of four taps the words (0, 2) and (1, 3). False: one does not fit.
    private static bool AddWeights(List<uint> stream, sbyte[] first, sbyte[] second, int groups)
    {
        int Both(int tap) => tap < first.Length ? (256 * second[tap]) + first[tap] : 0;
        for (int tap = 0; tap < groups * GroupTaps; tap += 4)
        {
            for (int i = 0; i < 2; i++)
            {
                int low = Both(tap + i);
                int high = Both(tap + i + 2);
                if (low < short.MinValue || high < short.MinValue)
                {
                    return false;
                }

                stream.Add((ushort)low | ((uint)(ushort)high << 16));
            }
        }

        return true;
    }
}
