using System.Globalization;

namespace TinyMl.Boards;

/// <summary>Numbers as people read them in a linker script.</summary>
internal static class Hex
{
    /// <summary>0x and at least as many digits as the number needs, none of them lower case.</summary>
    internal static string Of(uint value) => "0x" + value.ToString("X", CultureInfo.InvariantCulture);
}
