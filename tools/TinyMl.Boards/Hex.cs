using System.Globalization;

namespace TinyMl.Boards;

/// <summary>Numbers as people read them in a linker script.</summary>
internal static class Hex
{
    private const string Prefix = "0x";

    /// <summary>0x and at least as many digits as the number needs, none of them lower case.</summary>
    internal static string Of(uint value) => Prefix + value.ToString("X", CultureInfo.InvariantCulture);

    /// <summary>Reads 0x and digits of either case.</summary>
    internal static bool TryParse(string? text, out uint value)
    {
        value = 0;
        return text is not null
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && uint.TryParse(text.AsSpan(Prefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
