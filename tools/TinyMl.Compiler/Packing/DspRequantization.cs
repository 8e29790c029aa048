namespace TinyMl.Compiler.Packing;

/// <summary>
/// The two-instruction requantisation of cortex-m-dsp: y = saturate(high(sum * Multiplier) + Addend), high being bits 32 and up,
/// rounded. TensorFlow Lite's rounding twice is one affine function of sums that are not negative; an offset that is added to
/// the sums moves its fraction to where every step falls between the right two sums.
/// </summary>
/// <param name="Offset">Added to the sums.</param>
/// <param name="Multiplier">Of the sum.</param>
/// <param name="Addend">Of the high word.</param>
public readonly record struct DspRequantization(int Offset, int Multiplier, int Addend)
{
    // Nearly every channel is solved by the first thousand candidates; a channel that is not costs all of them.
    private const int MostTurns = 6000;
    private const int MostMultiplierSteps = 1;

    // Offsets leave room to add any input's sum in 32 bits.
    private const long MostOffset = 1 << 22;

    // 256 times a sum must fit 32 bits.
    private const long MostScaledSum = 1 << 23;

    /// <summary>Finds one that is proved equal to TensorFlow Lite's; null: none was found.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="fraction">Bits of the high word behind the point: 0, or 8 where sums are multiplied by 256.</param>
    public static DspRequantization? Find(Requantizer channel, int fraction)
    {
        if (channel.IsConstant)
        {
            return new DspRequantization(0, 0, channel.Reference(channel.Least) << fraction);
        }

        long room = fraction == 0 ? 1L << 30 : MostScaledSum;
        room -= Math.Max(Math.Abs(channel.Least), Math.Abs(channel.Greatest));
        double exact = Math.ScaleB(channel.Factor.Value, 32);
        if (channel.Factor.Multiplier == 0 || channel.Factor.Shift > 0 || exact >= int.MaxValue - MostMultiplierSteps)
        {
            return null;
        }

        // In units of the output: rounding to the nearest, and what rounding twice adds to it.
        double target = Math.ScaleB(1, channel.Factor.Shift - 1);
        for (int turn = 0; turn < MostTurns; turn++)
        {
            int whole = turn % 2 == 0 ? turn / 2 : -((turn + 1) / 2);
            foreach (DspRequantization candidate in fraction == 0
                ? WithWholeAddend(channel, exact, target, whole)
                : WithFraction(channel, exact, target, whole, fraction))
            {
                if (Math.Abs((long)candidate.Offset) <= Math.Min(room, MostOffset)
                    && channel.Equals(sum => candidate.Apply(sum, fraction)))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    /// <summary>The output for a sum without the offset.</summary>
    public int Apply(long sum, int fraction)
    {
        long high = ((((sum + Offset) << fraction) * Multiplier) + (1L << 31)) >> 32;
        high += Addend;
        return (int)Math.Clamp(high >> fraction, sbyte.MinValue, sbyte.MaxValue);
    }

    // The offset alone moves the fraction: all that give one and the same whole number of outputs more.
    private static IEnumerable<DspRequantization> WithWholeAddend(Requantizer channel, double exact, double target, int whole)
    {
        long offset = (long)Math.Round((target + whole) * Math.ScaleB(1, 32) / exact);
        for (int near = 0; near < 3; near++)
        {
            foreach (int multiplier in Near((long)Math.Round(exact)))
            {
                yield return new DspRequantization((int)(offset + Step(near)), multiplier, channel.ZeroPoint - whole);
            }
        }
    }

    // Addend and offset move it.
    private static IEnumerable<DspRequantization> WithFraction(
        Requantizer channel, double exact, double target, int offset, int fraction)
    {
        double outputs = channel.ZeroPoint + 0.5 + target - (offset * exact / Math.ScaleB(1, 32));
        long addend = (long)Math.Round(Math.ScaleB(outputs, fraction));
        foreach (int multiplier in Near((long)Math.Round(exact)))
        {
            yield return new DspRequantization(offset, multiplier, (int)addend);
        }
    }

    private static IEnumerable<int> Near(long multiplier) =>
        Enumerable.Range(0, (2 * MostMultiplierSteps) + 1).Select(i => (int)(multiplier + Step(i)));

    // 0, 1, -1, 2, -2, ...
    private static int Step(int i) => i % 2 == 0 ? -(i / 2) : (i + 1) / 2;
}
