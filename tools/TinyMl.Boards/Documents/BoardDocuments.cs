namespace TinyMl.Boards.Documents;

/// <summary>
/// Everything in <c>boards/</c> that repeats a board.json: <c>tinyml boards --write</c> writes it, a test compares it.
/// </summary>
public static class BoardDocuments
{
    /// <summary>The files, with the text that they must have.</summary>
    /// <param name="folder">The folder of boards.</param>
    /// <param name="boards">Its boards.</param>
    public static IEnumerable<(string Path, string Text)> All(string folder, IReadOnlyList<Board> boards)
    {
        foreach (Board board in boards)
        {
            foreach ((string, string) document in Of(folder, board))
            {
                yield return document;
            }
        }

        string index = Path.Combine(folder, "README.md");
        yield return (index, GeneratedBlock.Replace(index, BoardIndex.Write(boards)));
    }

    /// <summary>Those of one board.</summary>
    /// <param name="folder">The folder of boards.</param>
    /// <param name="board">The board.</param>
    public static IEnumerable<(string Path, string Text)> Of(string folder, Board board)
    {
        string own = Path.Combine(folder, board.Id);
        yield return (Path.Combine(own, "defconfig"), Defconfig.Write(board));
        yield return (Path.Combine(own, "BoardPins.cs"), BoardPins.Write(board));
        string readme = Path.Combine(own, "README.md");
        yield return (readme, GeneratedBlock.Replace(readme, BoardNumbers.Write(board)));
    }
}
