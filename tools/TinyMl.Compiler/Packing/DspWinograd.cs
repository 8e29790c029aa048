using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>
/// The 3x3 convolution of cortex-m-dsp by Winograd's F(2x2, 3x3) in integers: U = G g G^T with G = (2 0 0; 1 1 1; 1 -1 1; 0 0 2), twice
/// Winograd's, so that the results are four times the sums; its last row in U has the other sign, as the kernel adds it (SPEC.md).
/// </summary>
internal static class DspWinograd
{
    private const int Kernel = 8;
    private const int KernelExact = 9;
    private const int Filter = 3;
    private const int Side = 4;
    private const int Places = Side * Side;
    private const int TileOutputs = 2;
    private const int OutputsWide = 8;
    private const int Part = 16;
    private const int Half = 8;
    private const int PartBytes = 4 * Places * ((Part / 2 * 4) + 1);
    private const int InputsOfTiles = 4 * 10;

    // Four times a sum must fit 32 bits.
    private const long MostSum = 1 << 29;

    private static readonly DspRequantization.Format Format = new(Sum: 2, High: 6);

    private static readonly int[][] G = [[2, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 2]];

    // The order of a tile's places.
    private static readonly int[] Columns = [1, 2, 3, 0];
    private static readonly int[] Rows = [1, 2, 0, 3];

    internal static PackedOperator? Pack(Conv2D step)
    {
        Shape weights = step.Weights.Shape;
        int channels = step.Input.Shape.Channels;
        int filters = step.Output.Shape.Channels;
        if (weights.Height != Filter || weights.Width != Filter || step.Stride != Extent.One || step.Dilation != Extent.One
            || channels % Half != 0 || filters % 2 != 0 || DspChannel.Of(step) is not { } described
            || described.Any(channel => channel.MostMagnitude >= MostSum))
        {
            return null;
        }

        int scratch = ((channels + Part - 1) / Part * PartBytes) + Math.Max(InputsOfTiles * channels, TileOutputs * OutputsWide * filters);
        return Stream(described, channels, channel => DspRequantization.Find(channel.Requantizer, Format) is { } found
                ? (found.Offset, [found.Multiplier, found.Addend])
                : null) is { } fast
            ? new PackedOperator(step, Kernel, TileOutputs, scratch, fast, "two instructions")
            : Stream(described, channels, channel => DspExactRequantization.Find(channel.Requantizer) is { } found
                ? (0, [found.Multiplier, found.Addend, found.Shift])
                : null) is { } exact
                ? new PackedOperator(step, KernelExact, TileOutputs, scratch, exact, "double rounding")
                : null;
    }

    /// <summary>Instructions of a layer, as the kernel's own comments count them.</summary>
    internal static long Instructions(PackedOperator packed)
    {
        Shape output = packed.Operator.Output.Shape;
        int channels = packed.Operator.Input.Shape.Channels;
        long tiles = (long)Quotient(output.Height, TileOutputs) * Quotient(output.Width, OutputsWide);
        int pair = (Places * ((11 * channels / 2) + 14)) + (packed.Kernel == KernelExact ? 340 : 244);
        return tiles * ((output.Channels / 2 * pair) + (channels / 4 * 550));
    }

    private static int Quotient(int a, int b) => (a + b - 1) / b;

    // Filters two by two: initial sums, transformed weights place by place, factors. Null: some channel is not exact.
    private static uint[]? Stream(DspChannel[] filters, int channels, Func<DspChannel, (int Offset, int[] Factors)?> solve)
    {
        List<uint> stream = [];
        for (int i = 0; i < filters.Length; i += 2)
        {
            DspChannel[] pair = [filters[i], filters[i + 1]];
            List<int[]> factors = [];
            foreach (DspChannel filter in pair)
            {
                if (solve(filter) is not { } solved)
                {
                    return null;
                }

                stream.Add((uint)(4 * (filter.Bias + solved.Offset)));
                factors.Add(solved.Factors);
            }

            int[][][] transformed = Array.ConvertAll(
                pair, filter => Enumerable.Range(0, channels).Select(channel => Transform(filter.Weights, channel, channels)).ToArray());
            foreach (int place in Columns.SelectMany(column => Rows.Select(row => (row * Side) + column)))
            {
                for (int word = 0; word < channels / 2; word++)
                {
                    // Of each four channels the words (0, 2) and (1, 3).
                    int low = (word / 2 * 4) + (word % 2);
                    stream.AddRange(transformed.Select(filter => DspWord.Of(filter[low][place], filter[low + 2][place])));
                }
            }

            stream.AddRange(factors.SelectMany(own => own).Select(factor => (uint)factor));
        }

        return [.. stream];
    }

    private static int[] Transform(sbyte[] filter, int channel, int channels)
    {
        int[] transformed = new int[Places];
        for (int i = 0; i < Places; i++)
        {
            int sign = i / Side == Side - 1 ? -1 : 1;
            for (int tap = 0; tap < Filter * Filter; tap++)
            {
                transformed[i] += sign * G[i / Side][tap / Filter] * G[i % Side][tap % Filter] * filter[(tap * channels) + channel];
            }
        }

        return transformed;
    }
}
