using TinyMl.Compiler.Models;

namespace TinyMl.Bench;

/// <summary>A core that the library is compiled for and run on.</summary>
public sealed record BenchTarget
{
    private static readonly string[] Freestanding = ["-ffreestanding", "-fbuiltin"];

    /// <summary>What the command line calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Core, compiler flags and emulator in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What precedes "gcc" and "size" in the names of the tools.</summary>
    public required string ToolPrefix { get; init; }

    /// <summary>The compiler's choice of core.</summary>
    public string[] CompilerFlags { get; init; } = [];

    /// <summary>The folder under native-interop/bench with start-up code, linker script and clock.</summary>
    public required string Folder { get; init; }

    /// <summary>The emulator; null: the program runs on this machine.</summary>
    public string? Emulator { get; init; }

    /// <summary>What the emulator is told before the kernel.</summary>
    public string[] EmulatorArguments { get; init; } = [];

    /// <summary>Debian's package of each program.</summary>
    public required IReadOnlyDictionary<string, string> Packages { get; init; }

    /// <summary>The weight layouts that suit the core best, of those that the compiler has.</summary>
    public Profile Profile { get; init; } = Profile.Portable;

    /// <summary>The weight layouts that it runs: the portable ones, and its own.</summary>
    public Profile[] Profiles => [.. new[] { Profile.Portable, Profile }.Distinct()];

    /// <summary>Whether the program runs on this machine.</summary>
    public bool IsHost => Emulator is null;

    /// <summary>The compiler.</summary>
    public string CompilerProgram => ToolPrefix + "gcc";

    /// <summary>All targets, in the order of reports.</summary>
    public static IReadOnlyList<BenchTarget> All { get; } =
    [
        CortexM(
            "cortex-m0plus", "Cortex-M0+ code on a Cortex-M0", "microbit",
            "-global", "nrf51-soc.flash-size=4194304", "-global", "nrf51-soc.sram-size=4194304"),
        CortexM("cortex-m4", "Cortex-M4", "mps2-an386") with { Profile = Profile.CortexMDsp },
        CortexM("cortex-m7", "Cortex-M7", "mps2-an500") with { Profile = Profile.CortexMDsp },
        new()
        {
            Name = "rv32",
            Title = "RV32IMC (QEMU virt)",
            ToolPrefix = "riscv64-unknown-elf-",
            CompilerFlags = ["-march=rv32imc", "-mabi=ilp32", .. Freestanding],
            Folder = "rv32",
            Emulator = "qemu-system-riscv32",
            EmulatorArguments = ["-M", "virt", "-bios", "none", "-serial", "stdio"],
            Packages = new Dictionary<string, string>
            {
                ["riscv64-unknown-elf-gcc"] = "gcc-riscv64-unknown-elf",
                ["qemu-system-riscv32"] = "qemu-system-misc",
            },
            Profile = Profile.Rv32,
        },
        new()
        {
            Name = "xtensa",
            Title = "Xtensa lx106 code on a de212 core (QEMU lx60), multiply-high and division in software",
            ToolPrefix = "xtensa-lx106-elf-",
            CompilerFlags = ["-mlongcalls", "-mtext-section-literals", "-DTML_PROFILES=5u", .. Freestanding],
            Folder = "xtensa",
            Emulator = "qemu-system-xtensa",
            EmulatorArguments = ["-M", "lx60", "-cpu", "de212", "-serial", "null", "-semihosting"],
            Packages = new Dictionary<string, string>
            {
                ["xtensa-lx106-elf-gcc"] = "gcc-xtensa-lx106",
                ["qemu-system-xtensa"] = "qemu-system-misc",
            },
            Profile = Profile.XtensaMac16,
        },
        new()
        {
            Name = "host",
            Title = "this machine, counted by Callgrind",
            ToolPrefix = string.Empty,
            Folder = "host",
            Packages = new Dictionary<string, string> { ["gcc"] = "gcc" },
        },
    ];

    /// <summary>The target with a name; null: there is none.</summary>
    public static BenchTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);

    private static BenchTarget CortexM(string name, string title, string machine, params string[] settings) => new()
    {
        Name = name,
        Title = $"{title} (QEMU {machine})",
        ToolPrefix = "arm-none-eabi-",
        CompilerFlags = [$"-mcpu={name}", "-mthumb", .. Freestanding],
        Folder = "cortex-m",
        Emulator = "qemu-system-arm",
        EmulatorArguments =
        [
            "-M", machine, .. settings, "-serial", "null",
            "-chardev", "stdio,id=out", "-semihosting-config", "enable=on,target=native,chardev=out",
        ],
        Packages = new Dictionary<string, string>
        {
            ["arm-none-eabi-gcc"] = "gcc-arm-none-eabi",
            ["qemu-system-arm"] = "qemu-system-arm",
        },
    };
}
