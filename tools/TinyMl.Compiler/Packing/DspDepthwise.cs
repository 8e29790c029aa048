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

    private static readonly DspRequantization.Format Format = new(Sum: 0, High: 0);

    internal static PackedOperator? Pack(DepthwiseConv2D step)
    {
        Shape weights = step.Weights.Shape;
        int channels = step.Output.Shape.Channels;
        int stride = step.Stride.Height;
        if (weights.Height != Filter || weights.Width != Filter || step.Dilation != Extent.One
            || step.Stride.Width != stride || stride > 2 || step.Padding.Left > 1
            || step.Input.Shape.Channels != channels || channels % Channels != 0 || step.Output.Shape.Width < LeastStrip
            || DspChannel.Of(step) is not { } described)
        {
            return null;
        }

        uint[]? fast = Stream(described, channel => DspRequantization.Find(channel.Requantizer, Format) is { } found
            ? (1, channel.Bias + found.Offset, [found.Multiplier, found.Addend, 0])
            : null);
        uint[]? stream = fast ?? Stream(described, channel => DspExactRequantization.Find(channel.Requantizer) is { } found
            ? (2, 2 * channel.Bias, [found.Multiplier, found.Addend, found.Shift])
            : null);
        if (stream is null)
        {
            return null;
        }

        int width = step.Output.Shape.Width;
        bool isExact = fast is null;
        int row = WordsOfRow(step.Output.Shape.Width, stride, isExact);
        int Scratch(int rows) => 4 * Channels * row * (((rows - 1) * stride) + Filter);
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
                step, isExact ? KernelExact : Kernel, rows, Scratch(rows), stream, isExact ? "double rounding" : "two instructions")
            {
                CanReplace = stride == 1 && step.Input.Shape == step.Output.Shape,
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

    // Per channel six words of weights, the initial sum, three factors; a factor of the weights. Null: some channel is not exact.
    private static uint[]? Stream(DspChannel[] channels, Func<DspChannel, (int Times, int Initial, int[] Factors)?> solve)
    {
        List<uint> stream = [];
        foreach (DspChannel channel in channels)
        {
            if (solve(channel) is not { } solved)
            {
                return null;
            }

            for (int row = 0; row < Filter; row++)
            {
                int[] w = [.. channel.Weights.Skip(row * Filter).Take(Filter).Select(weight => weight * solved.Times)];
                stream.Add(DspWord.Of(w[0], w[1]));
                stream.Add(DspWord.Of(w[1], w[2]));
            }

            stream.Add((uint)solved.Initial);
            stream.AddRange(solved.Factors.Select(factor => (uint)factor));
        }

        return [.. stream];
    }
}
