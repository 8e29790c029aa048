using TinyMl.Bench;
using TinyMl.Compiler.Models;

namespace TinyMl.Cli;

/// <summary>The cores that models are compiled and measured for; every one runs the portable profile.</summary>
internal static class Targets
{
    internal const string Host = "host";

    internal static readonly string[] All = [Host, .. BenchTarget.All.Select(target => target.Name).Where(name => name != Host)];

    /// <summary>The weight layouts that suit a target best.</summary>
    internal static Profile ProfileOf(string target) => BenchTarget.Find(target)?.Profile
        ?? throw new UserError(ExitCode.Usage, $"There is no target '{target}': use {string.Join(", ", All)}.");

    /// <summary>Those whose instructions are predicted.</summary>
    internal static IEnumerable<string> Predicted => BenchTarget.All.Where(target => !target.IsHost).Select(target => target.Name);

    /// <summary>The core for which the instructions of a profile's model are told.</summary>
    /// <param name="profile">The model's.</param>
    /// <param name="name">What was asked for; null or the host: the first core that it is meant for, Cortex-M4 for all.</param>
    internal static BenchTarget MeasuredFor(Profile profile, string? name)
    {
        if (name is null or Host)
        {
            return BenchTarget.All.First(target => target.Profiles.Contains(profile) && (profile != Profile.Portable || target.Name == "cortex-m4"));
        }

        _ = ProfileOf(name);
        BenchTarget found = BenchTarget.Find(name)!;
        return found.Profiles.Contains(profile) ? found : throw new UserError(
            ExitCode.Usage, $"{name} does not run the profile {ProfileName.Of(profile)}: compile the model with --target {name}, or name another target.");
    }
}
