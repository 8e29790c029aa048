using TinyMl.Compiler.Models;

namespace TinyMl.Boards.Fit;

/// <summary>What a model asks of a board, from its own header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Profile">Its weight layouts.</param>
/// <param name="ArenaBytes">Arena to recognise.</param>
/// <param name="LearnArenaBytes">Arena to recognise and learn; 0: it does not learn.</param>
/// <param name="ModelBytes">The file's length.</param>
/// <param name="Listens">It wants a microphone.</param>
public sealed record ModelNeeds(string Name, Profile Profile, int ArenaBytes, int LearnArenaBytes, int ModelBytes, bool Listens = false)
{
    /// <summary>The needs of a decoded model.</summary>
    public static ModelNeeds Of(ModelFile model) =>
        new(model.Name, model.Profile, model.ArenaBytes, model.LearnArenaBytes, model.Bytes, model.FrontEnd is AudioFrontEnd);

    /// <summary>Why a board lacks the sensor that the model wants; null: it has it.</summary>
    internal string? MissingSensor(Board board) => Listens && board.Microphone is null
        ? $"{Name} listens to a microphone and {board.Id} names none in its board.json: use a board that has one, or connect one and name it there."
        : null;
}
