using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Packing;

/// <summary>
/// A range of sums in which one multiplication requantises: y = high((sum + Offset) * Multiplier) + Addend, high being bits 32
/// and up. TensorFlow Lite's rounding twice is one affine function of sums of one sign; the offset moves its fraction to where
/// every step falls between the right two sums.
/// </summary>
/// <param name="Begin">The least sum.</param>
/// <param name="End">Behind the greatest.</param>
/// <param name="Offset">Added to the sums.</param>
/// <param name="Multiplier">Of the sum.</param>
/// <param name="Addend">Of the high word.</param>
public readonly record struct Rv32Segment(long Begin, long End, int Offset, uint Multiplier, int Addend)
{
    private const int MostTurns = 6000;

    // Offsets leave room to add any input's sum in 32 bits.
    private const long MostOffset = 1 << 29;

    /// <summary>Finds one that is proved equal to TensorFlow Lite's; null: none was found.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="begin">The least sum, of one sign with all others.</param>
    /// <param name="end">Behind the greatest.</param>
    public static Rv32Segment? Find(Requantizer channel, long begin, long end)
    {
        double factor = channel.Factor.Value;
        if (begin >= end || factor is <= 0 or >= 1)
        {
            return null;
        }

        // What rounding once and twice adds; below zero halves are rounded down.
        int shift = -channel.Factor.Shift;
        double second = shift == 0 ? 0 : Math.ScaleB(begin < 0 ? -1 : 1, -shift - 1);
        double constant = channel.ZeroPoint + 0.5 + second;
        Run[] runs = [.. Runs(channel, begin, end)];
        for (int turn = 0; turn < MostTurns; turn++)
        {
            int addend = runs[0].Value - turn;
            double offset = Math.Round((constant - addend) / factor);
            for (int near = -1; near <= 1; near++)
            {
                if (Math.Abs(offset + near) <= MostOffset && MultiplierFor(runs, (int)offset + near, addend) is { } multiplier)
                {
                    return new Rv32Segment(begin, end, (int)offset + near, multiplier, addend);
                }
            }
        }

        return null;
    }

    /// <summary>The output for a sum of the segment, without the offset.</summary>
    public int Apply(long sum) => (int)(((sum + Offset) * Multiplier) >> 32) + Addend;

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

    // A multiplier with which every run has its value: the first sum reaches it, the last does not reach the next one.
    private static uint? MultiplierFor(Run[] runs, int offset, int addend)
    {
        long least = 1;
        long most = uint.MaxValue;
        foreach (Run run in runs)
        {
            long first = run.First + offset;
            long last = run.Last + offset;
            long whole = (long)(run.Value - addend) << 32;
            if (first <= 0)
            {
                return null;
            }

            least = Math.Max(least, (whole + first - 1) / first);
            most = Math.Min(most, (whole + (1L << 32) - 1) / last);
            if (least > most)
            {
                return null;
            }
        }

        return (uint)least;
    }
}
