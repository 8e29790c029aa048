using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>The 3x3 depthwise kernel of xtensa-mac16: four channels at a time as rows of int16 (SPEC.md).</summary>
internal static class Mac16Depthwise
{
    private const int Kernel = 4;
    private const int GroupChannels = 4;
    private const int Filter = 3;

    // Scratch, and what a block of rows moves the output away from its input.
    private const int MostBytes = 2048;

    internal static PackedOperator? Pack(DepthwiseConv2D step)
    {
        Shape weights = step.Weights.Shape;
        Shape output = step.Output.Shape;
        int channels = output.Channels;
        int stride = step.Stride.Height;
        if (weights.Height != Filter || weights.Width != Filter || step.Dilation != Extent.One
            || step.Stride.Width != stride || stride > 2
            || step.Input.Shape.Channels != channels || channels % GroupChannels != 0
            || DspChannel.Of(step) is not { } described)
        {
            return null;
        }

        int words = stride == 1 ? ((output.Width + 1) / 2) + 1 : output.Width + 1;
        int scratch = (4 * GroupChannels * Filter * words) + 4;
        int rows = Math.Clamp((MostBytes - scratch) / (output.Width * channels), 1, Math.Min(255, output.Height));
        foreach (Mac16Epilogue epilogue in new[] { Mac16Epilogue.Plain, Mac16Epilogue.Shifted })
        {
            if (Stream(described, epilogue) is { } stream)
            {
                return new PackedOperator(
                    step, Kernel + (int)epilogue, rows, scratch, stream, Mac16Channel.Note(epilogue))
                {
                    CanReplace = stride == 1 && step.Input.Shape == output,
                };
            }
        }

        return null;
    }

    // Channel by channel: initial sum, multiplier, shift, nine weights and a 0. Null: some channel is not exact.
    private static uint[]? Stream(DspChannel[] channels, Mac16Epilogue epilogue)
    {
        List<uint> stream = [];
        foreach (DspChannel channel in channels)
        {
            if (Mac16Channel.Solve(channel, epilogue) is not { } found)
            {
                return null;
            }

            stream.AddRange([Mac16Channel.InitialSum(channel, found), (uint)found.Multiplier, (uint)found.Shift]);
            stream.AddRange(Mac16Channel.Words([.. channel.Weights.Select(weight => (short)(weight * found.Scale)), 0]));
        }

        return [.. stream];
    }
}
