namespace TinyMl.Compiler.Packing;

/// <summary>
/// A range of sums in which one multiplication requantises: y = (high((sum + Offset) * Multiplier) + Addend) >> Shift, high being
/// bits 32 and up. TensorFlow Lite's rounding twice is one affine function of sums of one sign; offset and addend move its fraction to
/// where every step falls between the right two sums.
/// </summary>
/// <param name="Begin">The least sum.</param>
/// <param name="End">Behind the greatest.</param>
/// <param name="Offset">Added to the sums.</param>
/// <param name="Multiplier">Of the sum.</param>
/// <param name="Addend">Of the high word.</param>
/// <param name="Shift">Bits behind the point.</param>
public readonly record struct Rv32Segment(long Begin, long End, int Offset, uint Multiplier, int Addend, int Shift)
{
    // Offsets leave room to add any input's sum in 32 bits. A few hundred are enough for nearly every channel.
    private const int MostOffset = 1 << 22;

    /// <summary>The most bits behind the point with which a factor below 1 makes a multiplier of 32 bits.</summary>
    public const int MostShift = 20;

    /// <summary>Finds one that is proved equal to TensorFlow Lite's; null: none was found.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="begin">The least sum, of one sign with all others.</param>
    /// <param name="end">Behind the greatest.</param>
    /// <param name="shift">Bits behind the point.</param>
    public static Rv32Segment? Find(Requantizer channel, long begin, long end, int shift)
    {
        Run[] runs = [.. Runs(channel, begin, end)];
        long exact = (long)Math.Round(Math.ScaleB(channel.Factor.Value, 32 + shift));
        foreach (long multiplier in new[] { exact, exact + 1, exact - 1 })
        {
            if (multiplier is > 0 and <= uint.MaxValue && ConstantsFor(runs, (uint)multiplier, shift) is { } found)
            {
                return new Rv32Segment(begin, end, found.Offset, (uint)multiplier, found.Addend, shift);
            }
        }

        return null;
    }

    /// <summary>The output for a sum of the segment, without the offset.</summary>
    public int Apply(long sum) => ((int)(((sum + Offset) * Multiplier) >> 32) + Addend) >> Shift;

    // The sums from First to Last give one value.
    private readonly record struct Run(long First, long Last, int Value);

    private static IEnumerable<Run> Runs(Requantizer channel, long begin, long end)
    {
        long first = begin;
        int value = channel.Reference(begin);
        foreach ((long sum, int next) in channel.Steps.Where(step => step.Sum > begin && step.Sum < end))
        {
            // Several values may be stepped over at one sum.
            if (sum > first)
            {
                yield return new Run(first, sum - 1, value);
            }

            (first, value) = (sum, next);
        }

        yield return new Run(first, end - 1, value);
    }

    // offset * multiplier + addend * 2^32 must lie where the first sum of each run reaches its value and the last does not reach
    // the next one.
    private static (int Offset, int Addend)? ConstantsFor(Run[] runs, uint multiplier, int shift)
    {
        long least = runs.Max(run => ((long)run.Value << (32 + shift)) - (run.First * multiplier));
        long most = runs.Min(run => ((run.Value + 1L) << (32 + shift)) - 1 - (run.Last * multiplier));
        uint low = (uint)-least;
        for (int offset = 0; offset < MostOffset && least <= most; offset++, low += multiplier)
        {
            // least + low is the first that this offset makes with any addend.
            if (low <= most - least)
            {
                return (offset, (int)((least + low - (offset * (long)multiplier)) >> 32));
            }
        }

        return null;
    }
}
