using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>Virtual boards with the test model, and what is often asked of them.</summary>
internal static class Boards
{
    public static VirtualBoardHost Make(Action<VirtualBoardOptions>? change = null)
    {
        VirtualBoardOptions options = new() { Model = TestModel.Bytes };
        change?.Invoke(options);
        return new VirtualBoardHost(options);
    }

    public static void RunFor(this VirtualBoardHost board, double seconds) => board.RunFor(TimeSpan.FromSeconds(seconds));

    /// <summary>Runs for a while and gives the lines of that while.</summary>
    public static string[] Lines(this VirtualBoardHost board, double seconds)
    {
        board.RunFor(seconds);
        return board.TakeLines();
    }

    public static string[] Starting(this IEnumerable<string> lines, string start) =>
        lines.Where(l => l.StartsWith(start, StringComparison.Ordinal)).ToArray();

    /// <summary>The number behind a key of a line.</summary>
    public static long Field(this string line, string key) =>
        long.Parse(line.Split(' ').Single(w => w.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..]);

    public static string Error(int status) => $"{status} {Repository.Statuses().Values.Single(s => s.Number == status).Sentence}";
}
