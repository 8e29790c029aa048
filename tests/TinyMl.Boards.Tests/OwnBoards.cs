using TinyMl.Tests.Shared;

namespace TinyMl.Boards.Tests;

/// <summary>The boards of the repository.</summary>
internal static class OwnBoards
{
    public static string Folder { get; } = Path.Combine(SharedData.Repository, "boards");

    public static Board[] All { get; } = BoardCatalog.All(Folder);

    public static Board Named(string id) => All.Single(board => board.Id == id);

    public static byte[] Model { get; } = File.ReadAllBytes(
        Path.Combine(SharedData.Repository, "models", "gesture-digits", "gesture-digits.tml"));

    public static TheoryData<string> Ids => new(All.Select(board => board.Id));
}
