using TinyMl.Engine;

namespace TinyMl.Training.Users;

/// <summary>Shares of recordings named right, 0 to 1, in one run.</summary>
/// <param name="User">Whose shots.</param>
/// <param name="Settings">How many, how wrong.</param>
/// <param name="Draw">Which shots: same number, same shots.</param>
/// <param name="UserBefore">The user's unseen recordings, as the factory made the model.</param>
/// <param name="UserAfter">The same, after learning.</param>
/// <param name="OthersBefore">Everybody else's held-out recordings, as the factory made the model.</param>
/// <param name="OthersAfter">The same, after learning.</param>
/// <param name="Decision">What the device decided.</param>
/// <param name="Doubtful">Shots whose labels it doubted.</param>
/// <param name="Level">How often it halved the change.</param>
public sealed record TrialResult(
    string User,
    TrialSettings Settings,
    int Draw,
    double UserBefore,
    double UserAfter,
    double OthersBefore,
    double OthersAfter,
    LearnDecision Decision,
    int Doubtful,
    int Level);
