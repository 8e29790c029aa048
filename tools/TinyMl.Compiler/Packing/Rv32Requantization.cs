using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>
/// How rv32 requantises a channel: sums of the upper segment and of the lower one by a multiplication each, all above and below
/// get the output's limits.
/// </summary>
/// <param name="Upper">Its offset is part of the initial sum.</param>
/// <param name="Lower">Of sums below zero; null: there is none.</param>
public sealed record Rv32Requantization(Rv32Segment Upper, Rv32Segment? Lower)
{
    /// <summary>Finds one that is proved equal to TensorFlow Lite's for every sum; null: none was found.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="shift">Bits of the high word behind the point, the same for all channels: <see cref="ShiftFor"/>.</param>
    public static Rv32Requantization? Find(Requantizer channel, int shift)
    {
        if (channel.IsConstant)
        {
            int value = channel.Reference(channel.Least) << shift;
            return new Rv32Requantization(new Rv32Segment(int.MinValue, int.MaxValue, 0, 0, value, shift), null);
        }

        // Where the lower limit ends and the upper one begins.
        long begin = channel.Reference(channel.Least) > channel.Limits.Minimum ? channel.Least : channel.Steps[0].Sum;
        long end = channel.Reference(channel.Greatest) < channel.Limits.Maximum ? channel.Greatest + 1 : channel.Steps[^1].Sum;
        Rv32Requantization? found = null;
        if (begin >= end)
        {
            found = new Rv32Requantization(new Rv32Segment(begin, begin, 0, 0, 0, shift), null);
        }
        else if (begin >= 0 || end <= 0)
        {
            found = Rv32Segment.Find(channel, begin, end, shift) is { } only ? new Rv32Requantization(only, null) : null;
        }
        else if (Rv32Segment.Find(channel, 0, end, shift) is { } upper
            && Rv32Segment.Find(channel, begin, 0, shift) is { } lower)
        {
            found = new Rv32Requantization(upper, lower);
        }

        return found is not null && channel.Equals(sum => found.Apply(sum, channel.Limits)) ? found : null;
    }

    /// <summary>The most bits behind the point that channels have room for; null: a factor is not below 1.</summary>
    public static int? ShiftFor(IEnumerable<Requantizer> channels)
    {
        int greatest = channels.Where(channel => !channel.IsConstant).Select(channel => channel.Factor.Shift)
            .DefaultIfEmpty(-Rv32Segment.MostShift).Max();
        return greatest > 0 ? null : Math.Min(-greatest, Rv32Segment.MostShift);
    }

    /// <summary>The output for a sum.</summary>
    public int Apply(long sum, Limits limits) =>
        sum >= Upper.End ? limits.Maximum
        : sum >= Upper.Begin ? Upper.Apply(sum)
        : Lower is { } lower && sum >= lower.Begin ? lower.Apply(sum)
        : limits.Minimum;

    /// <summary>The factors of the stream, for sums with the upper segment's offset.</summary>
    public IEnumerable<uint> Factors(bool hasTwo)
    {
        yield return At(Upper.Begin);
        yield return At(Upper.End);
        yield return Upper.Multiplier;
        yield return (uint)Upper.Addend;
        if (hasTwo)
        {
            Rv32Segment lower = Lower ?? new Rv32Segment(int.MaxValue, int.MaxValue, Upper.Offset, 0, 0, 0);
            yield return At(lower.Begin);
            yield return (uint)(lower.Offset - Upper.Offset);
            yield return lower.Multiplier;
            yield return (uint)lower.Addend;
        }
    }

    private uint At(long sum) => (uint)(int)Math.Clamp(sum + Upper.Offset, int.MinValue, int.MaxValue);
}
