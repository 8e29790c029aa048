using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>The 3x3 depthwise kernel of cortex-m-dsp: strips of planes of int16, four channels at a time (SPEC.md).</summary>
internal static class DspDepthwise
{
    private const int Kernel = 3;
    private const int KernelExact = 5;
    private const int Channels = 4;
    private const int Filter = 3;
    private const int LeastStrip = 3;
    private const int MostStrip = 6;
    private const int MostScratch = 6144;

    internal static PackedOperator? Pack(DepthwiseConv2D step)
    {
        Shape weights = step.Weights.Shape;
        int channels = step.Output.Shape.Channels;
        if (weights.Height != Filter || weights.Width != Filter || step.Dilation != Extent.One
            || step.Stride.Height > 2 || step.Stride.Width > 2 || step.Padding.Left > 1
            || step.Input.Shape.Channels != channels || channels % Channels != 0 || step.Output.Shape.Width < LeastStrip
            || DspDepthwiseChannel.Of(step) is not { } solved)
        {
            return null;
        }

        uint[] stream = [.. solved.Channels.SelectMany(channel => Words(channel.Weights).Concat(channel.Constants))];
        int row = WordsOfRow(step.Output.Shape.Width, step.Stride.Width, solved.IsExact);
        int Scratch(int rows) => 4 * Channels * row * (((rows - 1) * step.Stride.Height) + Filter);
        int most = Math.Min(byte.MaxValue, step.Output.Shape.Height);
        while (most > 1 && Scratch(most) > MostScratch)
        {
            most--;
        }

        // Large blocks first. Outside of its place, a block of rows also moves the output away from its input.
        PackedOperator? packed = null;
        for (int rows = 1; rows <= most; rows++)
        {
            packed = new PackedOperator(
                step, solved.IsExact ? KernelExact : Kernel, rows, Scratch(rows), stream,
                solved.IsExact ? "double rounding" : "two instructions")
            {
                CanReplace = step.Stride == Extent.One && step.Input.Shape == step.Output.Shape,
                Smaller = packed,
            };
        }

        return packed;
    }

    // As few strips of one width as there can be; double rounding has narrow ones.
    private static int WordsOfRow(int outputs, int stride, bool isExact)
    {
        int width = isExact ? LeastStrip : Math.Max(LeastStrip, Quotient(outputs, Quotient(outputs, MostStrip)));
        return Quotient(outputs, width) * (stride == 1 ? Quotient(width, 2) + 1 : width + 1);
    }

    private static int Quotient(int a, int b) => (a + b - 1) / b;

    // (w0, w1) and (w1, w2) of each row.
    private static IEnumerable<uint> Words(int[] weights) => weights.Chunk(Filter)
        .SelectMany(row => new[] { DspWord.Of(row[0], row[1]), DspWord.Of(row[1], row[2]) });
}
