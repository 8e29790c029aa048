namespace TinyMl.Boards.Images;

/// <summary>
/// The native parts of a firmware build and their checksums: <c>native_assemblies.csv</c>, which nanoFramework's build leaves
/// beside the image (nf-interpreter, CMake/Modules/FindNF_NativeAssemblies.cmake). A line is name, version, checksum.
/// </summary>
public static class NativeAssemblies
{
    /// <summary>The file's name.</summary>
    public const string FileName = "native_assemblies.csv";

    /// <summary>Checksums by assembly.</summary>
    public static IReadOnlyDictionary<string, uint> Parse(string text, string path)
    {
        Dictionary<string, uint> checksums = new(StringComparer.Ordinal);
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] cells = line.Split(',');
            if (cells.Length != 3 || !Hex.TryParse(cells[2], out uint checksum))
            {
                throw new BoardException($"{path} is not nanoFramework's list of native assemblies at '{line}': build the image again.");
            }

            checksums[cells[0]] = checksum;
        }

        return checksums;
    }
}
