using System.Globalization;

namespace TinyMl.Training.Hand;

/// <summary>
/// One way to write a digit (an allograph): smooth pieces in writing order. Where a piece begins at the end of the one before
/// lies a corner; else the hand moves on without writing, which the sensor feels all the same.
/// </summary>
/// <param name="Name">What is particular about it.</param>
/// <param name="Weight">How common it is among the allographs of its digit, above 0.</param>
/// <param name="Pieces">The control points of each piece, two at least.</param>
public sealed record Glyph(string Name, double Weight, PenPoint[][] Pieces)
{
    /// <summary>Reads pieces written as "x,y x,y | x,y x,y", coordinates in hundredths.</summary>
    public static Glyph Parse(string name, double weight, string pieces) => new(
        name,
        weight,
        pieces.Split('|').Select(p => p.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Point).ToArray()).ToArray());

    private static PenPoint Point(string text)
    {
        string[] parts = text.Split(',');
        return new PenPoint(
            int.Parse(parts[0], CultureInfo.InvariantCulture) / 100.0,
            int.Parse(parts[1], CultureInfo.InvariantCulture) / 100.0);
    }
}
