namespace TinyMl.Boards.Documents;

/// <summary>The part of a page that a command writes, between two comments that nobody sees.</summary>
internal static class GeneratedBlock
{
    private const string Begin = "<!-- board.json: begin, written by 'tinyml boards --write' -->\n";
    private const string End = "<!-- board.json: end -->";

    /// <summary>The place for a block.</summary>
    internal const string Empty = $"{Begin}{End}\n";

    /// <summary>The page with another block.</summary>
    internal static string Replace(string path, string block)
    {
        string page = File.Exists(path) ? File.ReadAllText(path) : Empty;
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? page[..(begin + Begin.Length)] + block + page[end..]
            : throw new BoardException($"{path} has no place for its table: put '{Begin.TrimEnd()}' and '{End}' into it.");
    }
}
