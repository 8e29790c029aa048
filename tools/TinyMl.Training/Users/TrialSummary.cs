using TinyMl.Engine;

namespace TinyMl.Training.Users;

/// <summary>The runs of one scheme with the same settings.</summary>
/// <param name="Settings">How many shots, how wrong.</param>
/// <param name="Runs">User x draw.</param>
/// <param name="UserBefore">Mean over users of the share right among their unseen recordings, before learning.</param>
/// <param name="UserAfter">After it.</param>
/// <param name="OthersBefore">Mean of the share right among everybody else's held-out recordings, before learning.</param>
/// <param name="OthersAfter">After it.</param>
/// <param name="WorstUser">The lowest mean of a user after learning.</param>
/// <param name="WorseForUser">Runs after which the user's recordings are understood worse by more than a point.</param>
/// <param name="WorseForOthers">Runs after which everybody else's are.</param>
/// <param name="Confirmed">Runs in which the device confirmed what it learnt.</param>
/// <param name="RefusedForUser">Runs in which the user's held-back shots got worse.</param>
/// <param name="RefusedForFactory">Runs in which the factory's got worse.</param>
/// <param name="NoGain">Runs in which nothing got better.</param>
/// <param name="Doubtful">Mean number of shots whose labels the device doubted.</param>
public sealed record TrialSummary(
    TrialSettings Settings,
    int Runs,
    double UserBefore,
    double UserAfter,
    double OthersBefore,
    double OthersAfter,
    double WorstUser,
    int WorseForUser,
    int WorseForOthers,
    int Confirmed,
    int RefusedForUser,
    int RefusedForFactory,
    int NoGain,
    double Doubtful)
{
    // A point, and what rounding may add to it.
    private const double Point = 0.01 + 1e-9;

    /// <summary>Sums runs up; each user has as many.</summary>
    public static TrialSummary Of(TrialSettings settings, IReadOnlyCollection<TrialResult> runs) => new(
        settings,
        runs.Count,
        runs.Average(r => r.UserBefore),
        runs.Average(r => r.UserAfter),
        runs.Average(r => r.OthersBefore),
        runs.Average(r => r.OthersAfter),
        runs.GroupBy(r => r.User).Min(user => user.Average(r => r.UserAfter)),
        runs.Count(r => r.UserBefore - r.UserAfter > Point),
        runs.Count(r => r.OthersBefore - r.OthersAfter > Point),
        runs.Count(r => r.Decision == LearnDecision.Confirmed),
        runs.Count(r => r.Decision == LearnDecision.RefusedUser),
        runs.Count(r => r.Decision == LearnDecision.RefusedFactory),
        runs.Count(r => r.Decision == LearnDecision.NoGain),
        runs.Average(r => r.Doubtful));
}
