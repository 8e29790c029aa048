using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>An output channel with weights, and its requantisation on rv32.</summary>
/// <param name="Weights">In the order of the portable layout.</param>
/// <param name="Initial">What its sums start from.</param>
/// <param name="Requantization">For sums with their initial value.</param>
internal sealed record Rv32Channel(sbyte[] Weights, int Initial, Rv32Requantization Requantization)
{
    /// <summary>All output channels; null: one of them cannot be requantised, or has a weight of -128, which two lanes have no room for.</summary>
    internal static Rv32Channel[]? Of(WeightedOperator step)
    {
        if (step.Weights.Int8Values!.Contains(sbyte.MinValue) || DspChannel.Of(step) is not { } channels)
        {
            return null;
        }

        Rv32Channel[] found = new Rv32Channel[channels.Length];
        for (int i = 0; i < found.Length; i++)
        {
            DspChannel channel = channels[i];
            if (Rv32Requantization.Find(channel.Requantizer) is not { } requantization)
            {
                return null;
            }

            found[i] = new Rv32Channel(channel.Weights, channel.Bias + requantization.Upper.Offset, requantization);
        }

        return found;
    }

    /// <summary>Whether one of the channels needs two segments.</summary>
    internal static bool NeedTwo(Rv32Channel[] channels) => channels.Any(channel => channel.Requantization.Lower is not null);

    /// <summary>How the channels are requantised, for people.</summary>
    internal static string Note(bool hasTwo) => hasTwo ? "two segments" : "one segment";
}
