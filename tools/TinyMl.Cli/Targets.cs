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
}
