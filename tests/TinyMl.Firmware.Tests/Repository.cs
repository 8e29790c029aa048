using System.Text.RegularExpressions;
using TinyMl.Tests.Shared;

namespace TinyMl.Firmware.Tests;

/// <summary>What the project's own documents and headers say: the tests compare the code with these.</summary>
internal static partial class Repository
{
    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([SharedData.Repository, .. path]));

    public static IEnumerable<string> FirmwareSources() =>
        Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "firmware"), "*.cs", SearchOption.AllDirectories);

    /// <summary>The regular expressions of PROTOCOL.md's line blocks, each for a whole line.</summary>
    public static IReadOnlyList<Regex> Grammar() => LineBlock().Matches(Read("firmware", "PROTOCOL.md"))
        .SelectMany(m => m.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        .Select(pattern => new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant))
        .ToArray();

    /// <summary>Status numbers and sentences of status.h, by name.</summary>
    public static Dictionary<string, (int Number, string Sentence)> Statuses() =>
        StatusEntry().Matches(Read("native-interop", "include", "tinyml", "status.h"))
            .ToDictionary(m => m.Groups[1].Value, m => (int.Parse(m.Groups[2].Value), m.Groups[3].Value));

    /// <summary>The numbers of tml_field of tinyml.h.</summary>
    public static HashSet<int> Fields() =>
        FieldEntry().Matches(Read("native-interop", "include", "tinyml", "tinyml.h"))
            .Select(m => int.Parse(m.Groups[1].Value)).ToHashSet();

    [GeneratedRegex(@"```line\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex LineBlock();

    [GeneratedRegex("X\\((\\w+), (-?\\d+), \"([^\"]*)\"\\)")]
    private static partial Regex StatusEntry();

    [GeneratedRegex(@"^    TML_[A-Z_0-9]+ = (\d+)", RegexOptions.Multiline)]
    private static partial Regex FieldEntry();
}
