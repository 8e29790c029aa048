using System.Text.Json.Nodes;
using TinyMl.Boards.Flashing;
using TinyMl.Compiler.Models;

namespace TinyMl.Boards.Tests;

/// <summary>What does not belong together is refused with its cause; what does becomes calls of nanoff.</summary>
public class FlashTests
{
    private static readonly Dictionary<string, byte[]> Good = new()
    {
        ["nanoCLR.bin"] = TestImages.Espressif("ESP32_PSRAM_REV3", TestImages.Record()),
        ["App.bin"] = TestImages.Application(),
        ["model.tml"] = OwnBoards.Model,
    };

    /// <summary>The arena that the model asks for in its header (SPEC.md), and the largest multiple of 16 below.</summary>
    private static readonly int Needed = BitConverter.ToInt32(OwnBoards.Model, 24);
    private static readonly int TooSmall = (Needed - 1) & ~15;

    [Fact]
    public void What_Belongs_Together_Passes()
    {
        Assert.Empty(Check(Good, "esp32-devkitc"));
        Assert.Empty(Check(With("App.bin", TestImages.Application(model: OwnBoards.Model)), "esp32-devkitc", model: null));
    }

    /// <summary>A firmware with the core's kernels tells that the model could have them, one without does not.</summary>
    [Theory]
    [InlineData(1 << (int)Profile.Portable | 1 << (int)Profile.XtensaMac16, 1)]
    [InlineData(1 << (int)Profile.Portable | 1 << (int)Profile.CortexMDsp, 0)]
    public void A_Model_That_Could_Be_Faster_Is_Told(int profiles, int notes)
    {
        IReadOnlyList<string> told = Check(Firmware(TestImages.Record(profiles: (uint)profiles)), "esp32-devkitc");
        Assert.Equal(notes, told.Count(note => note.EndsWith("compile it with --board esp32-devkitc.", StringComparison.Ordinal)));
        Assert.Equal(notes, told.Count);
    }

    [Fact]
    public void What_Does_Not_Is_Refused_With_Its_Cause()
    {
        Refused("checksum 0x1", With("App.bin", TestImages.Application(checksum: 1)));
        Refused("version 0x544D0002 of the native interface, the firmware has", With("App.bin", TestImages.Application(abi: 0x544D0002)));
        Refused("firmware has version 0x544D0002", Firmware(TestImages.Record(abi: 0x544D0002)));
        Refused("does not contain TinyMl.Interop", With("App.bin", AssemblyWriter.Write("TinyMl", 0)));
        Refused(FormattableString.Invariant($"keeps {TooSmall:N0} B"), Firmware(TestImages.Record(arena: TooSmall)));
        Refused("profile portable, which the firmware does not", Firmware(TestImages.Record(profiles: 2)));
        Refused("keeps 100 B for a model", Firmware(TestImages.Record(model: 100)));
        Refused("keeps 0 B for a model", Firmware(TestImages.Record(model: 0)));
        Refused("was not built for ESP32_PSRAM_REV3", With("nanoCLR.bin", TestImages.Espressif("ESP32_PSRAM_REV3_IPV6", TestImages.Record())));
        Refused("another Espressif chip", With("nanoCLR.bin", TestImages.Espressif("ESP32_PSRAM_REV3", TestImages.Record(), chip: 9)));
        Refused("no image for an Espressif chip", With("nanoCLR.bin", TestImages.Plain("ESP32_PSRAM_REV3", TestImages.Record())));
        Refused("no TinyMl.Interop inside", Firmware([]));
        Refused("is a UF2 file", With("nanoCLR.bin", TestImages.Uf2(Good["nanoCLR.bin"], 0x10000)));
        Refused("behind its region", With("nanoCLR.bin", [.. Good["nanoCLR.bin"], .. new byte[1900544]]));
        Refused("contains TinyMl.App.Stm32, which is not for ESP32-DevKitC V4: build TinyMl.App.Esp32", With("App.bin", TestImages.Application(name: "TinyMl.App.Stm32")));
        Refused("keeps 1,835,008 B for applications", With("App.bin", [.. Good["App.bin"], .. Enumerable.Repeat((byte)0xFF, 1835008)]));
    }

    [Fact]
    public void A_Model_In_The_Application_Is_Checked_As_Well()
    {
        Dictionary<string, byte[]> files = Firmware(TestImages.Record(arena: TooSmall));
        files["App.bin"] = TestImages.Application(model: OwnBoards.Model);
        string sentence = Assert.Throws<BoardException>(() => Check(files, "esp32-devkitc", model: null)).Message;
        Assert.Contains(FormattableString.Invariant($"gesture-digits in App.bin needs {Needed:N0} B of arena"), sentence);
    }

    [Fact]
    public void A_Board_Without_File_System_Names_The_Way_Out()
    {
        Board board = OwnBoards.Named("stm32f769i-disco");
        FlashRequest request = new() { Board = board, Target = board.Targets[0], Model = "model.tml" };
        Assert.Contains("as a resource", Assert.Throws<BoardException>(() => Package(request, Good)).Message);
        Board pico = OwnBoards.Named("raspberry-pi-pico");
        request = new() { Board = pico, Target = pico.Targets[0], Model = "model.tml", Port = "COM3" };
        Assert.Contains("needs 45,056 B on I: and the drive has 32,768 B", Assert.Throws<BoardException>(() => Package(request, Good)).Message);
    }

    [Fact]
    public void Firmware_Files_Are_Those_Of_The_Board_And_End_Where_The_Next_Begins()
    {
        byte[] pico = TestImages.Plain("PICO_RP2040", TestImages.Record(arena: 16384, model: 0));
        FirmwareRefused("is no image for raspberry-pi-pico: give the build folder, or its nanoCLR.uf2", "raspberry-pi-pico", "nanoCLR.bin", pico);
        FirmwareRefused("is no UF2 file", "raspberry-pi-pico", "nanoCLR.uf2", pico);
        FirmwareRefused("is a damaged UF2 file", "raspberry-pi-pico", "nanoCLR.uf2", TestImages.Uf2(pico, 0x10000000)[..^1]);

        // nanoCLR ends where applications begin, 0x100FC000; a boot loader of the F769 where nanoCLR begins, 0x08010000.
        byte[] large = [.. pico, .. new byte[0xFC000 - pico.Length]];
        Board board = OwnBoards.Named("raspberry-pi-pico");
        FlashRequest request = new() { Board = board, Target = board.Targets[0], Firmware = "nanoCLR.uf2" };
        Assert.Empty(Package(request, With("nanoCLR.uf2", TestImages.Uf2(large, 0x10000000))));
        FirmwareRefused("256 B behind its region", "raspberry-pi-pico", "nanoCLR.uf2", TestImages.Uf2([.. large, .. new byte[256]], 0x10000000));
        FirmwareRefused("1 B behind its region", "stm32f769i-disco", "nanoBooter.bin", TestImages.Plain("ST_STM32F769I_DISCOVERY", new byte[0x10001 - 625]));
    }

    [Fact]
    public void What_Only_An_Esp32_Has_Is_Refused_Elsewhere()
    {
        byte[] own = AssemblyWriter.Concatenate(
            TestImages.Application(name: "Hike"), AssemblyWriter.Write("nanoFramework.Hardware.Esp32", 5));
        Assert.Empty(Check(With("App.bin", own), "esp32-devkitc"));
        Board pico = OwnBoards.Named("raspberry-pi-pico");
        FlashRequest request = new() { Board = pico, Target = pico.Targets[0], Application = "App.bin" };
        Assert.Contains("contains nanoFramework.Hardware.Esp32", Assert.Throws<BoardException>(() => Package(request, With("App.bin", own))).Message);
    }

    [Fact]
    public void Libraries_Of_NanoFramework_Are_Compared_With_The_Firmware_Build()
    {
        DirectoryInfo build = Directory.CreateTempSubdirectory("tinyml-build-");
        try
        {
            // As CMake writes it: CR LF between the lines, none at the end.
            string list = Path.Combine(build.FullName, "native_assemblies.csv");
            File.WriteAllText(list, "mscorlib,100.5.0.24,0x11223344\r\nTinyMl.Interop,0.1.0.0,0xC0FFEE42");
            Assert.Empty(InBuild());
            File.WriteAllText(list, "TinyMl.Interop,0.1.0.0,0xC0FFEE42");
            Assert.Contains("does not list mscorlib", Assert.Single(InBuild()));
            File.WriteAllText(list, "mscorlib,100.5.0.24,0x11223345");
            Assert.Contains("wants mscorlib with checksum 0x11223344 (version 1.2.3.4), the firmware has 0x11223345", Fault());
            File.WriteAllText(list, "mscorlib;100.5.0.24;0x11223344");
            Assert.Contains("is not nanoFramework's list", Fault());
        }
        finally
        {
            build.Delete(recursive: true);
        }

        string Fault() => Assert.Throws<BoardException>(InBuild).Message;

        IReadOnlyList<string> InBuild()
        {
            Board board = OwnBoards.Named("esp32-devkitc");
            FlashRequest request = new()
            {
                Board = board, Target = board.Targets[0], Port = "COM3", Firmware = build.FullName, Application = "App.bin", Model = "model.tml",
            };
            Dictionary<string, byte[]> files = new(Good) { [Path.Combine(build.FullName, "nanoCLR.bin")] = Good["nanoCLR.bin"] };
            return Package(request, files);
        }
    }

    [Fact]
    public void A_Model_Of_Sound_Is_Refused_Where_No_Microphone_Is()
    {
        byte[] words = File.ReadAllBytes(Path.Combine(OwnBoards.Folder, "..", "models", "keyword-digits", "keyword-digits.tml"));
        Dictionary<string, byte[]> files = With("App.bin", TestImages.Application(model: words));
        Board board = OwnBoards.Named("esp32-devkitc");
        FlashRequest request = new() { Board = board, Target = board.Targets[0], Application = "App.bin", Port = "COM3" };
        Assert.NotEmpty(Package(request, files));
        Assert.Contains("listens to a microphone and esp32-devkitc names none in its board.json", Assert.Throws<BoardException>(
            () => Package(request with { Board = board with { Microphone = null } }, files)).Message);
    }

    [Fact]
    public void What_Cannot_Be_Known_Is_Said()
    {
        Board board = OwnBoards.Named("esp32-devkitc");
        FlashRequest request = new() { Board = board, Target = board.Targets[0], Application = "App.bin", Port = "COM3" };
        IReadOnlyList<string> notes = Package(request, Good);
        Assert.Contains(notes, note => note.Contains("--installed", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Contains("no model", StringComparison.Ordinal));

        Dictionary<string, byte[]> other = With("App.bin", TestImages.Application(checksum: 1));
        Assert.Contains("checksum", Assert.Throws<BoardException>(
            () => Package(request with { Installed = "nanoCLR.bin" }, other)).Message);
        Assert.Contains(
            Check(Firmware(TestImages.Record(arena: 32768)), "esp32-devkitc"),
            note => note.Contains("32,768 B of arena where board.json says 49,152 B", StringComparison.Ordinal));
    }

    [Fact]
    public void Firmware_Never_Goes_By_Update_Without_Its_File()
    {
        foreach (Board board in OwnBoards.All)
        {
            foreach (BoardTarget target in board.Targets)
            {
                FlashRequest request = new()
                {
                    Board = board, Target = target, Port = "COM3", Firmware = "build", Application = "App.bin",
                };
                FlashPackage package = new()
                {
                    Firmware = [.. board.Images.Select(image => ("build/" + image.File, image.Address, TinyMl.Boards.Images.FirmwareImage.Parse(new byte[64], "x")))],
                    Record = null,
                    Application = null,
                    Model = null,
                };
                IReadOnlyList<NanoffStep> steps = NanoffPlan.Of(request, package);
                Assert.Equal(["firmware", "application"], steps.Select(step => step.Title));
                Assert.All(steps, step => Assert.Equal(step.Arguments.Contains("--update"), step.Arguments.Contains("--clrfile")));
                Assert.DoesNotContain("--masserase", steps.SelectMany(step => step.Arguments));
                string[] application = [.. steps[1].Arguments];
                Assert.DoesNotContain("--update", application);
                int address = Array.IndexOf(application, "--address");
                Assert.True(address > 0 || board.Platform == Platform.RaspberryPi);
                Assert.True(address < 0 || Convert.ToUInt32(application[address + 1], 16) == board.Flash.Deployment.Address);
            }
        }
    }

    [Fact]
    public void A_Port_Is_Asked_For_Where_It_Is_Needed()
    {
        Board esp = OwnBoards.Named("esp32-devkitc");
        BoardException missing = Assert.Throws<BoardException>(
            () => Package(new FlashRequest { Board = esp, Target = esp.Targets[0], Application = "App.bin" }, Good));
        Assert.Contains("--port", missing.Message);
        Assert.True(missing.IsUsage);
        Assert.Contains("nothing to flash", Assert.Throws<BoardException>(
            () => Package(new FlashRequest { Board = esp, Target = esp.Targets[0] }, Good)).Message);
    }

    [Fact]
    public void The_Model_Goes_By_A_File_Deployment()
    {
        Board board = OwnBoards.Named("esp32-devkitc");
        FlashRequest request = new() { Board = board, Target = board.Targets[0], Model = "model.tml", Port = "/dev/ttyUSB0" };
        NanoffStep step = Assert.Single(NanoffPlan.Of(request, Read(request, Good)));
        Assert.Equal(["--filedeployment", NanoffStep.DeployPlaceholder], step.Arguments);
        JsonNode deploy = JsonNode.Parse(step.DeployFile!)!;
        Assert.Equal("/dev/ttyUSB0", (string)deploy["serialport"]!);
        Assert.Equal("I:\\model.tml", (string)deploy["files"]![0]!["DestinationFilePath"]!);
        Assert.Equal(Path.GetFullPath("model.tml"), (string)deploy["files"]![0]!["SourceFilePath"]!);
    }

    [Fact]
    public void Every_Outcome_Of_Nanoff_Gets_A_Sentence()
    {
        // nanoFirmwareFlasher, commit baccab8, ExitCodes.cs: all but those of DFU files, other probes, other chips, backups and caches.
        int[] possible =
        [
            1000, 1005, 2000, 2001, 2002, 2003, 3000, 3001, 3002, 3003, 3004, 3005, 3006, 4000, 4001, 4002, 4003, 4004, 4005, 5000, 5001,
            5002, 5004, 5005, 5006, 5007, 5008, 5009, 5010, 5022, 6000, 6001, 6002, 9000, 9005, 9006, 9007, 9008, 9009, 9010, 9011, 9012, 9013,
        ];
        Assert.Equal(possible, NanoffOutcome.Known.Order());
        foreach (int code in possible)
        {
            // Windows gives the number, other systems its low byte; the output always has it.
            NanoffOutcome printed = NanoffOutcome.Of(code & 0xFF, $"...\nError E{code}: whatever nanoff says\n");
            Assert.Equal(code, printed.Code);
            Assert.Equal(printed, NanoffOutcome.Of(code, string.Empty));
            Assert.Equal(printed, NanoffOutcome.Of(code & 0xFF, $"E{code}\n"));
            Assert.EndsWith(".", printed.Sentence);
            Assert.False(printed.Done);
            Assert.DoesNotMatch("E[0-9]{4}", printed.Sentence);
        }

        Assert.True(NanoffOutcome.Of(0, "OK").Done);
        Assert.Contains("E8001", NanoffOutcome.Of(65, "Error E8001: no J-Link").Sentence);
        Assert.Contains("exit code 134", NanoffOutcome.Of(134, "Aborted").Sentence);
    }

    [Theory]
    [InlineData("No operation was performed with the options supplied.")]
    [InlineData("Deploying file a to b...\nError deploying content file a to b")]
    [InlineData("Exception deploying content file a to b")]
    public void A_Silent_Failure_Is_One(string output)
    {
        NanoffOutcome outcome = NanoffOutcome.Of(0, output);
        Assert.False(outcome.Done);
        Assert.EndsWith(".", outcome.Sentence);
    }

    private static Dictionary<string, byte[]> With(string name, byte[] content) => new(Good) { [name] = content };

    private static Dictionary<string, byte[]> Firmware(byte[] record) =>
        With("nanoCLR.bin", TestImages.Espressif("ESP32_PSRAM_REV3", record));

    private static void Refused(string part, Dictionary<string, byte[]> files)
    {
        string sentence = Assert.Throws<BoardException>(() => Check(files, "esp32-devkitc")).Message;
        Assert.Contains(part, sentence);
        Assert.EndsWith(".", sentence);
    }

    private static void FirmwareRefused(string part, string id, string name, byte[] content)
    {
        Board board = OwnBoards.Named(id);
        FlashRequest request = new() { Board = board, Target = board.Targets[0], Firmware = name };
        Assert.Contains(part, Assert.Throws<BoardException>(() => Package(request, With(name, content))).Message);
    }

    private static IReadOnlyList<string> Check(Dictionary<string, byte[]> files, string board, string? model = "model.tml")
    {
        Board chosen = OwnBoards.Named(board);
        return Package(
            new FlashRequest
            {
                Board = chosen, Target = chosen.Targets[0], Port = "COM3", Firmware = "nanoCLR.bin", Application = "App.bin", Model = model,
            },
            files);
    }

    private static IReadOnlyList<string> Package(FlashRequest request, Dictionary<string, byte[]> files)
    {
        FlashPackage package = Read(request, files);
        IReadOnlyList<string> notes = FlashChecks.Run(request, package);
        NanoffPlan.Of(request, package);
        return notes;
    }

    private static FlashPackage Read(FlashRequest request, Dictionary<string, byte[]> files) =>
        FlashPackage.Read(
            request,
            request.Model is null ? null : new ModelFile(files[request.Model]),
            path => files.TryGetValue(path, out byte[]? content) ? content : File.ReadAllBytes(path));
}
