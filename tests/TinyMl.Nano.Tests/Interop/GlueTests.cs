using System.Globalization;
using System.Text.RegularExpressions;
using TinyMl.Compiler.Models;
using TinyMl.Native.Tests;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests.Interop;

/// <summary>The glue on this machine, called, and on the devices' cores, compiled.</summary>
public sealed partial class GlueTests : IDisposable
{
    private const int ArenaBytes = 16384;

    private readonly GlueBuild _build = new();
    private readonly UnguardedModel _model = new();

    /// <summary>
    /// Every method is called through the table with every kind of argument, on heap blocks of exactly their size; then
    /// with the functions altered so that each takes a neighbour's argument, which must not go unnoticed.
    /// </summary>
    [ToolFact("cmake")]
    public void Every_Method_Takes_Its_Arguments_And_Only_Those()
    {
        _build.Build(
            "-DRUN=ON", $"-DTINYML_ARENA_BYTES={ArenaBytes}", "-DTINYML_MODEL_BYTES=40000",
            "-DNF_OPTIONS=-g -Os -Wundef -fsanitize=address,undefined -fno-sanitize-recover=all");
        (int code, string output) = Call(Path.Combine(_build.Folder, "glue_test"));
        Assert.True(code == 0, output);
        Match summary = Regex.Match(output, @"^(\d+) checks, 0 failed\n$");
        Assert.True(summary.Success, output);
        Assert.True(int.Parse(summary.Groups[1].Value, CultureInfo.InvariantCulture) > 1000, output);

        Assert.Equal(NativeTable.Read().Methods, TableOf("readelf"));
        AlterArguments();
    }

    [ToolTheory("arm-none-eabi-g++")]
    [InlineData("-mcpu=cortex-m7 -mfpu=fpv5-sp-d16 -mfloat-abi=hard", "OFF")]
    [InlineData("-mcpu=cortex-m0plus", "ON")]
    public void It_Compiles_For_Cortex_M_As_nanoFramework_Compiles(string core, string glueOnly)
    {
        CrossBuild(
            "arm-none-eabi-", "arm", 23, $"-mthumb -mabi=aapcs -Os -Wundef {core}", "-DTINYML_ARENA_SECTION=.ram0", $"-DGLUE_ONLY={glueOnly}");
        Assert.Equal(NativeTable.Read().Methods, TableOf("arm-none-eabi-readelf"));

        // The arena lies where the board's memory map wants it, and is exactly as large.
        string sections = Tools.Run("arm-none-eabi-readelf", "-SW", _build.Object("tinyml_memory.cpp")).Output;
        Match ram = Regex.Match(sections, @"\s\.ram0\s+\S+\s+[0-9a-f]+\s+[0-9a-f]+\s+([0-9a-f]+)\s.*\s(\d+)\n");
        Assert.True(ram.Success, sections);
        Assert.Equal(ArenaBytes, Convert.ToInt32(ram.Groups[1].Value, 16));
        Assert.True(int.Parse(ram.Groups[2].Value, CultureInfo.InvariantCulture) >= 16, sections);
    }

    [ToolFact("riscv64-unknown-elf-g++")]
    public void It_Compiles_For_RiscV_As_nanoFramework_Compiles() =>
        CrossBuild("riscv64-unknown-elf-", "riscv", 17, $"-march=rv32imc -mabi=ilp32 {Esp}", "-DGLUE_ONLY=ON");

    [ToolFact("xtensa-lx106-elf-g++")]
    public void It_Compiles_For_Xtensa_As_nanoFramework_Compiles() =>
        CrossBuild("xtensa-lx106-elf-", "xtensa", 17, $"-mlongcalls {Esp}", "-DGLUE_ONLY=ON");

    [ToolTheory("cmake")]
    [InlineData("-DTINYML_ARENA_BYTES=32k", "TINYML_ARENA_BYTES is '32k': give a number of bytes")]
    [InlineData("-DTINYML_MODEL_BYTES=-1", "TINYML_MODEL_BYTES is '-1': give a number of bytes")]
    [InlineData("-DTINYML_SOURCE_DIR=/nowhere", "no TinyML library in '/nowhere'")]
    [InlineData("-DTINYML_BUILT_IN_MODEL=/nowhere.tml", "no built-in model '/nowhere.tml'")]
    [InlineData("-DTINYML_BUILT_IN_MODEL=/dev/null", "'/dev/null' is no .tml file")]
    public void A_Wrong_Setting_Is_Refused_Before_Anything_Is_Compiled(string setting, string sentence)
    {
        string output = Regex.Replace(_build.Configure(setting) ?? string.Empty, @"\s+", " ");
        Assert.Contains(sentence, output);
    }

    [ToolTheory("cmake")]
    [InlineData(0, 101, "is cut short at 101 bytes")]
    [InlineData(4, 104, "is no .tml file")]
    public void A_Damaged_Built_In_Model_Is_Refused(int start, int end, string sentence)
    {
        string path = Path.Combine(_build.Folder, "damaged.tml");
        File.WriteAllBytes(path, File.ReadAllBytes(_model.Path)[start..end]);
        string output = Regex.Replace(_build.Configure($"-DTINYML_BUILT_IN_MODEL={path}") ?? string.Empty, @"\s+", " ");
        Assert.Contains(sentence, output);
    }

    [ToolTheory("g++")]
    [InlineData(120)]
    [InlineData(1000)]
    public void An_Arena_Of_A_Wrong_Size_Does_Not_Compile(int bytes)
    {
        (int code, string output) = Tools.Run("g++", [.. HostFlags, $"-DTINYML_ARENA_BYTES={bytes}", "-DTINYML_MODEL_BYTES=0",
            "-c", Path.Combine(NativeTable.Folder, "tinyml_memory.cpp"), "-o", Path.Combine(_build.Folder, "x.o")]);
        Assert.NotEqual(0, code);
        Assert.Contains("TINYML_ARENA_BYTES is a multiple of 16", output);
    }

    public void Dispose()
    {
        _build.Dispose();
        _model.Dispose();
    }

    // What ESP32 targets have besides: no libc stands beside these compilers, so the bench's bare string.h does.
    private static string Esp => $"-Os -Wno-sign-compare -Wno-unused-parameter -DESP_PLATFORM -ffreestanding -I{Bare}";

    private static string Bare => Path.Combine(Tools.Native, "bench", "bare");

    private static string[] HostFlags =>
    [
        "-std=c++17", "-fno-exceptions", "-fsanitize=address", $"-I{GlueBuild.StandIn}", $"-I{NativeTable.Folder}",
        $"-I{Path.Combine(Tools.Native, "include")}", $"-I{Path.Combine(Tools.Native, "device")}",
    ];

    private (int Code, string Output) Call(string program) =>
        Tools.Run(program, [_model.Path, _model.Contents.Name, .. _model.Contents.Labels]);

    private void CrossBuild(string prefix, string processor, int standard, string options, params string[] more) => _build.Build(
        [
            "-DCMAKE_SYSTEM_NAME=Generic", $"-DCMAKE_SYSTEM_PROCESSOR={processor}", "-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY",
            $"-DCMAKE_C_COMPILER={prefix}gcc", $"-DCMAKE_CXX_COMPILER={prefix}g++", $"-DCMAKE_C_STANDARD={standard}",
            $"-DCMAKE_CXX_STANDARD={standard}", $"-DNF_OPTIONS={options}", $"-DTINYML_ARENA_BYTES={ArenaBytes}", .. more,
        ]);

    /// <summary>The functions that the compiled table refers to, in its order.</summary>
    private string[] TableOf(string readelf)
    {
        string output = Tools.Run(readelf, "-rW", _build.Object("tinyml_interop.cpp")).Output;
        return Relocation().Matches(output)
            .Select(m => (Offset: Convert.ToInt64(m.Groups[1].Value, 16), Name: m.Groups[2].Value))
            .OrderBy(r => r.Offset).Select(r => r.Name).ToArray();
    }

    /// <summary>Each argument in turn is taken from its neighbour's place; the slow form tries all, else every seventh.</summary>
    private void AlterArguments()
    {
        string source = File.ReadAllText(Path.Combine(NativeTable.Folder, "tinyml_interop_native.cpp"));
        MatchCollection arguments = Regex.Matches(source, @"stack\.Arg(\d)\(\)");
        Assert.True(arguments.Count > 30);
        string altered = Path.Combine(_build.Folder, "altered.cpp");
        string program = Path.Combine(_build.Folder, "altered");
        int step = Environment.GetEnvironmentVariable("TINYML_SLOW") == "1" ? 1 : 7;
        for (int i = 0; i < arguments.Count; i += step)
        {
            Group index = arguments[i].Groups[1];
            string other = index.Value == "0" ? "1" : "0";
            File.WriteAllText(altered, source[..index.Index] + other + source[(index.Index + 1)..]);
            (int built, string log) = Tools.Run("g++",
            [
                .. HostFlags, "-fsanitize=undefined", altered, _build.Object("glue_test.cpp"), Path.Combine(_build.Folder, "libNF_NativeAssemblies.a"),
                "-o", program,
            ]);
            Assert.True(built == 0, log);
            int line = source.AsSpan(0, index.Index).Count('\n') + 1;
            Assert.True(
                Call(program).Code != 0,
                $"Nothing in glue_test.cpp would notice if line {line} of tinyml_interop_native.cpp took Arg{other} for Arg{index.Value}.");
        }
    }

    [GeneratedRegex(@"^([0-9a-f]+) .*Interop_Native\d+(\w+?)ER17CLR_RT_StackFrame", RegexOptions.Multiline)]
    private static partial Regex Relocation();
}
