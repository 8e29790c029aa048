using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>The 3x3 depthwise kernel of cortex-m-dsp: four channels at a time as planes of int16 (SPEC.md).</summary>
internal static class DspDepthwise
{
    private const int Kernel = 3;
    private const int Channels = 4;
    private const int Filter = 3;
    private const int MostScratch = 2048;

    // Rows that the output is further away from its input than it had to be.
    private const int MostDistance = 1024;

    internal static PackedOperator? Pack(DepthwiseConv2D step)
    {
        Shape weights = step.Weights.Shape;
        int channels = step.Output.Shape.Channels;
        int stride = step.Stride.Height;
        if (weights.Height != Filter || weights.Width != Filter || step.Dilation != Extent.One
            || step.Stride.Width != stride || stride > 2
            || step.Input.Shape.Channels != channels || channels % Channels != 0
            || DspChannel.Of(step) is not { } described)
        {
            return null;
        }

        List<uint> stream = [];
        foreach (DspChannel channel in described)
        {
            if (DspRequantization.Find(channel.Requantizer, 0) is not { } found)
            {
                return null;
            }

            for (int row = 0; row < Filter; row++)
            {
                sbyte[] w = channel.Weights[(row * Filter)..][..Filter];
                stream.Add(Pair(w[0], w[1]));
                stream.Add(Pair(w[1], w[2]));
            }

            stream.Add((uint)(channel.Bias + found.Offset));
            stream.Add((uint)found.Multiplier);
            stream.Add((uint)found.Addend);
        }

        int width = step.Output.Shape.Width;
        int words = stride == 1 ? ((width + 1) / 2) + 1 : width + 1;
        int Scratch(int rows) => 4 * Channels * words * (((rows - 1) * stride) + Filter);
        bool inPlace = stride == 1 && step.Input.Shape == step.Output.Shape;
        int rows = 1;
        while (rows < Math.Min(255, step.Output.Shape.Height)
            && Scratch(rows + 1) <= MostScratch
            && (inPlace || rows * width * channels <= MostDistance))
        {
            rows++;
        }

        return new PackedOperator(step, Kernel, rows, Scratch(rows), [.. stream], "two instructions") { CanReplace = inPlace };
    }

    private static uint Pair(sbyte low, sbyte high) => (ushort)(short)low | ((uint)(ushort)(short)high << 16);
}
