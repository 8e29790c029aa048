using static TinyMl.Boards.Documents.Numbers;

namespace TinyMl.Boards.Documents;

/// <summary>
/// The commands that build a firmware image, run in a clone of nf-interpreter; the variables are those of
/// <c>native-interop/nanoframework/FindINTEROP-TinyMl.Interop.cmake</c>.
/// </summary>
public static class FirmwareBuild
{
    /// <summary>Configures and builds one target.</summary>
    public static string[] Commands(BoardTarget target) =>
    [
        string.Join(' ', Configure(target)),
        "cmake --build build",
    ];

    private static IEnumerable<string> Configure(BoardTarget target)
    {
        yield return $"cmake --preset {target.Name} -DCMAKE_BUILD_TYPE=MinSizeRel -DNF_INTEROP_ASSEMBLIES=\"TinyMl.Interop\"";
        yield return $"-DTINYML_ARENA_BYTES={Number(target.Arena.Bytes)}";
        if (target.Arena.Section.Length > 0)
        {
            yield return $"-DTINYML_ARENA_SECTION={target.Arena.Section}";
        }

        yield return $"-DTINYML_MODEL_BYTES={Number(target.ModelBuffer.Bytes)}";
        if (target.ModelBuffer.Section.Length > 0)
        {
            yield return $"-DTINYML_MODEL_SECTION={target.ModelBuffer.Section}";
        }
    }
}
