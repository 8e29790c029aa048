using System.Globalization;

namespace TinyMl.Bench;

/// <summary>
/// Counts the instructions of the host's harness from outside: Callgrind collects inside the measured calls only and
/// writes one file per printed line.
/// </summary>
internal static class Callgrind
{
    private const string File = "callgrind";

    internal const string Program = "valgrind";

    internal static string[] Arguments(string program) =>
    [
        "--tool=callgrind", $"--callgrind-out-file={File}", "--toggle-collect=counted_*",
        "--dump-before=bench_end_line", program,
    ];

    /// <summary>The instructions collected before the end of each printed line.</summary>
    internal static uint[] Read(string folder, int lines) =>
        Enumerable.Range(1, lines)
            .Select(part => Total(Path.Combine(folder, FormattableString.Invariant($"{File}.{part}"))))
            .ToArray();

    private static uint Total(string path)
    {
        const string Key = "totals:";
        string? line = System.IO.File.Exists(path)
            ? System.IO.File.ReadLines(path).LastOrDefault(text => text.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return line is not null && uint.TryParse(line[Key.Length..], CultureInfo.InvariantCulture, out uint total)
            ? total
            : throw new BenchException(
                BenchFailure.Run, "Callgrind did not write the counts that it was asked for: use valgrind 3.19 or newer.");
    }
}
