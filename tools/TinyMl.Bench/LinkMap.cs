using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyMl.Bench;

/// <summary>Reads the GNU linker's map: which section of which object was kept, and how long it is.</summary>
internal static partial class LinkMap
{
    /// <summary>Adds up the kept sections of the objects that a condition names.</summary>
    internal static CodeSize Sum(string map, Func<string, bool> isCounted)
    {
        int text = 0;
        int rodata = 0;
        int data = 0;
        int bss = 0;
        int kept = map.IndexOf("Linker script and memory map", StringComparison.Ordinal);
        foreach (Match match in Section().Matches(map, Math.Max(kept, 0)))
        {
            if (!isCounted(match.Groups["file"].Value))
            {
                continue;
            }

            int size = int.Parse(match.Groups["size"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            switch (match.Groups["kind"].Value)
            {
                case "text" or "literal":
                    text += size;
                    break;
                case "rodata" or "srodata":
                    rodata += size;
                    break;
                case "data" or "sdata":
                    data += size;
                    break;
                default:
                    bss += size;
                    break;
            }
        }

        return new CodeSize(text, rodata, data, bss);
    }

    // A long section name stands on a line of its own, before address, length and file.
    [GeneratedRegex(@"^ (?:\.(?<kind>text|literal|rodata|srodata|data|sdata|bss|sbss)(?:\.\S+)?|(?<kind>COMMON))\s+0x[0-9a-f]+\s+0x(?<size>[0-9a-f]+)\s+(?<file>\S.*)$", RegexOptions.Multiline)]
    private static partial Regex Section();
}
