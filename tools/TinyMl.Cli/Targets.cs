namespace TinyMl.Cli;

/// <summary>The cores that models are compiled and measured for; every one runs the portable profile.</summary>
internal static class Targets
{
    internal const string Host = "host";

    internal static readonly string[] All = [Host, "cortex-m0plus", "cortex-m4", "cortex-m7", "rv32", "xtensa"];

    internal static void Check(string target)
    {
        if (!All.Contains(target))
        {
            throw new UserError(ExitCode.Usage, $"There is no target '{target}': use {string.Join(", ", All)}.");
        }
    }
}
