using TinyMl.Compiler.Models;

namespace TinyMl.Boards;

/// <summary>Which profiles a board's firmware has.</summary>
public static class Profiles
{
    /// <summary>The profile that models for a board get: the one that its core wants, or portable where that is not built.</summary>
    public static Profile For(Board board) => ProfileName.Find(board.Profile) ?? Profile.Portable;

    /// <summary>Whether a firmware for the board runs a model of this profile: every firmware has portable beside its own.</summary>
    public static bool Runs(Board board, Profile profile) => profile == Profile.Portable || profile == For(board);

    /// <summary>A sentence where the board runs a model of this profile, but its own is faster; null: nothing to tell.</summary>
    public static string? Advice(Board board, Profile profile) => profile != For(board) && Runs(board, profile)
        ? $"Profile {board.Profile} would be faster here than the model's {ProfileName.Of(profile)}: compile it with --board {board.Id}."
        : null;
}
