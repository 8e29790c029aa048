namespace TinyMl.Compiler.Packing;

/// <summary>How much the epilogue of a kernel of xtensa-mac16 does; each kind can do what those before it can.</summary>
public enum Mac16Epilogue
{
    /// <summary>Multiply and saturate.</summary>
    Plain,

    /// <summary>A shift between them, which leaves the multiplier all its bits.</summary>
    Shifted,

    /// <summary>An offset that depends on the sign of the sum as well.</summary>
    Signed,
}

/// <summary>
/// The requantisation of xtensa-mac16: y = saturate(high(v * Multiplier) >> Shift), v = Scale * sum + Offset (for negative sums
/// + NegativeOffset), high being bits 32 and up. Weights have 16 bits, so that they can be multiplied by a whole number: the
/// sum then has room for a fraction and for the zero point, and no addition is left to do.
/// </summary>
/// <param name="Scale">Of the weights.</param>
/// <param name="Multiplier">Of the scaled sum.</param>
/// <param name="Shift">To the right; 0 of a plain one.</param>
/// <param name="Offset">Added to the scaled sum.</param>
/// <param name="NegativeOffset">Added in its place where the sum is negative; equal unless signed.</param>
public readonly record struct Mac16Requantization(int Scale, int Multiplier, int Shift, int Offset, int NegativeOffset)
{
    // int8 times this fits int16.
    private const int MostScale = 258;

    private const int MostShift = 22;

    // How far the multiplier may be from the exact quotient; few channels want a slope that is noticeably another one.
    private static readonly int[] Near = [2, 64];

    /// <summary>Finds one that is proved equal to TensorFlow Lite's; null: none was found.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="mostWeight">The greatest magnitude of its weights.</param>
    /// <param name="epilogue">What the kernel does.</param>
    public static Mac16Requantization? Find(Requantizer channel, int mostWeight, Mac16Epilogue epilogue)
    {
        if (channel.IsConstant)
        {
            // The middle between two outputs.
            int value = (channel.Reference(channel.Least) << 16) + (1 << 15);
            return new Mac16Requantization(1, 1 << 16, 0, value, value);
        }

        if (channel.Factor.Multiplier == 0 || channel.Factor.Shift > 0)
        {
            return null;
        }

        long mostSum = Math.Max(Math.Abs(channel.Least), Math.Abs(channel.Greatest));
        int mostScale = Math.Min(MostScale, short.MaxValue / Math.Max(mostWeight, 1));
        return Near.Select(near => Find(channel, mostScale, epilogue, mostSum, near)).FirstOrDefault(found => found is not null);
    }

    /// <summary>The output for a sum.</summary>
    public int Apply(long sum)
    {
        long high = (((Scale * sum) + (sum < 0 ? NegativeOffset : Offset)) * Multiplier) >> 32;
        return (int)Math.Clamp(high >> Shift, sbyte.MinValue, sbyte.MaxValue);
    }

    private long MostOffset => Math.Max(Math.Abs((long)Offset), Math.Abs((long)NegativeOffset));

    // Between -1 and 0, where the offset changes; else it is plain.
    private bool NeverFalls => NegativeOffset - Scale <= Offset;

    private static Mac16Requantization? Find(Requantizer channel, int mostScale, Mac16Epilogue epilogue, long mostSum, int near)
    {
        for (int scale = 1; scale <= mostScale; scale++)
        {
            double quotient = Math.ScaleB(channel.Factor.Value, 32) / scale;
            int mostShift = epilogue == Mac16Epilogue.Plain ? 0 : Math.Clamp(30 - Math.ILogB(quotient), 0, MostShift);
            foreach (int shift in new[] { mostShift, 0 }.Distinct())
            {
                long exact = (long)Math.Round(Math.ScaleB(quotient, shift));
                for (long multiplier = Math.Max(1, exact - near); multiplier <= Math.Min(int.MaxValue, exact + near); multiplier++)
                {
                    if (Solve(channel, scale, (int)multiplier, shift, epilogue == Mac16Epilogue.Signed) is { } found
                        && found.MostOffset + (scale * mostSum) <= int.MaxValue
                        && found.NeverFalls && channel.Equals(found.Apply))
                    {
                        return found;
                    }
                }
            }
        }

        return null;
    }

    // Every step of the output bounds the offset: v must get as far as the product takes, but not with a sum before.
    private static Mac16Requantization? Solve(Requantizer channel, int scale, int multiplier, int shift, bool isSigned)
    {
        Range positive = Range.All;
        Range negative = Range.All;
        foreach ((long sum, int value) in channel.Steps)
        {
            long reached = CeilingOfQuotient((long)value << (32 + shift), multiplier) - (scale * sum);
            long missed = reached + scale - 1;
            if (isSigned && sum <= 0)
            {
                negative = negative.To(missed);
            }
            else
            {
                positive = positive.To(missed);
            }

            if (isSigned && sum < 0)
            {
                negative = negative.From(reached);
            }
            else
            {
                positive = positive.From(reached);
            }

            if (positive.IsEmpty || negative.IsEmpty)
            {
                return null;
            }
        }

        int offset = positive.Middle ?? negative.Middle!.Value;
        return new Mac16Requantization(scale, multiplier, shift, offset, negative.Middle ?? offset);
    }

    private static long CeilingOfQuotient(long n, long d) => (n / d) + (n > 0 && n % d != 0 ? 1 : 0);

    private readonly record struct Range(long Least, long Most)
    {
        internal static Range All => new(int.MinValue, int.MaxValue);

        internal bool IsEmpty => Least > Most;

        /// <summary>Null: nothing bounds it.</summary>
        internal int? Middle => (Least, Most) switch
        {
            (int.MinValue, int.MaxValue) => null,
            (int.MinValue, _) => (int)Most,
            (_, int.MaxValue) => (int)Least,
            _ => (int)((Least + Most) >> 1),
        };

        internal Range From(long least) => this with { Least = Math.Max(Least, least) };

        internal Range To(long most) => this with { Most = Math.Min(Most, most) };
    }
}
