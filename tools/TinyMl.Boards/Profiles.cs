using TinyMl.Compiler.Models;

namespace TinyMl.Boards;

/// <summary>Names of profiles, and which of them this version of the project has.</summary>
public static class Profiles
{
    /// <summary>The profile's name, as SPEC.md writes it.</summary>
    public static string Name(Profile profile) => Known.First(name => Matches(name, profile));

    /// <summary>The profile that models for a board get: the one that its core wants, or portable where that is not built.</summary>
    public static Profile For(Board board) =>
        Enum.GetValues<Profile>().Where(profile => Matches(board.Profile, profile)).DefaultIfEmpty(Profile.Portable).First();

    /// <summary>Whether a firmware for the board runs a model of this profile: every firmware has portable beside its own.</summary>
    public static bool Runs(Board board, Profile profile) => profile == Profile.Portable || profile == For(board);

    // The names of SPEC.md, in the order of their numbers.
    private static readonly string[] Known = ["portable", "cortex-m-dsp", "xtensa-mac16", "rv32"];

    private static bool Matches(string name, Profile profile) =>
        string.Equals(name.Replace("-", string.Empty), profile.ToString(), StringComparison.OrdinalIgnoreCase);
}
