using System.Globalization;
using System.Text;
using TinyMl.Compiler.Models;

namespace TinyMl.Bench;

/// <summary>Compiles library and harness for a target and links them with a model.</summary>
internal sealed class HarnessBuild
{
    /// <summary>The program in the folder that <see cref="ProgramAsync"/> gives.</summary>
    internal const string ProgramFile = "bench.elf";

    private const string MapFile = "footprint.map";
    private const string SizeFile = "library.txt";
    private const string KernelsMapFile = "kernels.map";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // The warnings and the optimisation of native-interop/CMakeLists.txt.
    private static readonly string[] Flags =
    [
        "-std=c99", "-O2", "-Wall", "-Wextra", "-Wshadow", "-Wundef", "-Werror", "-ffunction-sections",
        "-fdata-sections",
    ];

    private static readonly string[] LinkFlags = ["-Wl,--gc-sections", "-Wl,-z,noexecstack"];

    private readonly Sources _sources;
    private readonly string _artifacts;
    private readonly BenchTarget _target;
    private readonly CancellationToken _cancel;

    // What carries out the operators of a keyword spotter such as mlperf_kws, in all profiles that the target has.
    private string[] KeywordKernels =>
    [
        "tml_conv", "tml_depthwise_conv", "tml_fully_connected", "tml_average_pool", "tml_softmax",
        .. _target.Profile switch
        {
            Profile.CortexMDsp => ["tml_dsp_run_conv", "tml_dsp_run_dense", "tml_dsp_run_depthwise"],
            Profile.XtensaMac16 => ["tml_mac16_run_matrix", "tml_mac16_run_depthwise"],
            Profile.Rv32 => ["tml_rv32_run_conv", "tml_rv32_run_dense", "tml_rv32_run_depthwise"],
            _ => Array.Empty<string>(),
        },
    ];

    internal HarnessBuild(string nativeFolder, string artifacts, BenchTarget target, CancellationToken cancel)
    {
        _sources = new Sources(nativeFolder);
        _artifacts = Path.Combine(Path.GetFullPath(artifacts), target.Name);
        _target = target;
        _cancel = cancel;
    }

    /// <summary>Compiles everything but the model.</summary>
    /// <returns>The folder of the objects.</returns>
    internal async Task<string> ObjectsAsync()
    {
        Tool.Outcome version = await Tool.RunAsync(
            _target.CompilerProgram, ["--version"], Path.GetTempPath(), Limit, _cancel);
        IEnumerable<byte[]> ingredients = BuildFolder.Of(
            [version.Output, .. _target.CompilerFlags, .. Flags, .. LinkFlags, .. KeywordKernels, _target.Folder], _sources.All);
        return await BuildFolder.ProvideAsync(_artifacts, ingredients, MakeObjectsAsync);
    }

    /// <summary>Links a model with the objects.</summary>
    /// <returns>The folder of the program.</returns>
    internal Task<string> ProgramAsync(string objects, byte[] model, uint[] seeds, bool adapts)
    {
        string assembly = Assembly(seeds, adapts);
        IEnumerable<byte[]> ingredients = [.. BuildFolder.Of([assembly], []), model];
        return BuildFolder.ProvideAsync(Path.Combine(objects, "models"), ingredients, async folder =>
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "model.tml"), model, _cancel);
            await File.WriteAllTextAsync(Path.Combine(folder, "model.S"), assembly, _cancel);
            await CompileAsync(folder, [.. _target.CompilerFlags, "-c", "model.S"]);
            string[] start = _target.IsHost
                ? []
                : ["-nostdlib", "-T", _sources.LinkerScript(_target)];
            string[] kinds = _target.IsHost ? ["harness", "library"] : ["harness", "library", "support"];
            await CompileAsync(
                folder,
                [
                    .. _target.CompilerFlags, .. start, .. LinkFlags, "-o", ProgramFile, "model.o",
                    .. kinds.SelectMany(kind => ObjectFiles(Path.Combine(objects, kind))), "-lgcc",
                ]);
        });
    }

    /// <summary>
    /// The library's share of the least firmware, what that needs of compiler and C library, and the whole library.
    /// </summary>
    internal static (CodeSize Linked, CodeSize Support, int Library) Sizes(string objects)
    {
        string map = File.ReadAllText(Path.Combine(objects, MapFile));
        bool IsLibrary(string file) => file.StartsWith("library", StringComparison.Ordinal);
        bool IsFirmware(string file) => file == "footprint.o";
        string[] total = File.ReadLines(Path.Combine(objects, SizeFile))
            .Last(line => line.Contains("(TOTALS)", StringComparison.Ordinal))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return (
            LinkMap.Sum(map, IsLibrary),
            LinkMap.Sum(map, file => !IsLibrary(file) && !IsFirmware(file)),
            int.Parse(total[0], CultureInfo.InvariantCulture) + int.Parse(total[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Flash of the kernels of mlperf_kws's operators, with everything that they call.</summary>
    internal static int KeywordKernelBytes(string objects) =>
        LinkMap.Sum(File.ReadAllText(Path.Combine(objects, KernelsMapFile)), _ => true).Flash;

    private async Task MakeObjectsAsync(string folder)
    {
        string[] common = [.. Flags, .. _target.CompilerFlags, "-I", _sources.Include];
        string[] c = _target.IsHost ? common : [.. common, "-isystem", _sources.BareFolder];
        await CompileAllAsync(folder, "library", c, _sources.Library);
        await CompileAllAsync(
            folder,
            "harness",
            [.. c, "-I", _sources.LibraryFolder, "-I", _sources.BenchFolder],
            _sources.Harness(_target));
        await CompileAllAsync(
            folder,
            "support",
            [.. common, "-fno-builtin", "-isystem", _sources.BareFolder],
            _sources.Support(_target));
        await CompileAsync(folder, [.. c, "-c", _sources.Footprint]);
        await LinkAsync(folder, MapFile, ["-Wl,-e,footprint", "footprint.o"]);
        await LinkAsync(folder, KernelsMapFile, [$"-Wl,-e,{KeywordKernels[0]}", .. KeywordKernels.Select(kernel => $"-Wl,-u,{kernel}")]);
        Tool.Outcome size = await Tool.RunAsync(
            _target.ToolPrefix + "size", ["-t", .. Relative(folder, "library")], folder, Limit, _cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, SizeFile), size.Output, _cancel);
    }

    // A program that never runs: its map says what of the library is needed from some functions on.
    private Task LinkAsync(string folder, string map, string[] roots) => CompileAsync(
        folder,
        [
            .. _target.CompilerFlags, "-nostdlib", "-static", .. LinkFlags, $"-Wl,-Map={map}", "-o", Path.ChangeExtension(map, ".elf"), .. roots,
            .. new[] { "library", "support" }.SelectMany(kind => Relative(folder, kind)), "-lgcc",
        ]);

    private async Task CompileAllAsync(string folder, string kind, string[] flags, string[] files)
    {
        string objects = Path.Combine(folder, kind);
        Directory.CreateDirectory(objects);
        await CompileAsync(objects, [.. flags, "-c", .. files]);
    }

    private async Task CompileAsync(string folder, string[] arguments)
    {
        Tool.Outcome outcome = await Tool.RunAsync(_target.CompilerProgram, arguments, folder, Limit, _cancel);
        if (outcome.Exit == 0)
        {
            return;
        }

        string[] lines = outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string first = lines.FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)
            || line.Contains("overflowed", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "no message";
        bool isTooLarge = outcome.Errors.Contains("overflowed by", StringComparison.Ordinal)
            || outcome.Errors.Contains("no room for an arena", StringComparison.Ordinal);
        throw isTooLarge
            ? new BenchException(
                BenchFailure.TooLarge, $"The model does not fit the emulated board of {_target.Name}: bench it on another target.")
            : new BenchException(
                BenchFailure.Build, $"{_target.CompilerProgram} refuses the engine for {_target.Name}: {first.Trim()}");
    }

    private static IEnumerable<string> ObjectFiles(string folder) =>
        Directory.GetFiles(folder, "*.o").Order(StringComparer.Ordinal);

    // Names in the map then do not depend on where the checkout lies.
    private static IEnumerable<string> Relative(string folder, string kind) =>
        ObjectFiles(Path.Combine(folder, kind)).Select(file => $"{kind}/{Path.GetFileName(file)}");

    private static string Assembly(uint[] seeds, bool adapts)
    {
        StringBuilder text = new();
        text.AppendLine("    .section .rodata.bench_model, \"a\"");
        text.AppendLine("    .balign 16");
        text.AppendLine("    .global bench_model, bench_model_end, bench_adapts, bench_seeds");
        text.AppendLine("bench_model:");
        text.AppendLine("    .incbin \"model.tml\"");
        text.AppendLine("bench_model_end:");
        text.AppendLine("    .balign 4");
        text.AppendLine("bench_adapts:");
        text.AppendLine(CultureInfo.InvariantCulture, $"    .long {(adapts ? 1 : 0)}");
        text.AppendLine("bench_seeds:");
        text.AppendLine(CultureInfo.InvariantCulture, $"    .long {seeds.Length}, {string.Join(", ", seeds)}");
        text.AppendLine("    .section .note.GNU-stack, \"\", %progbits");
        return text.ToString();
    }
}
