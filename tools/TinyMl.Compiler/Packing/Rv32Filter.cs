using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>
/// A depthwise filter as rv32 takes it: lines of taps along its longer side. A filter of one line may be longer than the kernel's: it
/// is several of them.
/// </summary>
/// <param name="IsDown">Whether lines are columns of the image.</param>
/// <param name="Taps">Of a line; those that the filter has not weigh 0.</param>
/// <param name="Lines">As many.</param>
/// <param name="Reach">Height and width of the filter with the added taps.</param>
/// <param name="Beyond">Outputs more, below and on the right, that strips may reach.</param>
internal sealed record Rv32Filter(bool IsDown, int Taps, int Lines, Extent Reach, Extent Beyond)
{
    private const int MostTaps = 7;
    private const int Piece = 5;
    private const int MostBeyond = 2;

    /// <summary>Whether the kernel is the one for 3x3, which takes no strips.</summary>
    internal static bool Is3x3(Extent filter) => filter == new Extent(3, 3);

    /// <summary>Null: no kernel takes the filter.</summary>
    internal static Rv32Filter? Of(Extent filter, Extent stride)
    {
        bool isDown = filter.Height > filter.Width;
        (int length, int across) = isDown ? (filter.Height, filter.Width) : (filter.Width, filter.Height);
        int taps = length switch
        {
            <= 3 => 3,
            > Piece and <= MostTaps => MostTaps,
            _ => Piece,
        };
        int pieces = (length + taps - 1) / taps;
        if (Math.Max(stride.Height, stride.Width) > 2 || (pieces > 1 && across > 1))
        {
            return null;
        }

        int beyond = Is3x3(filter) ? 0 : MostBeyond;
        Extent Oriented(int lengthways, int crossways) => isDown ? new Extent(lengthways, crossways) : new Extent(crossways, lengthways);
        return new Rv32Filter(isDown, taps, pieces * across, Oriented(pieces * taps, across), Oriented(beyond, 0));
    }

    /// <summary>Rows and columns of the input that a plane for so many outputs holds.</summary>
    internal Extent Plane(Extent outputs, Extent stride) => new(
        ((outputs.Height + Beyond.Height - 1) * stride.Height) + Reach.Height,
        ((outputs.Width + Beyond.Width - 1) * stride.Width) + Reach.Width);

    /// <summary>A channel's weights line by line.</summary>
    internal sbyte[] Order(sbyte[] weights, Extent filter)
    {
        sbyte[] ordered = new sbyte[Taps * Lines];
        for (int y = 0; y < filter.Height; y++)
        {
            for (int x = 0; x < filter.Width; x++)
            {
                ordered[IsDown ? (x * Reach.Height) + y : (y * Reach.Width) + x] = weights[(y * filter.Width) + x];
            }
        }

        return ordered;
    }
}
