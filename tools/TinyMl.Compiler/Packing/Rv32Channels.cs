using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>An output channel with weights, and its requantisation on rv32.</summary>
/// <param name="Weights">In the order of the portable layout.</param>
/// <param name="Initial">What its sums start from.</param>
/// <param name="Requantization">Of the sum.</param>
internal sealed record Rv32Channel(sbyte[] Weights, int Initial, Rv32Requantization Requantization);

/// <summary>The output channels of an operator as the kernels of rv32 want them.</summary>
/// <param name="All">A channel each.</param>
/// <param name="Shift">Bits of their high words behind the point.</param>
internal sealed record Rv32Channels(Rv32Channel[] All, int Shift)
{
    /// <summary>Null: a channel cannot be requantised, or has a weight of -128, for which two lanes have no room.</summary>
    internal static Rv32Channels? Of(WeightedOperator step)
    {
        if (step.Weights.Int8Values!.Contains(sbyte.MinValue)
            || DspChannel.Of(step) is not { } channels
            || Rv32Requantization.ShiftFor(channels.Select(channel => channel.Requantizer)) is not { } shift)
        {
            return null;
        }

        Rv32Channel[] found = new Rv32Channel[channels.Length];
        for (int i = 0; i < found.Length; i++)
        {
            DspChannel channel = channels[i];
            if (Rv32Requantization.Find(channel.Requantizer, shift) is not { } requantization)
            {
                return null;
            }

            found[i] = new Rv32Channel(channel.Weights, channel.Bias + requantization.Upper.Offset, requantization);
        }

        return new Rv32Channels(found, shift);
    }

    /// <summary>Whether one of them needs two segments.</summary>
    internal bool HasTwo => All.Any(channel => channel.Requantization.Lower is not null);

    /// <summary>How they are requantised, for people.</summary>
    internal string Note => HasTwo ? "two segments" : "one segment";
}
