namespace TinyMl.Tests.Shared;

/// <summary>Where the shared recordings and models lie: TINYML_SHARED, else the folder "shared" beside the repository.</summary>
public static class SharedData
{
    /// <summary>The folder; null where there is none.</summary>
    public static string? Root { get; } = Find();

    /// <summary>The repository's top level.</summary>
    public static string Repository { get; } = FindRepository();

    private static string? Find()
    {
        string folder = Environment.GetEnvironmentVariable("TINYML_SHARED")
            ?? Path.Combine(FindRepository(), "..", "shared");
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "TinyMlFirmware.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
