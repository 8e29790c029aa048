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

    /// <summary>Whether the tool runs in a checkout; else it was installed.</summary>
    internal static bool IsCheckout => Environment.GetEnvironmentVariable("TINYML_ROOT") is not null;

    /// <summary>The boards: those of the checkout, else those that came with the tool.</summary>
    internal static string Boards => Path.Combine(Shipped, "boards");

    /// <summary>The models, found likewise.</summary>
    internal static string Models => Path.Combine(Shipped, "models");

    /// <summary>The boards of the checkout: those that came with an installed tool are replaced at its next update.</summary>
    internal static string OwnBoards => Path.Combine(Root, "boards");

    /// <summary>The gesture model that comes with the repository and the tool.</summary>
    internal static string GestureModel => Path.Combine(Models, "gesture-digits", "gesture-digits.tml");

    /// <summary>The model of spoken digits that comes with the repository and the tool.</summary>
    internal static string KeywordModel => Path.Combine(Models, "keyword-digits", "keyword-digits.tml");

    /// <summary>Its recipe, which names the voices that it has not met.</summary>
    internal static string KeywordRecipe => Path.Combine(Models, "keyword-digits", "recipe.json");

    private static string Shipped => Environment.GetEnvironmentVariable("TINYML_ROOT") ?? AppContext.BaseDirectory;
}
