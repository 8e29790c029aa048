using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>Convolutions and dense layers of xtensa-mac16: filters of int16 over strips of columns (SPEC.md).</summary>
internal static class Mac16Matrix
{
    internal static PackedOperator? Pack(WeightedOperator step)
    {
        if ((step as WindowedOperator)?.Dilation.Width > 1 || DspChannel.Of(step) is not { } channels)
        {
            return null;
        }

        Mac16Strip strip = new(step);
        foreach (Mac16Epilogue epilogue in Enum.GetValues<Mac16Epilogue>())
        {
            if (Stream(channels, strip, epilogue) is { } stream)
            {
                return new PackedOperator(step, 1 + (int)epilogue, 0, strip.Bytes, stream, Mac16Channel.Note(epilogue));
            }
        }

        return null;
    }

    // Filter by filter: initial sum, multiplier, what else the epilogue takes, weights. Null: some channel is not exact.
    private static uint[]? Stream(DspChannel[] channels, Mac16Strip strip, Mac16Epilogue epilogue)
    {
        List<uint> stream = [];
        foreach (DspChannel channel in channels)
        {
            if (Mac16Channel.Solve(channel, epilogue) is not { } found)
            {
                return null;
            }

            int[] factors = epilogue switch
            {
                Mac16Epilogue.Plain => [found.Multiplier],
                Mac16Epilogue.Shifted => [found.Multiplier, found.Shift],
                _ => [found.Multiplier, found.Shift, found.Offset, found.NegativeOffset - found.Offset],
            };

            stream.Add(Mac16Channel.InitialSum(channel, found, epilogue == Mac16Epilogue.Signed));
            stream.AddRange(factors.Select(factor => (uint)factor));
            stream.AddRange(Mac16Channel.Words(strip.Arrange(channel.Weights, found.Scale)));
        }

        return [.. stream];
    }
}
