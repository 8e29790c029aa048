using System.Globalization;

namespace TinyMl.Monitor;

/// <summary>A test of the guard, in a line <c>before-&gt;after/of</c>.</summary>
/// <param name="Before">Right with the factory's parameters.</param>
/// <param name="After">Right with those that were trained.</param>
/// <param name="Of">How many were tested.</param>
public readonly record struct Tested(int Before, int After, int Of)
{
    /// <summary>Understands what stands in a line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tested">The numbers.</param>
    /// <returns>False: it is none.</returns>
    public static bool TryParse(string? text, out Tested tested)
    {
        string[] parts = (text ?? string.Empty).Replace("->", "/", StringComparison.Ordinal).Split('/');
        int[] numbers = new int[3];
        bool isOne = parts.Length == 3 && text!.Contains("->", StringComparison.Ordinal);
        for (int i = 0; isOne && i < 3; i++)
        {
            isOne = int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]);
        }

        tested = new(numbers[0], numbers[1], numbers[2]);
        return isOne;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Before}->{After}/{Of}");
}
