using System.Text.RegularExpressions;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests.Interop;

/// <summary>The method table as the glue's sources state it.</summary>
internal sealed partial record NativeTable(string Assembly, string Version, uint Checksum, IReadOnlyList<string> Methods)
{
    public static string Folder { get; } = Path.Combine(SharedData.Repository, "native-interop", "nanoframework");

    public static NativeTable Read()
    {
        string list = File.ReadAllText(Path.Combine(Folder, "tinyml_interop.h"));
        Match data = Data().Match(File.ReadAllText(Path.Combine(Folder, "tinyml_interop.cpp")));
        Assert.True(data.Success, "tinyml_interop.cpp has no CLR_RT_NativeAssemblyData that nanoFramework's build would find.");
        return new NativeTable(
            data.Groups["assembly"].Value,
            string.Join('.', Enumerable.Range(0, 4).Select(i => data.Groups["version"].Captures[i].Value)),
            Convert.ToUInt32(data.Groups["checksum"].Value, 16),
            Entry().Matches(list).Select(m => m.Groups[1].Value).ToArray());
    }

    /// <summary>What differs from an assembly, each difference with what to write; empty: the two belong together.</summary>
    public IReadOnlyList<string> Differences(ManagedTable managed)
    {
        List<string> differences = [];
        for (int i = 0; i < Math.Max(Methods.Count, managed.Methods.Count); i++)
        {
            string? native = i < Methods.Count ? Methods[i] : null;
            ManagedMethod? method = i < managed.Methods.Count ? managed.Methods[i] : null;
            if (method is null || !method.IsNative || method.Name != native || method.Class != "TinyMl_Interop_Native")
            {
                differences.Add($"Method {i} of the assembly is {method?.ToString() ?? "missing"}, of the table {native ?? "missing"}.");
            }
        }

        if (Checksum != managed.Checksum)
        {
            differences.Add(
                $"Write the checksum 0x{managed.Checksum:X8} in native-interop/nanoframework/tinyml_interop.cpp " +
                "and in the two .nuspec files under firmware.");
        }

        if (Version != managed.NativeVersion)
        {
            differences.Add($"The version in tinyml_interop.cpp is {Version}, AssemblyNativeVersion {managed.NativeVersion}.");
        }

        if (Assembly != managed.Assembly)
        {
            differences.Add($"The table is for {Assembly}.");
        }

        if (differences.Count > 0)
        {
            differences.Add(
                "If the assembly is as it should be, write in native-interop/nanoframework/tinyml_interop.h, and give each new " +
                $"name a function in tinyml_interop_native.cpp:\n{List(managed)}");
        }

        return differences;
    }

    private static string List(ManagedTable managed) => string.Join(
        "\\\n",
        managed.Methods.Select(m => $"    X({m})").Prepend("#define TINYML_INTEROP_METHODS(X)").Select(line => $"{line,-119}"));

    // The build takes version and checksum out of the text: no 0 may stand between the brace and the checksum.
    [GeneratedRegex("""
        \sCLR_RT_NativeAssemblyData\s+g_CLR_AssemblyNative_TinyMl_Interop\s*=\s*{\s*"(?<assembly>[^0"]+)",\s*
        0x(?<checksum>[0-9A-F]{8}),\s*method_lookup,\s*{(?:\s*(?<version>[0-9]+)\s*,?){4}\s*}
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Data();

    [GeneratedRegex(@"^    X\((\w+)\)", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
