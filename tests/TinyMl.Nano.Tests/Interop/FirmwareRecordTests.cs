using TinyMl.Boards.Images;
using TinyMl.Compiler.Models;
using TinyMl.Native.Tests;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests.Interop;

/// <summary>What the glue writes into an image about itself is what <c>tinyml flash</c> reads there, after the linker's cleaning.</summary>
public sealed class FirmwareRecordTests : IDisposable
{
    private const int ArenaBytes = 20480;
    private const int RoomBytes = 40000;

    private readonly GlueBuild _build = new();

    /// <summary>A program in which the built-in model is opened, linked without what nobody refers to.</summary>
    [ToolFact("cmake")]
    public void A_Program_With_A_Built_In_Model_Tells_All_Of_It()
    {
        using UnguardedModel model = new();
        _build.Build(
            "-DRUN=ON", $"-DTINYML_ARENA_BYTES={ArenaBytes}", $"-DTINYML_MODEL_BYTES={RoomBytes}", $"-DTINYML_BUILT_IN_MODEL={model.Path}",
            "-DNF_OPTIONS=-g -Os -fsanitize=address,undefined");
        string program = Path.Combine(_build.Folder, "glue_test");
        (int code, string output) = Tools.Run(program, [model.Path, model.Contents.Name, .. model.Contents.Labels]);
        Assert.True(code == 0, output);
        Assert.Equal(Expected((int)model.Contents.Bytes, Enum.GetValues<Profile>()), Read(program));
    }

    /// <summary>An image of nanoFramework refers to the method table alone.</summary>
    [ToolFact("arm-none-eabi-g++")]
    public void An_Image_For_A_Device_Keeps_It()
    {
        _build.Build(
            "-DCMAKE_SYSTEM_NAME=Generic", "-DCMAKE_SYSTEM_PROCESSOR=arm", "-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY",
            "-DCMAKE_C_COMPILER=arm-none-eabi-gcc", "-DCMAKE_CXX_COMPILER=arm-none-eabi-g++",
            $"-DTINYML_ARENA_BYTES={ArenaBytes}", $"-DTINYML_MODEL_BYTES={RoomBytes}", "-DNF_OPTIONS=-mthumb -mcpu=cortex-m4 -Os");
        string elf = Path.Combine(_build.Folder, "image.elf");
        string image = Path.Combine(_build.Folder, "image.bin");
        Succeeds(
            "arm-none-eabi-ld", "--gc-sections", "--unresolved-symbols=ignore-all", "-Ttext=0x08000000", "-Tdata=0x20000000",
            "-e", "g_CLR_AssemblyNative_TinyMl_Interop", "-u", "g_CLR_AssemblyNative_TinyMl_Interop",
            Path.Combine(_build.Folder, "libNF_NativeAssemblies.a"), "-o", elf);

        // Only what is written to flash: the record must not be filled in at start-up.
        Succeeds("arm-none-eabi-objcopy", "-O", "binary", "-j", ".text", "-j", ".rodata", elf, image);
        Assert.Equal(Expected(0, Profile.Portable, Profile.CortexMDsp), Read(image));
    }

    public void Dispose() => _build.Dispose();

    private static FirmwareRecord Expected(int builtIn, params Profile[] profiles) => new(
        Abi: TinyMl.Engine.Tml.Abi,
        Checksum: ManagedTable.Of(InteropAssembly.Compile(InteropAssembly.Sources)).Checksum,
        Profiles: (uint)profiles.Sum(profile => 1 << (int)profile),
        ArenaBytes,
        RoomBytes,
        builtIn);

    private static FirmwareRecord Read(string path) => FirmwareRecord.Find(FirmwareImage.Parse(File.ReadAllBytes(path), path), path);

    private static void Succeeds(string program, params string[] arguments)
    {
        (int code, string output) = Tools.Run(program, arguments);
        Assert.True(code == 0, output);
    }
}
