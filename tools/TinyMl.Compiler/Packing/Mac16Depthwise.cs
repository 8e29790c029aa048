using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>The depthwise kernels of xtensa-mac16: four channels at a time as lines of int16 (SPEC.md).</summary>
internal static class Mac16Depthwise
{
    private const int Kernel3x3 = 4;
    private const int KernelRuns = 7;
    private const int GroupChannels = 4;
    private const int MostStride = 2;

    // Scratch and, outside of its place, what a block of rows moves the output away from its input.
    private const int MostBytes = 2048;

    // In place, larger blocks would spare little.
    private const int MostRows = 8;

    internal static PackedOperator? Pack(DepthwiseConv2D step)
    {
        int channels = step.Output.Shape.Channels;
        Mac16Lines lines = new(step);
        if (step.Dilation != Extent.One || step.Stride.Height > MostStride || step.Stride.Width > MostStride
            || step.Input.Shape.Channels != channels || channels % GroupChannels != 0
            || lines.RunWords > Mac16Lines.MostRunWords || DspChannel.Of(step) is not { } described
            || Solve(described, lines) is not { } solved)
        {
            return null;
        }

        // Large blocks first. A column is replaced as one block.
        Shape output = step.Output.Shape;
        int most = Math.Min(lines.MayReplace && !lines.IsColumn ? MostRows : byte.MaxValue, output.Height);
        PackedOperator? packed = null;
        for (int rows = 1; rows <= most; rows++)
        {
            bool canReplace = lines.MayReplace && (!lines.IsColumn || rows == output.Height);
            int moved = canReplace ? 0 : rows * output.Width * channels;
            if (rows == 1 || lines.Bytes(rows) + moved <= MostBytes)
            {
                packed = new PackedOperator(
                    step, solved.Kernel, rows, lines.Bytes(rows), solved.Stream, Mac16Channel.Note(solved.Epilogue))
                {
                    CanReplace = canReplace,
                    Smaller = packed,
                };
            }
        }

        return packed;
    }

    // The first kernel that is exact: filters of 3x3 have two of their own.
    private static (int Kernel, Mac16Epilogue Epilogue, uint[] Stream)? Solve(DspChannel[] channels, Mac16Lines lines)
    {
        foreach (Mac16Epilogue epilogue in Enum.GetValues<Mac16Epilogue>())
        {
            bool is3x3 = lines.Is3x3 && epilogue != Mac16Epilogue.Signed;
            if ((is3x3 || epilogue != Mac16Epilogue.Plain) && Stream(channels, epilogue, lines, is3x3) is { } stream)
            {
                return (is3x3 ? Kernel3x3 + (int)epilogue : KernelRuns + (int)epilogue - (int)Mac16Epilogue.Shifted, epilogue, stream);
            }
        }

        return null;
    }

    // Channel by channel: initial sum, multiplier, shift, signed ones' addends, weights. Null: some channel is not exact.
    private static uint[]? Stream(DspChannel[] channels, Mac16Epilogue epilogue, Mac16Lines lines, bool is3x3)
    {
        bool isSigned = epilogue == Mac16Epilogue.Signed;
        List<uint> stream = [];
        foreach (DspChannel channel in channels)
        {
            if (Mac16Channel.Solve(channel, epilogue) is not { } found)
            {
                return null;
            }

            short[] weights = Array.ConvertAll(channel.Weights, weight => (short)(weight * found.Scale));
            stream.AddRange([Mac16Channel.InitialSum(channel, found, isSigned), (uint)found.Multiplier, (uint)found.Shift]);
            stream.AddRange(isSigned ? [(uint)found.Offset, (uint)(found.NegativeOffset - found.Offset)] : []);
            stream.AddRange(Mac16Channel.Words(is3x3 ? [.. lines.Arrange(weights), 0] : lines.Runs(weights)));
        }

        return [.. stream];
    }
}
