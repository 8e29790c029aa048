namespace TinyMl.Bench;

/// <summary>What the tests need to fuzz the native library: clang and the runtime of its fuzzer.</summary>
public static class FuzzTools
{
    private static readonly string[] Packages = ["clang", "libclang-rt-dev"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>The packages that are missing; empty: everything is there.</summary>
    public static IReadOnlyList<string> MissingPackages => IsThere() ? [] : Packages;

    /// <summary>Installs what is missing where that is possible without asking; else tests are skipped.</summary>
    public static Task ProvideAsync(Action<string> tell, CancellationToken cancel) =>
        Toolchain.InstallAsync(() => MissingPackages, tell, cancel);

    // Whether an empty target links.
    private static bool IsThere()
    {
        if (Tool.Find("clang") is not { } clang)
        {
            return false;
        }

        string folder = Directory.CreateTempSubdirectory("tinyml-fuzz").FullName;
        try
        {
            string source = Path.Combine(folder, "empty.c");
            File.WriteAllText(source, "int LLVMFuzzerTestOneInput(const unsigned char *d, unsigned long n) { return !d && n; }\n");
            string[] arguments = ["-fsanitize=fuzzer,address,undefined", source, "-o", Path.Combine(folder, "empty")];
            Task<Tool.Outcome> linking = Tool.RunAsync(clang, arguments, folder, Limit, CancellationToken.None);
            return linking.GetAwaiter().GetResult().Exit == 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
