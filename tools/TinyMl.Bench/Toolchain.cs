namespace TinyMl.Bench;

/// <summary>Whether the programs of a target are there, and how they get there.</summary>
public static class Toolchain
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(20);

    /// <summary>The packages that a target still needs; empty: everything is there.</summary>
    public static IReadOnlyList<string> MissingPackages(BenchTarget target) =>
        target.Packages.Where(tool => Tool.Find(tool.Key) is null).Select(tool => tool.Value).Distinct().ToArray();

    /// <summary>Installs what is missing where that is possible without asking, else says what is missing.</summary>
    /// <param name="targets">The targets to be measured.</param>
    /// <param name="tell">Takes a sentence about what takes long.</param>
    /// <param name="cancel">Stops the installation.</param>
    /// <param name="mayInstall">Whether to install at all.</param>
    /// <exception cref="BenchException">Something is missing and cannot be installed.</exception>
    public static async Task ProvideAsync(
        IReadOnlyList<BenchTarget> targets, Action<string> tell, CancellationToken cancel, bool mayInstall = true)
    {
        string[] Missing() => targets.SelectMany(MissingPackages).Distinct().ToArray();
        if (mayInstall)
        {
            await InstallAsync(Missing, tell, cancel);
        }

        if (Missing() is { Length: > 0 } missing)
        {
            string packages = string.Join(' ', missing);
            throw new BenchException(
                BenchFailure.ToolsMissing,
                $"These packages are missing: {packages}. Install them (on Debian: sudo apt-get install {packages}) and run this again.");
        }
    }

    /// <summary>Installs what is missing, where apt-get is there and this user may run it unasked.</summary>
    internal static async Task InstallAsync(
        Func<IReadOnlyList<string>> missing, Action<string> tell, CancellationToken cancel)
    {
        IReadOnlyList<string> packages = missing();
        if (packages.Count == 0 || Tool.Find("apt-get") is not { } apt || await PrivilegeAsync(cancel) is not { } privilege)
        {
            return;
        }

        tell($"Installing {string.Join(", ", packages)} ...");
        string[] update = [.. privilege, apt, "update", "-qq"];
        string[] install =
        [
            .. privilege, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-o", "DPkg::Lock::Timeout=600", "install", "-y",
            "-qq", "--no-install-recommends", .. packages,
        ];
        foreach (string[] command in new[] { update, install })
        {
            await Tool.RunAsync(command[0], command[1..], Path.GetTempPath(), InstallLimit, cancel);
        }
    }

    /// <summary>What must precede a command of the administrator; null: this user may not run one unasked.</summary>
    private static async Task<string[]?> PrivilegeAsync(CancellationToken cancel)
    {
        if (Environment.IsPrivilegedProcess)
        {
            return [];
        }

        if (Tool.Find("sudo") is not { } sudo)
        {
            return null;
        }

        Tool.Outcome outcome = await Tool.RunAsync(
            sudo, ["-n", "true"], Path.GetTempPath(), TimeSpan.FromSeconds(10), cancel);
        return outcome.Exit == 0 ? [sudo, "-n"] : null;
    }
}
