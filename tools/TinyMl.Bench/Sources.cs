namespace TinyMl.Bench;

/// <summary>The C files of the library and of the harness.</summary>
internal sealed class Sources
{
    private readonly string _root;

    internal Sources(string nativeFolder) => _root = Path.GetFullPath(nativeFolder);

    internal string Include => Path.Combine(_root, "include");

    internal string LibraryFolder => Path.Combine(_root, "src");

    internal string BenchFolder => Path.Combine(_root, "bench");

    /// <summary>What stands in for the C library on bare targets.</summary>
    internal string BareFolder => Path.Combine(BenchFolder, "bare");

    internal string[] Library => C(LibraryFolder);

    /// <summary>The harness of a target, without what stands in for compiler and C library.</summary>
    internal string[] Harness(BenchTarget target) =>
    [
        .. C(BenchFolder).Where(file => file != Footprint),
        Path.Combine(BenchFolder, target.Folder, "target.c"),
        .. target.IsHost ? Array.Empty<string>() : [Path.Combine(BareFolder, "arena.c")],
    ];

    /// <summary>Memory functions, and arithmetic that the target's compiler lacks.</summary>
    internal string[] Support(BenchTarget target) =>
    [
        Path.Combine(BareFolder, "memory.c"),
        .. C(Path.Combine(BenchFolder, target.Folder)).Where(file => Path.GetFileName(file) == "arithmetic.c"),
    ];

    internal string Footprint => Path.Combine(BenchFolder, "footprint.c");

    internal string LinkerScript(BenchTarget target) => Path.Combine(BenchFolder, target.Folder, "link.ld");

    /// <summary>Every file that can change what is built.</summary>
    internal IEnumerable<string> All =>
        new[] { Include, LibraryFolder, BenchFolder }
            .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);

    private static string[] C(string folder) => [.. Directory.GetFiles(folder, "*.c").Order(StringComparer.Ordinal)];
}
