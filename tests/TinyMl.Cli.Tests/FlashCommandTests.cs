using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using TinyMl.Boards.Tests;

namespace TinyMl.Cli.Tests;

/// <summary><c>tinyml flash</c> against a stand-in for nanoff, which takes nanoff's options by nanoff's rules and tells what went where.</summary>
public sealed class FlashCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _app;
    private readonly string _log;

    public FlashCommandTests()
    {
        _app = _folder.File("App.bin", TestImages.Application());
        _log = _folder.File("nanoff.log");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Espressif_Gets_Firmware_Application_And_Model()
    {
        string clr = _folder.File("nanoCLR.bin", TestImages.Espressif("ESP32_PSRAM_REV3", TestImages.Record()));
        Tool.Result result = Flash("esp32-devkitc", "--port", "COM31", "--firmware", clr, "--app", _app, "--model", Tool.Model);
        Assert.Equal((0, string.Empty), (result.Exit, result.Error));
        Assert.Equal(
            [
                ("boot loader and partition table", "official", "serial"),
                ("0x00010000", clr, "serial"),
                ("0x001E0000", _app, "serial"),
                ("I:\\model.tml", Tool.Model, "COM31"),
            ],
            Written());
        Assert.Contains("tinyml monitor", result.Output);
    }

    [Fact]
    public void St_Gets_Boot_Loader_Firmware_And_Application()
    {
        string booter = _folder.File("nanoBooter.bin", new byte[100]);
        string clr = _folder.File("nanoCLR.bin", TestImages.Plain("ST_STM32F769I_DISCOVERY", TestImages.Record(arena: 131072, model: 0)));
        string app = _folder.File("WithModel.bin", TestImages.Application(model: File.ReadAllBytes(Tool.Model), name: "TinyMl.App.Stm32"));
        Tool.Result result = Flash("stm32f769i-disco", "--firmware", Path.GetDirectoryName(clr)!, "--app", app);
        Assert.Equal((0, string.Empty), (result.Exit, result.Error));
        Assert.Equal(
            [("0x08000000", booter, "st-link"), ("0x08010000", clr, "st-link"), ("0x080C0000", app, "st-link")],
            Written());
    }

    [Fact]
    public void A_Pico_Is_A_Drive_Or_A_Port()
    {
        byte[] content = TestImages.Plain("PICO_RP2040", TestImages.Record(arena: 16384, model: 0));
        string clr = _folder.File("nanoCLR.uf2", TestImages.Uf2(content, 0x10000000));
        string app = _folder.File("Pico.bin", TestImages.Application(name: "TinyMl.App.Stm32"));
        Assert.Equal(0, Flash("raspberry-pi-pico", "--firmware", clr, "--app", app).Exit);
        Assert.Equal([("as in the UF2 file", clr, "usb drive"), ("0x100FC000", app, "usb drive")], Written());
        File.Delete(_log);
        Assert.Equal(0, Flash("raspberry-pi-pico", "--app", app, "--port", "COM9").Exit);
        Assert.Equal([("where the device says", app, "wire protocol")], Written());
    }

    [Fact]
    public void A_Dry_Run_Prints_The_Calls_And_Makes_None()
    {
        Tool.Result result = Flash("esp32-devkitc", "--port", "/dev/ttyUSB0", "--app", _app, "--model", Tool.Model, "--dry-run");
        Assert.Equal(0, result.Exit);
        Assert.Empty(Written());
        Assert.Contains(
            $"nanoff --target ESP32_PSRAM_REV3 --serialport /dev/ttyUSB0 --deploy --image {_app} --address 0x001E0000 -v m\n", result.Output);
        Assert.Contains("nanoff --filedeployment deploy.json\n", result.Output);
        Assert.Contains("note: Nothing tells which firmware is on the board", result.Output);

        JsonNode json = Flash("esp32-devkitc", "--port", "COM3", "--app", _app, "--dry-run", "--json").Json;
        Assert.True((bool)json["dry_run"]!);
        Assert.Equal("--target", (string)json["steps"]![0]!["arguments"]![0]!);
        Assert.Equal(TestImages.Checksum, (uint)json["application"]!["native_checksum"]!);
        Assert.Empty(Written());
    }

    [Fact]
    public void What_Does_Not_Belong_Together_Never_Reaches_The_Board()
    {
        string clr = _folder.File("nanoCLR.bin", TestImages.Espressif("ESP32_PSRAM_REV3", TestImages.Record(checksum: 7)));
        Refused(5, "checksum", "esp32-devkitc", "--port", "COM3", "--firmware", clr, "--app", _app);
        Refused(5, "checksum", "esp32-devkitc", "--port", "COM3", "--installed", clr, "--app", _app);
        Refused(5, "as a resource", "stm32f429i-disc1", "--model", Tool.Model);
        Refused(5, "nanoframework application", "esp32-devkitc", "--port", "COM3", "--app", Tool.Model);
        Refused(4, "App.bin", "esp32-devkitc", "--port", "COM3", "--model", _app);
        Refused(3, "missing.bin", "esp32-devkitc", "--port", "COM3", "--app", _folder.File("missing.bin"));
        Refused(3, "nanoCLR.bin", "esp32-devkitc", "--port", "COM3", "--firmware", Directory.CreateDirectory(_folder.File("empty")).FullName);
        Refused(2, "--port", "esp32-devkitc", "--app", _app);
        Refused(2, "nothing to flash", "esp32-devkitc", "--port", "COM3");
        Refused(2, "There is no board", "esp33", "--app", _app);
        Refused(2, "has no target", "esp32-devkitc", "--target", "ESP32_REV9", "--app", _app);
    }

    [Fact]
    public void A_Failure_Of_Nanoff_Gets_Its_Cause_And_Stops()
    {
        string clr = _folder.File("nanoCLR.bin", TestImages.Espressif("ESP32_PSRAM_REV3", TestImages.Record()));
        string[] request = ["--port", "COM3", "--firmware", clr, "--app", _app];
        Tool.Result result = Flash(request, ("NANOFF_EXIT", "161"), ("NANOFF_PRINT", "E4001"));
        Assert.Equal(6, result.Exit);
        Assert.Contains("No nanoFramework image exists for this size of flash", result.Error);
        Assert.DoesNotContain("Done.", result.Output);
        Assert.DoesNotContain("── application", result.Output);

        result = Flash(["--port", "COM3", "--model", Tool.Model], ("NANOFF_PRINT", $"Error deploying content file {Tool.Model} to I:\\model.tml"));
        Assert.Equal(6, result.Exit);
        Assert.Contains("its drive may be full", result.Error);
    }

    [Fact]
    public void Nanoff_Is_Found_In_The_Path_And_Its_Absence_Explained()
    {
        string[] request = ["flash", "--board", "esp32-devkitc", "--port", "COM3", "--app", _app];
        string empty = Directory.CreateDirectory(_folder.File("empty")).FullName;
        string dotnet = Path.Combine(Dotnet, "dotnet");
        Tool.Result missing = Tool.RunWith(dotnet, request, ("PATH", empty), ("HOME", empty));
        Assert.Equal(3, missing.Exit);
        Assert.Contains("dotnet tool install -g nanoff", missing.Error);
        Assert.Contains("--dry-run", missing.Error);

        Tool.Result found = Tool.RunWith(
            dotnet, request, ("PATH", AppContext.BaseDirectory), ("HOME", empty), ("DOTNET_ROOT", Dotnet), ("NANOFF_LOG", _log));
        Assert.Equal((0, string.Empty), (found.Exit, found.Error));
        Assert.Equal([("0x001E0000", _app, "serial")], Written());

        Tool.Result wrong = Flash(["--port", "COM3", "--app", _app, "--nanoff", _folder.File("nowhere")]);
        Assert.Equal(3, wrong.Exit);
        Assert.Contains("There is no nanoff at", wrong.Error);
    }

    /// <summary>The stand-in refuses what nanoff refuses or drops, and plays the traps that the plan must avoid.</summary>
    [Theory]
    [InlineData(40, "--target ESP32_REV3 --serialport COM3 --deploy --image {app} --adress 0x1E0000")] // no such option
    [InlineData(40, "--target ESP32_REV3 --target ESP32_REV3")] // repeated
    [InlineData(40, "--target ESP32_REV3 --serialport COM3 --deploy")] // no image
    [InlineData(40, "--target ESP32_REV3 --serialport --update")] // no value: nanoff forgets the option
    [InlineData(40, "--platform avr")]
    [InlineData(113, "--target ESP32_REV3 --update")] // 6001: no port
    [InlineData(160, "--target ESP32_REV3 --serialport COM3 --update")] // 4000: moves a cursor that is not there
    [InlineData(52, "--target ESP32_REV3 --serialport COM3 --update --clrfile {tml} -v m")] // 9012: no .bin
    [InlineData(145, "--platform stm32 --jtag --binfile {app} {app} --address 0x08000000")] // 5009: as many addresses as files
    [InlineData(49, "--target ST_STM32F769I_DISCOVERY --jtag --deploy --image {app}")] // 9009: no address
    [InlineData(0, "--target ESP32_REV3 --serialport COM3 --deploy --image {app} -v m", "0x001B0000")] // the wrong default
    [InlineData(0, "--target ESP32_REV3 --serialport COM3 --update -v m", "boot loader and partition table", "0x00010000")]
    [InlineData(0, "--target PICO_RP2040 --update --clrfile {app}", "0x10000000")] // over the boot loader
    [InlineData(0, "--serialport COM3")]
    public void The_Stand_In_Has_The_Rules_Of_Nanoff(int exit, string arguments, params string[] written)
    {
        string[] split = arguments.Replace("{app}", _app).Replace("{tml}", Tool.Model).Split(' ');
        Tool.Result result = Tool.RunAssembly("nanoff.dll", split, ("NANOFF_LOG", _log));
        Assert.Equal(exit, result.Exit);
        Assert.Equal(written, Written().Select(what => what.Where));
    }

    private static string Dotnet { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private static string Nanoff => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "nanoff.exe" : "nanoff");

    private Tool.Result Flash(string board, params string[] arguments) => Run(["flash", "--board", board, "--nanoff", Nanoff, .. arguments]);

    private Tool.Result Flash(string[] arguments, params (string, string)[] environment) =>
        Run(["flash", "--board", "esp32-devkitc", .. arguments.Contains("--nanoff") ? [] : new[] { "--nanoff", Nanoff }, .. arguments], environment);

    private Tool.Result Run(string[] arguments, params (string, string)[] environment) =>
        Tool.Run(null, arguments, [("NANOFF_LOG", _log), ("DOTNET_ROOT", Dotnet), .. environment]);

    private (string Where, string What, string By)[] Written() => !File.Exists(_log)
        ? []
        : [.. File.ReadAllLines(_log).Select(line => JsonNode.Parse(line)!)
            .Select(what => ((string)what["Where"]!, (string)what["What"]!, (string)what["By"]!))];

    private void Refused(int exit, string part, string board, params string[] arguments)
    {
        Tool.Result result = Flash(board, arguments);
        Assert.Equal(exit, result.Exit);
        Assert.Contains(part, result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", result.Error);
        Assert.Empty(Written());
    }
}
