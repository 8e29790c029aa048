namespace TinyMl.Cli;

/// <summary>The checkout that the launcher runs in.</summary>
internal static class Workspace
{
    /// <summary>The repository's top level.</summary>
    internal static string Root => Environment.GetEnvironmentVariable("TINYML_ROOT")
        ?? throw new UserError(ExitCode.Usage, "This command works in a checkout of the repository: start it as ./tinyml.");

    /// <summary>The .NET host that runs this tool.</summary>
    internal static string Dotnet => Environment.GetEnvironmentVariable("TINYML_DOTNET") ?? "dotnet";

    /// <summary>The gesture model that comes with the repository.</summary>
    internal static string GestureModel => Path.Combine(Root, "models", "gesture-digits", "gesture-digits.tml");
}
