namespace TinyMl.Compiler.Packing;

/// <summary>
/// TensorFlow Lite's own steps in five instructions: y = saturate((high(2 * sum * Multiplier) + Addend + sign) >> Shift), sign being
/// -1 for negative sums, where halves round down.
/// </summary>
/// <param name="Multiplier">TensorFlow Lite's.</param>
/// <param name="Addend">Zero point and half, in units before the shift.</param>
/// <param name="Shift">To the right.</param>
public readonly record struct DspExactRequantization(int Multiplier, int Addend, int Shift)
{
    private const int MostShift = 22;

    /// <summary>That of a channel; null: its factor or limits do not allow it.</summary>
    public static DspExactRequantization? Find(Requantizer channel)
    {
        if (channel.IsConstant)
        {
            return new DspExactRequantization(0, (2 * channel.Reference(channel.Least)) + 1, 1);
        }

        int shift = -channel.Factor.Shift;
        if (shift is < 1 or > MostShift)
        {
            return null;
        }

        DspExactRequantization found =
            new(channel.Factor.Multiplier, (channel.ZeroPoint << shift) + (1 << (shift - 1)), shift);
        return channel.Equals(found.Apply) ? found : null;
    }

    /// <summary>The output for a sum.</summary>
    public int Apply(long sum)
    {
        long high = (((2 * sum) * Multiplier) + (1L << 31)) >> 32;
        return (int)Math.Clamp((high + Addend + (sum < 0 ? -1 : 0)) >> Shift, sbyte.MinValue, sbyte.MaxValue);
    }
}
