namespace TinyMl.Compiler.Packing;

/// <summary>What the streams of xtensa-mac16 have in common, channel by channel.</summary>
internal static class Mac16Channel
{
    // What the device adds to an input, to widen it without a sign.
    private const int InputOffset = 128;

    /// <summary>How people call an epilogue.</summary>
    internal static string Note(Mac16Epilogue epilogue) => epilogue switch
    {
        Mac16Epilogue.Plain => "two instructions",
        Mac16Epilogue.Shifted => "three instructions",
        _ => "by sign",
    };

    /// <summary>How its sums become int8; null: not with this epilogue.</summary>
    internal static Mac16Requantization? Solve(DspChannel channel, Mac16Epilogue epilogue) =>
        Mac16Requantization.Find(channel.Requantizer, channel.Weights.Max(weight => Math.Abs((int)weight)), epilogue);

    /// <summary>What the device's sums start from; they wrap as this does. Signed ones get their offset at the end.</summary>
    internal static uint InitialSum(DspChannel channel, Mac16Requantization found, bool isSigned = false)
    {
        long bias = channel.Bias - ((long)InputOffset * channel.Weights.Sum(weight => weight));
        return unchecked((uint)((found.Scale * bias) + (isSigned ? 0 : found.Offset)));
    }

    /// <summary>Two weights a word.</summary>
    internal static IEnumerable<uint> Words(short[] taps) =>
        taps.Chunk(2).Select(pair => (ushort)pair[0] | ((uint)(ushort)pair[1] << 16));
}
