using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>The kernel of cortex-m-dsp for depthwise filters of any size, over the same planes as that for 3x3 ones (SPEC.md).</summary>
internal static class DspFilter
{
    private const int Kernel = 10;
    private const int KernelExact = 11;
    private const int Channels = 4;
    private const int MostWords = 5;
    private const int MostScratch = 6144;
    private const int RowStrips = 24;
    private const int SequenceStep = 12; /* whole strips, of four and of six */

    internal static PackedOperator? Pack(DepthwiseConv2D step)
    {
        Geometry geometry = Geometry.Of(step);
        int channels = step.Output.Shape.Channels;
        if (step.Dilation != Extent.One || step.Stride.Height > 2 || step.Stride.Width > 2 || geometry.Words > MostWords
            || step.Input.Shape.Channels != channels || channels % Channels != 0
            || DspDepthwiseChannel.Of(step) is not { } solved)
        {
            return null;
        }

        uint[] stream = [.. solved.Channels.SelectMany(channel => channel.Constants.Concat(Words(channel.Weights, geometry)))];
        PackedOperator? packed = null;
        foreach ((int rows, int columns, bool canReplace) in Blocks(step, geometry))
        {
            int scratch = geometry.Scratch(rows, columns);
            if (packed is null || scratch <= MostScratch)
            {
                packed = new PackedOperator(
                    step, solved.IsExact ? KernelExact : Kernel, geometry.IsSequence ? columns : rows, scratch, stream,
                    solved.IsExact ? "double rounding" : "two instructions")
                {
                    CanReplace = canReplace,
                    Smaller = packed,
                };
            }
        }

        return packed;
    }

    // Small ones first. In place every block is as wide as the image.
    private static IEnumerable<(int Rows, int Columns, bool CanReplace)> Blocks(DepthwiseConv2D step, Geometry geometry)
    {
        bool replaces = step.Stride == Extent.One && step.Input.Shape == step.Output.Shape;
        int width = geometry.Width;
        if (geometry.IsSequence)
        {
            int most = Math.Min(width, byte.MaxValue);
            for (int columns = SequenceStep; columns < most; columns += SequenceStep)
            {
                yield return (1, columns, false);
            }

            yield return (1, most, replaces && most == width);
            yield break;
        }

        yield return (1, PartOf(geometry.FilterRows, Outputs(geometry.Stride, width), width), false);
        for (int rows = replaces ? 1 : 2; rows <= Math.Min(step.Output.Shape.Height, byte.MaxValue); rows++)
        {
            yield return (rows, width, replaces);
        }
    }

    /// <summary>Outputs of a strip: with a stride of 1 along the row, six cost four thirds of four.</summary>
    internal static int Outputs(int stride, int columns) =>
        stride == 1 && 4 * Quotient(columns, 6) <= 3 * Quotient(columns, 4) ? 6 : 4;

    /// <summary>Words of a filter's row.</summary>
    internal static int WordsOf(int filter, int stride) => (filter + (stride == 1 ? 2 : 1)) / 2;

    /// <summary>Columns of a block of one row that does not take its input's place.</summary>
    internal static int PartOf(int filterRows, int outputs, int columns) => Math.Min(columns, Math.Max(RowStrips / filterRows, 1) * outputs);

    private static int Quotient(int a, int b) => (a + b - 1) / b;

    // Of each row words for the outputs of even columns; with a stride of 1 after each one for those of odd columns, a tap to the right.
    private static IEnumerable<uint> Words(int[] weights, Geometry geometry)
    {
        foreach (int[] row in weights.Chunk(geometry.FilterColumns))
        {
            int At(int tap) => row.ElementAtOrDefault(tap);
            for (int tap = 0; tap < 2 * geometry.Words; tap += 2)
            {
                yield return DspWord.Of(At(tap), At(tap + 1));
                if (geometry.Stride == 1)
                {
                    yield return DspWord.Of(At(tap - 1), At(tap));
                }
            }
        }
    }

    // What the kernel sees: a sequence, an image one column wide, lies on its side.
    private sealed record Geometry(bool IsSequence, int Width, int FilterRows, int FilterColumns, int Down, int Stride)
    {
        internal int Words => WordsOf(FilterColumns, Stride);

        internal static Geometry Of(DepthwiseConv2D step)
        {
            Shape filter = step.Weights.Shape;
            return step.Input.Shape.Width == 1 && filter.Width == 1
                ? new Geometry(true, step.Output.Shape.Height, 1, filter.Height, 1, step.Stride.Height)
                : new Geometry(false, step.Output.Shape.Width, filter.Height, filter.Width, step.Stride.Height, step.Stride.Width);
        }

        internal int Scratch(int rows, int columns)
        {
            int outputs = Outputs(Stride, IsSequence ? columns : Width);
            int words = Words - 1 + (Stride == 1 ? outputs / 2 : outputs);
            return 4 * Channels * Quotient(columns, outputs) * words * (((rows - 1) * Down) + FilterRows);
        }
    }
}
