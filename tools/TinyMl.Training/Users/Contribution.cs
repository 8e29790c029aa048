using TinyMl.Compiler.Models;

namespace TinyMl.Training.Users;

/// <summary>What a scheme gave, measured in the native engine.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="User">How much more of the user's unseen recordings is named right after learning, -1 to 1.</param>
/// <param name="Others">The same of everybody else's.</param>
/// <param name="ArenaBytes">Memory for inference and learning, the store of shots included.</param>
public sealed record Contribution(string Scheme, double User, double Others, int ArenaBytes)
{
    /// <summary>What is searched for: the user's gain, and what everybody else loses by it.</summary>
    public double Gain => User + Others;

    /// <summary>Reads the only cell of a study.</summary>
    internal static Contribution Of(SchemeResult result)
    {
        TrialSummary cell = result.Cells.Single();
        ModelFile file = result.File;
        return new Contribution(
            result.Learning.Scheme, cell.UserAfter - cell.UserBefore, cell.OthersAfter - cell.OthersBefore, file.LearnArenaBytes);
    }
}
