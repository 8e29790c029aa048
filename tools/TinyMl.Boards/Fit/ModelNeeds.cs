using TinyMl.Compiler.Models;

namespace TinyMl.Boards.Fit;

/// <summary>What a model asks of a board, from its own header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Profile">Its weight layouts.</param>
/// <param name="ArenaBytes">Arena to recognise.</param>
/// <param name="LearnArenaBytes">Arena to recognise and learn; 0: it does not learn.</param>
/// <param name="ModelBytes">The file's length.</param>
public sealed record ModelNeeds(string Name, Profile Profile, int ArenaBytes, int LearnArenaBytes, int ModelBytes)
{
    /// <summary>The needs of a decoded model.</summary>
    public static ModelNeeds Of(ModelFile model) =>
        new(model.Name, model.Profile, model.ArenaBytes, model.LearnArenaBytes, model.Bytes);
}
