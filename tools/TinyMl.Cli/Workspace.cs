namespace TinyMl.Cli;

/// <summary>The checkout that the launcher runs in.</summary>
internal static class Workspace
{
    /// <summary>The repository's top level.</summary>
    internal static string Root => Environment.GetEnvironmentVariable("TINYML_ROOT")
        ?? throw new UserError(ExitCode.Usage, "This command works in a checkout of the repository: start it as ./tinyml.");

    /// <summary>The .NET host that runs this tool.</summary>
    internal static string Dotnet => Environment.GetEnvironmentVariable("TINYML_DOTNET") ?? "dotnet";

    /// <summary>Recordings and reference models: TINYML_SHARED, else the folder "shared" beside the checkout.</summary>
    internal static string Shared => Environment.GetEnvironmentVariable("TINYML_SHARED") ?? Path.Combine(Root, "..", "shared");

    /// <summary>The boards: those of the checkout, else those that came with the tool.</summary>
    internal static string Boards => Environment.GetEnvironmentVariable("TINYML_ROOT") is { } root
        ? Path.Combine(root, "boards")
        : Path.Combine(AppContext.BaseDirectory, "boards");

    /// <summary>The gesture model that comes with the repository.</summary>
    internal static string GestureModel => Path.Combine(Root, "models", "gesture-digits", "gesture-digits.tml");
}
