namespace TinyMl.Compiler.Packing;

/// <summary>
/// The two-instruction requantisation of cortex-m-dsp: y = saturate((high(sum * Multiplier) + Addend) >> bits), high being bits 32
/// and up, rounded. TensorFlow Lite's rounding twice is one affine function of sums that are not negative; an offset that is
/// added to the sums moves its fraction to where every step falls between the right two sums.
/// </summary>
/// <param name="Offset">Added to the sums.</param>
/// <param name="Multiplier">Of the sum.</param>
/// <param name="Addend">Of the high word.</param>
public readonly record struct DspRequantization(int Offset, int Multiplier, int Addend)
{
    /// <summary>Where a kernel's sums and high words have their points.</summary>
    /// <param name="Sum">Bits behind that of the sum: 8 where sums are 256 times as large.</param>
    /// <param name="High">Of the high word. More of them are a more exact multiplier, and a lower bound of factors.</param>
    public readonly record struct Format(int Sum, int High);

    // Nearly every channel is solved by the first thousand turns; a channel that is not costs all of them.
    private const int MostTurns = 6000;

    // Of the multiplier: 0, 1, -1, 2, -2, 4, ...; where a factor is nearly a small fraction, the nearest ones never meet the steps.
    private const int Multipliers = 15;
    private const int MostMultiplierStep = 1 << (Multipliers / 2);

    // Offsets leave room to add any input's sum in 32 bits.
    private const long MostOffset = 1 << 22;
    private const int MostSumBits = 31;

    // With so many bits the addend follows an offset; with fewer, the offset follows an addend.
    private const int FineBits = 8;

    /// <summary>Finds one that is proved equal to TensorFlow Lite's; null: none was found.</summary>
    public static DspRequantization? Find(Requantizer channel, Format format)
    {
        if (channel.IsConstant)
        {
            return new DspRequantization(0, 0, channel.Reference(channel.Least) << format.High);
        }

        long room = (1L << (MostSumBits - format.Sum)) - Math.Max(Math.Abs(channel.Least), Math.Abs(channel.Greatest));
        double exact = Math.ScaleB(channel.Factor.Value, 32 - format.Sum + format.High);
        if (channel.Factor.Multiplier == 0 || channel.Factor.Shift > 0 || exact >= int.MaxValue - MostMultiplierStep)
        {
            return null;
        }

        long most = Math.Min(room - 1, MostOffset);
        foreach (DspRequantization candidate in Candidates(channel, format, exact))
        {
            if (Math.Abs((long)candidate.Offset) <= most && channel.Equals(sum => candidate.Apply(sum, format)))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The output for a sum without the offset.</summary>
    public int Apply(long sum, Format format)
    {
        long high = ((((sum + Offset) << format.Sum) * Multiplier) + (1L << 31)) >> 32;
        high += Addend;
        return (int)Math.Clamp(high >> format.High, sbyte.MinValue, sbyte.MaxValue);
    }

    // Offset and addend together add one constant: the zero point, a half to round to the nearest, and what rounding twice adds to
    // it, less the half that the high word's rounding adds.
    private static IEnumerable<DspRequantization> Candidates(Requantizer channel, Format format, double exact)
    {
        double target = Math.ScaleB(channel.ZeroPoint + 0.5 + Math.ScaleB(1, channel.Factor.Shift - 1), format.High) - 0.5;
        double step = Math.ScaleB(exact, format.Sum - 32);
        for (int turn = 0; turn < MostTurns; turn++)
        {
            bool isFine = format.High >= FineBits;
            long given = isFine ? Step(turn) : (long)Math.Round(target) + Step(turn);
            long found = (long)Math.Round(isFine ? target - (given * step) : (target - given) / step);
            for (int near = 0; near < 3; near++)
            {
                for (int i = 0; i < Multipliers; i++)
                {
                    int multiplier = (int)((long)Math.Round(exact) + PowerStep(i));
                    long other = found + Step(near);
                    yield return isFine
                        ? new DspRequantization((int)given, multiplier, (int)other)
                        : new DspRequantization((int)Math.Clamp(other, int.MinValue, int.MaxValue), multiplier, (int)given);
                }
            }
        }
    }

    // 0, 1, -1, 2, -2, 4, ...
    private static int PowerStep(int i) => i == 0 ? 0 : Math.Sign(Step(i)) << ((i - 1) / 2);

    // 0, 1, -1, 2, -2, ...
    private static int Step(int i) => i % 2 == 0 ? -(i / 2) : (i + 1) / 2;
}
