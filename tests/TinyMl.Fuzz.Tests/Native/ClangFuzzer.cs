using System.Text.RegularExpressions;
using TinyMl.Bench;
using TinyMl.Native.Tests;
using TinyMl.Tests.Shared;

namespace TinyMl.Fuzz.Tests.Native;

/// <summary>A fact that needs clang and its fuzzer; reported as skipped where they are absent.</summary>
internal sealed class FuzzerFactAttribute : FactAttribute
{
    public FuzzerFactAttribute()
    {
        if (!Tools.Exists("cmake"))
        {
            Skip = "The program cmake is absent.";
        }
        else if (FuzzTools.MissingPackages is { Count: > 0 } missing)
        {
            Skip = $"Packages are missing: {string.Join(' ', missing)}.";
        }
    }
}

/// <summary>Builds tml_fuzz, once, and runs it.</summary>
internal static partial class ClangFuzzer
{
    private static readonly Lazy<string> Program = new(Build);

    /// <summary>Where inputs and findings lie.</summary>
    internal static string Folder { get; } = Path.Combine(SharedData.Repository, "artifacts", "fuzz", "native");

    /// <summary>An empty folder below <see cref="Folder"/>.</summary>
    internal static string Empty(string name)
    {
        string folder = Path.Combine(Folder, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Runs the fuzzer; a crash, a hang or too much memory fails, and the message has the input's path.</summary>
    /// <returns>Models tried and models accepted.</returns>
    internal static (int Tried, int Accepted) Run(params string[] arguments) => Run(0, arguments);

    /// <summary>Alters each so many bytes of every file of a folder, the checksum put right.</summary>
    /// <returns>Altered models that were accepted, and so were run.</returns>
    internal static int AlterEachByte(string folder, int step) => Run(step, Directory.GetFiles(folder)).Accepted;

    private static (int Tried, int Accepted) Run(int alter, string[] arguments)
    {
        string[] all = [$"-artifact_prefix={Folder}/", "-timeout=60", "-rss_limit_mb=2048", .. arguments];
        (int code, string output) = Tools.Run("env", [$"TML_FUZZ_ALTER={alter}", Program.Value, .. all]);
        Assert.True(code == 0, $"{string.Join(' ', all)}\n{Tail(output)}");
        Match counts = Counts().Match(output);
        Console.WriteLine($"tml_fuzz: {counts.Value}; {Progress().Matches(output).LastOrDefault()?.Value}");
        return (Number(counts.Groups[1]), Number(counts.Groups[2]));
    }

    private static string Build()
    {
        string build = Path.Combine(Tools.Native, "build", "fuzz");
        string[][] steps =
        [
            ["-S", Tools.Native, "-B", build, "-DCMAKE_C_COMPILER=clang", "-DTINYML_FUZZ=ON"], ["--build", build],
        ];
        foreach (string[] step in steps)
        {
            (int code, string output) = Tools.Run("cmake", step);
            Assert.True(code == 0, output);
        }

        return Path.Combine(build, "tml_fuzz");
    }

    private static int Number(Group digits) =>
        int.Parse(digits.Value, System.Globalization.CultureInfo.InvariantCulture);

    private static string Tail(string output) => output[Math.Max(0, output.Length - 6000)..];

    [GeneratedRegex("tried ([0-9]+) accepted ([0-9]+)")]
    private static partial Regex Counts();

    [GeneratedRegex("cov: [0-9]+ ft: [0-9]+ corp: [0-9]+")]
    private static partial Regex Progress();
}
