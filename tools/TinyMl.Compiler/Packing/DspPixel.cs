using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>The 1x1 convolution of cortex-m-dsp with eight input channels, whose pixels stay in registers (SPEC.md).</summary>
internal static class DspPixel
{
    private const int Kernel = 6;
    private const int Channels = 8;
    private const int Filters = 8;

    private static readonly DspRequantization.Format Format = new(Sum: 0, High: 4);

    internal static PackedOperator? Pack(Conv2D step)
    {
        Shape filter = step.Weights.Shape;
        if (filter.Height != 1 || filter.Width != 1 || step.Stride != Extent.One || filter.Channels != Channels
            || step.Output.Shape.Channels % Filters != 0 || DspChannel.Of(step) is not { } channels)
        {
            return null;
        }

        List<uint> stream = [];
        foreach (DspChannel channel in channels)
        {
            if (DspRequantization.Find(channel.Requantizer, Format) is not { } found)
            {
                return null;
            }

            for (int tap = 0; tap < Channels; tap += 4)
            {
                stream.Add(DspWord.Of(channel.Weights[tap], channel.Weights[tap + 2]));
                stream.Add(DspWord.Of(channel.Weights[tap + 1], channel.Weights[tap + 3]));
            }

            stream.Add((uint)(channel.Bias + found.Offset));
            stream.Add((uint)found.Multiplier);
            stream.Add((uint)found.Addend);
        }

        return new PackedOperator(step, Kernel, 0, 0, [.. stream], "two instructions");
    }
}
