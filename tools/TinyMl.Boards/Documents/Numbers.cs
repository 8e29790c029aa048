using System.Globalization;

namespace TinyMl.Boards.Documents;

/// <summary>Numbers as documents and sources write them, whatever the machine's culture.</summary>
internal static class Numbers
{
    /// <summary>For tables: thousands are set apart.</summary>
    internal static string Bytes(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>For commands and code.</summary>
    internal static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
