using System.Text.RegularExpressions;

namespace TinyMl.Native.Tests;

/// <summary>The sources compile without a warning for the device's cores, and need little stack there.</summary>
public sealed partial class CrossCompileTests : IDisposable
{
    private const int StackLimit = 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("tinyml-cross-").FullName;

    [ToolTheory("arm-none-eabi-gcc")]
    [InlineData("-mcpu=cortex-m0plus", "-O2")]
    [InlineData("-mcpu=cortex-m0plus", "-Os")]
    [InlineData("-mcpu=cortex-m4", "-O2")]
    [InlineData("-mcpu=cortex-m4", "-Os")]
    [InlineData("-mcpu=cortex-m7", "-O2")]
    public void CortexM(string cpu, string optimisation) =>
        Compile("arm-none-eabi-gcc", "-mthumb", cpu, optimisation);

    [ToolTheory("riscv64-unknown-elf-gcc")]
    [InlineData("-O2")]
    [InlineData("-Os")]
    public void RiscV(string optimisation) =>
        Compile("riscv64-unknown-elf-gcc", "-march=rv32imc", "-mabi=ilp32", "--specs=picolibc.specs", optimisation);

    [ToolTheory("xtensa-lx106-elf-gcc")]
    [InlineData("-O2")]
    [InlineData("-Os")]
    public void Xtensa(string optimisation) =>
        Compile("xtensa-lx106-elf-gcc", "-mlongcalls", "-mtext-section-literals", "-ffreestanding", "-isystem", Path.Combine(Tools.Native, "bench", "bare"), optimisation);

    /// <summary>The sum along a path is what this class takes it for.</summary>
    [Fact]
    public void TheDeepestPathIsFound()
    {
        Dictionary<string, int> frames = new() { ["a"] = 10, ["b"] = 100, ["c"] = 1, ["d"] = 50 };
        ILookup<string, string> calls = new[] { ("a", "b"), ("a", "c"), ("c", "d") }.ToLookup(e => e.Item1, e => e.Item2);
        Assert.Equal((110, "a > b"), Deepest("a", frames, calls, []));
        ILookup<string, string> loop = new[] { ("a", "b"), ("b", "a") }.ToLookup(e => e.Item1, e => e.Item2);
        Assert.Throws<InvalidOperationException>(() => Deepest("a", frames, loop, []));
    }

    /// <summary>What instructions take off the stack pointer is found in each form that the cores have.</summary>
    [ToolTheory("arm-none-eabi-gcc")]
    [InlineData("arm-none-eabi-gcc", "-mcpu=cortex-m4 -mthumb", ".syntax unified; push {r4-r7, lr}; sub sp, #12; strd r2, r3, [sp, #-16]!; bl", 48)]
    [InlineData("arm-none-eabi-gcc", "-mcpu=cortex-m4 -mthumb", ".syntax unified; push {r4-r11, lr}; sub.w sp, sp, #512; bl", 548)]
    [InlineData("riscv64-unknown-elf-gcc", "-march=rv32imc -mabi=ilp32", "addi sp, sp, -96; addi sp, sp, -8; addi sp, sp, 104; call", 104)]
    [InlineData("xtensa-lx106-elf-gcc", "-mlongcalls", "addi a1, a1, -32; call0", 32)]
    public void FramesAreReadOffInstructions(string compiler, string target, string assembly, int bytes)
    {
        string source = Path.Combine(_folder, "naked.S");
        File.WriteAllText(source, $".global first\n.type first, %function\nfirst: {assembly} second\n");
        (int code, string output) = Tools.Run(compiler, [.. target.Split(' '), "-c", source, "-o", source + ".o"]);
        Assert.True(code == 0, output);
        Dictionary<string, int> frames = [];
        List<(string From, string To)> calls = [];
        Disassembly.Read(compiler, source + ".o", frames, calls);
        Assert.Equal(bytes, frames["first"]);
        Assert.Contains(("first", "second"), calls);
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private static (int Bytes, string Path) Deepest(
        string function, Dictionary<string, int> frames, ILookup<string, string> calls, HashSet<string> above)
    {
        if (!above.Add(function))
        {
            throw new InvalidOperationException($"{function} calls itself.");
        }

        (int bytes, string path) = calls[function].Distinct()
            .Select(c => Deepest(c, frames, calls, above)).OrderByDescending(d => d.Bytes).FirstOrDefault((0, string.Empty));
        above.Remove(function);
        return (frames.GetValueOrDefault(function) + bytes, path.Length == 0 ? function : $"{function} > {path}");
    }

    /// <summary>The library; for Xtensa, also what its compiler calls and its own library lacks.</summary>
    private static IEnumerable<string> Sources(string compiler)
    {
        string[] sources = Directory.GetFiles(Path.Combine(Tools.Native, "src"), "*.c");
        return compiler.StartsWith("xtensa", StringComparison.Ordinal)
            ? sources.Append(Path.Combine(Tools.Native, "bench", "xtensa", "arithmetic.c"))
            : sources;
    }

    /// <summary>Compiles all sources, then adds up the frames along each path of the compiler's own call graph.</summary>
    private void Compile(string compiler, params string[] target)
    {
        Dictionary<string, int> frames = [];
        List<(string From, string To)> calls = [];
        Dictionary<string, int> naked = [];
        foreach (string source in Sources(compiler))
        {
            string name = Path.GetFileNameWithoutExtension(source);
            (int code, string output) = Tools.Run(compiler,
            [
                .. target, "-std=c99", "-Wall", "-Wextra", "-Wshadow", "-Wundef", "-Werror", "-fcallgraph-info=su",
                "-I", Path.Combine(Tools.Native, "include"), "-c", source, "-o", Path.Combine(_folder, name + ".o"),
            ]);
            Assert.True(code == 0 && output.Length == 0, output);
            string graph = File.ReadAllText(Path.Combine(_folder, name + ".ci"));
            foreach (Match node in Node().Matches(graph))
            {
                frames[node.Groups[1].Value] = int.Parse(node.Groups[2].Value);
                Assert.Equal("static", node.Groups[3].Value);
            }

            calls.AddRange(Edge().Matches(graph).Select(e => (e.Groups[1].Value, e.Groups[2].Value)));
            if (name.EndsWith("_arm", StringComparison.Ordinal) || name.EndsWith("_riscv", StringComparison.Ordinal))
            {
                Disassembly.Read(compiler, Path.Combine(_folder, name + ".o"), naked, []);
            }
        }

        foreach (string function in frames.Keys.Where(f => frames[f] == 0).ToArray())
        {
            frames[function] = naked.GetValueOrDefault(function[(function.LastIndexOf(':') + 1)..]);
        }

        // No call through a pointer: the graph is complete.
        Assert.DoesNotContain(calls, c => c.To.Contains("indirect", StringComparison.Ordinal));
        Assert.True(frames.Count > 50, $"{frames.Count} functions");
        string[] own = [.. frames.Keys];
        Disassembly.Read(compiler, Disassembly.Library(compiler, target), frames, calls);
        ILookup<string, string> graphOfCalls = calls.ToLookup(c => c.From, c => c.To);
        Assert.Contains(graphOfCalls["tml_run"], c => c == "tml_run_slice");
        (int bytes, string path) = own.Select(f => Deepest(f, frames, graphOfCalls, [])).MaxBy(d => d.Bytes);
        Assert.True(bytes is > 256 and < StackLimit, $"{bytes} bytes: {path}");
    }

    [GeneratedRegex("""node: \{ title: "([^"]+)" label: "[^"]*\\n(\d+) bytes \(([^)]+)\)""")]
    private static partial Regex Node();

    [GeneratedRegex("""edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)""")]
    private static partial Regex Edge();
}
