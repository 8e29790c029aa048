using TinyMl.Native.Tests;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests.Interop;

/// <summary>
/// The glue and the library behind it, found and compiled as nanoFramework's build does, against stand-ins for the parts of
/// the runtime that the glue uses (StandIn/).
/// </summary>
internal sealed class GlueBuild : IDisposable
{
    public static string StandIn { get; } =
        Path.Combine(SharedData.Repository, "tests", "TinyMl.Nano.Tests", "Interop", "StandIn");

    /// <summary>The folder with everything that is built.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("tinyml-glue-").FullName;

    /// <summary>Configures; null: done, else what CMake says.</summary>
    public string? Configure(params string[] settings)
    {
        (int code, string output) = Tools.Run(
            "cmake",
            ["-S", StandIn, "-B", Folder, $"-DINTEROP={Tools.Native}", $"-DTINYML_SOURCE_DIR={Tools.Native}", .. settings]);
        return code == 0 ? null : output;
    }

    /// <summary>Configures and builds; a warning of the compiler is a failure.</summary>
    public void Build(params string[] settings)
    {
        Assert.Null(Configure(settings));
        (int code, string output) = Tools.Run("cmake", "--build", Folder, "--parallel");
        Assert.True(code == 0 && !output.Contains("warning:", StringComparison.Ordinal), output);
    }

    /// <summary>The object of a source of the glue.</summary>
    public string Object(string source) =>
        Directory.GetFiles(Folder, source + ".*", SearchOption.AllDirectories).Single(f => f.EndsWith(".o") || f.EndsWith(".obj"));

    public void Dispose() => Directory.Delete(Folder, true);
}
