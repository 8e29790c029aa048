using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Packing;

/// <summary>Convolutions and dense layers of xtensa-mac16: filters of int16 over strips of columns (SPEC.md).</summary>
internal static class Mac16Matrix
{
    // What the device adds to an input, to widen it without a sign.
    private const int InputOffset = 128;

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
                return new PackedOperator(step, 1 + (int)epilogue, 0, strip.Bytes, stream, Note(epilogue));
            }
        }

        return null;
    }

    private static string Note(Mac16Epilogue epilogue) => epilogue switch
    {
        Mac16Epilogue.Plain => "two instructions",
        Mac16Epilogue.Shifted => "three instructions",
        _ => "by sign",
    };

    // Filter by filter: initial sum, multiplier, what else the epilogue takes, weights. Null: some channel is not exact.
    private static uint[]? Stream(DspChannel[] channels, Mac16Strip strip, Mac16Epilogue epilogue)
    {
        List<uint> stream = [];
        foreach (DspChannel channel in channels)
        {
            int mostWeight = channel.Weights.Max(weight => Math.Abs((int)weight));
            if (Mac16Requantization.Find(channel.Requantizer, mostWeight, epilogue) is not { } found)
            {
                return null;
            }

            long initial = found.Scale * (channel.Bias - ((long)InputOffset * channel.Weights.Sum(weight => weight)));
            int[] factors = epilogue switch
            {
                Mac16Epilogue.Plain => [found.Multiplier],
                Mac16Epilogue.Shifted => [found.Multiplier, found.Shift],
                _ => [found.Multiplier, found.Shift, found.Offset, found.NegativeOffset - found.Offset],
            };

            // The device's sums wrap as well.
            stream.Add(unchecked((uint)(epilogue == Mac16Epilogue.Signed ? initial : initial + found.Offset)));
            stream.AddRange(factors.Select(factor => (uint)factor));
            short[] taps = strip.Arrange(channel.Weights, found.Scale);
            for (int tap = 0; tap < taps.Length; tap += 2)
            {
                stream.Add((ushort)taps[tap] | ((uint)(ushort)taps[tap + 1] << 16));
            }
        }

        return [.. stream];
    }
}
