using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Packing;

/// <summary>The kernels of cortex-m-dsp, and what each wants. SPEC.md, "cortex-m-dsp", defines the streams.</summary>
internal static class DspPacking
{
    private const int Matrix = 1;
    private const int MatrixExact = 2;
    private const int GroupTaps = 8;
    private const int PortablePerMac = 4;
    private const int NoTap = int.MaxValue;
    private const long MostScaledSum = 1 << 23;

    // Of the two filters in a halfword.
    private static readonly DspRequantization.Format First = new(Sum: 0, High: 4);
    private static readonly DspRequantization.Format Second = new(Sum: 8, High: 12);

    internal static PackedOperator? Pack(Operator step) => step switch
    {
        Conv2D conv => DspPixel.Pack(conv) ?? PackMatrix(conv),
        FullyConnected dense => PackMatrix(dense),

        // One input channel: every output channel is a filter over it.
        DepthwiseConv2D { Input.Shape.Channels: 1 } depthwise => PackMatrix(depthwise),
        DepthwiseConv2D depthwise => DspDepthwise.Pack(depthwise) ?? DspFilter.Pack(depthwise),
        Add or Subtract => DspSum.Pack((Binary)step),
        _ => null,
    };

    /// <summary>Instructions of a convolution with kernel 1, 2 or, if there is none, the portable one, as their own comments count them.</summary>
    internal static long Instructions(Conv2D step, PackedOperator? packed)
    {
        Shape output = step.Output.Shape;
        if (packed is null)
        {
            return PortablePerMac * step.MultiplyAccumulates;
        }

        int taps = step.Weights.Shape.Elements / output.Channels;
        int pair = (12 * taps / 2) + (packed.Kernel == MatrixExact ? 70 : 42);
        return (long)Math.Ceiling(output.Height * output.Width / 4.0) * ((output.Channels / 2 * pair) + (taps * 4));
    }

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

        (int Low, int High)[] words = step is WindowedOperator windowed ? WordsOf(windowed) : WordsOf(0, ModelFormat.Align(taps, GroupTaps));
        int scratch = step is WindowedOperator window ? 4 * ((4 * words.Length) + PatchBytes(window, taps)) : 4 * words.Length;
        return Stream(channels, words, isExact: false) is { } fast
            ? new PackedOperator(step, Matrix, 0, scratch, fast, "two instructions")
            : Stream(channels, words, isExact: true) is { } exact
                ? new PackedOperator(step, MatrixExact, 0, scratch, exact, "double rounding")
                : null;
    }

    // The taps of each word, row by row of the filter; a sequence, one pixel wide, is a single row.
    private static (int Low, int High)[] WordsOf(WindowedOperator step)
    {
        Shape filter = step.Weights.Shape;
        int depth = step.Input.Shape.Channels;
        bool isSequence = step.Input.Shape.Width == 1 && filter.Width == 1 && step.Dilation.Height == 1;
        int rows = isSequence ? 1 : filter.Height;
        int run = filter.Height * filter.Width * depth / rows;
        return [.. Enumerable.Range(0, rows).SelectMany(row => WordsOf(row * run, run))];
    }

    // Of each four taps the words (0, 2) and (1, 3); of two that are left one, of the last one.
    private static (int Low, int High)[] WordsOf(int first, int run)
    {
        List<(int, int)> words = [];
        int tap = 0;
        for (; tap + 4 <= run; tap += 4)
        {
            words.Add((first + tap, first + tap + 2));
            words.Add((first + tap + 1, first + tap + 3));
        }

        for (; tap < run; tap += 2)
        {
            words.Add((first + tap, tap + 1 < run ? first + tap + 1 : NoTap));
        }

        return [.. words];
    }

    // A pixel's taps where they are copied; a 1x1 filter's lie side by side.
    private static int PatchBytes(WindowedOperator step, int taps) =>
        taps == step.Input.Shape.Channels && step.Dilation.Width == 1 ? 0 : ModelFormat.Align(taps, 4);

    // Filters two by two: initial sums, weights, factors. Null: some channel is not exact.
    private static uint[]? Stream(DspChannel[] channels, (int Low, int High)[] words, bool isExact)
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
                if (DspRequantization.Find(first.Requantizer, First) is not { } a
                    || DspRequantization.Find(second.Requantizer, Second) is not { } b)
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
            if (!AddWeights(stream, first.Weights, second.Weights, words))
            {
                return null;
            }

            stream.AddRange(firstFactors.Concat(secondFactors).Select(factor => (uint)factor));
        }

        return [.. stream];
    }

    // Two filters in a halfword, 256 * second + first. False: one does not fit.
    private static bool AddWeights(List<uint> stream, sbyte[] first, sbyte[] second, (int Low, int High)[] words)
    {
        int Both(int tap) => tap < first.Length ? (256 * second[tap]) + first[tap] : 0;
        foreach ((int lowTap, int highTap) in words)
        {
            int low = Both(lowTap);
            int high = Both(highTap);
            if (low < short.MinValue || high < short.MinValue)
            {
                return false;
            }

            stream.Add(DspWord.Of(low, high));
        }

        return true;
    }
}
