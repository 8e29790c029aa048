using System.Text.RegularExpressions;
using TinyMl.Boards.Documents;
using TinyMl.Tests.Shared;

namespace TinyMl.Boards.Tests;

/// <summary>board.json is the only place of a number: whatever repeats one is what the command writes.</summary>
public partial class DocumentTests
{
    public static TheoryData<string> Ids => OwnBoards.Ids;

    [Fact]
    public void Everything_That_Follows_From_The_Boards_Is_Up_To_Date()
    {
        (string Path, string Text)[] documents = [.. BoardDocuments.All(OwnBoards.Folder, OwnBoards.All)];
        Assert.Equal((3 * OwnBoards.All.Length) + 1, documents.Length);
        Assert.All(documents, document => Assert.True(
            File.Exists(document.Path) && File.ReadAllText(document.Path) == document.Text,
            $"{document.Path} is out of date: run ./tinyml boards --write"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_Picture_Names_Every_Pin(string id)
    {
        Board board = OwnBoards.Named(id);
        string page = File.ReadAllText(Path.Combine(OwnBoards.Folder, id, "README.md"));
        string picture = Picture().Match(page).Groups[1].Value;
        Assert.All(
            new[] { board.Imu.Sda, board.Imu.Scl, board.Log.Tx, board.Log.Rx, board.Microphone?.Clock, board.Microphone?.WordSelect, board.Microphone?.Data }
                .OfType<string>(),
            pin => Assert.Matches($@"\b{pin}\b", picture));
        Assert.Contains(board.Log.Port, picture);
        Assert.Contains("SDA", picture);
        foreach (string heading in new[] { "## Wiring", "## Numbers", "## Step by step", "## If it does not work" })
        {
            Assert.Contains(heading, page);
        }

        Assert.Contains(board.RanOnHardware is null ? "Not yet run on hardware" : board.RanOnHardware, page);
    }

    [Fact]
    public void Constants_For_The_Application_Are_The_Board_Ones()
    {
        Board board = OwnBoards.Named("esp32-s3-devkitc");
        string source = File.ReadAllText(Path.Combine(OwnBoards.Folder, board.Id, "BoardPins.cs"));
        Assert.Contains("HasI2sMicrophone => false;", source);
        Assert.Contains("I2cData = 8;", source);
        Assert.Contains("I2cClock = 9;", source);
        Assert.Contains("SerialName = \"COM2\"", source);
        Assert.Contains("SensorAddress = 0x68", source);
        Assert.Contains(@"ModelFile = ""I:\\model.tml"";", source);
        Assert.Contains("ModelFile = null;", File.ReadAllText(Path.Combine(OwnBoards.Folder, "esp32-c3-devkitm", "BoardPins.cs")));
        Assert.Contains("HasI2sMicrophone => true;", File.ReadAllText(Path.Combine(OwnBoards.Folder, "m5stickc-plus", "BoardPins.cs")));
        Assert.Contains("AdcMicrophoneAddress = 0x4D;", File.ReadAllText(Path.Combine(OwnBoards.Folder, "stm32f429i-disc1", "BoardPins.cs")));
        Assert.DoesNotContain("I2cData", File.ReadAllText(Path.Combine(OwnBoards.Folder, "stm32f429i-disc1", "BoardPins.cs")));
    }

    [Fact]
    public void The_Firmware_Build_Knows_Every_Variable()
    {
        string module = File.ReadAllText(Path.Combine(
            SharedData.Repository, "native-interop", "nanoframework", "FindINTEROP-TinyMl.Interop.cmake"));
        string[] used = [.. OwnBoards.All.SelectMany(board => board.Targets)
            .SelectMany(FirmwareBuild.Commands)
            .SelectMany(command => Variable().Matches(command).Select(match => match.Groups[1].Value))
            .Distinct()];
        Assert.Contains("TINYML_ARENA_BYTES", used);
        Assert.Contains("TINYML_ARENA_SECTION", used);
        Assert.All(used, name => Assert.Contains(name, module));
    }

    /// <summary>The application exists, can be built for the board, and the firmware is told to have what it refers to.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void The_Firmware_Has_What_The_Application_Refers_To(string id)
    {
        Dictionary<string, string> symbols = new()
        {
            ["nanoFramework.Hardware.Esp32"] = "API_HARDWARE_ESP32",
            ["System.Device.I2c"] = "API_SYSTEM_DEVICE_I2C",
            ["System.Device.I2s"] = "API_SYSTEM_DEVICE_I2S",
            ["System.IO.FileSystem"] = "API_SYSTEM_IO_FILESYSTEM",
            ["System.IO.Ports"] = "API_SYSTEM_IO_PORTS",
        };

        // Always there, or selected by System.IO.Ports (nf-interpreter a3e8139, Kconfig.apis), or without a native part.
        string[] given = ["mscorlib", "nanoFramework.Runtime.Events", "nanoFramework.System.Text", "System.IO.Streams"];
        Board board = OwnBoards.Named(id);
        string project = File.ReadAllText(Path.Combine(
            SharedData.Repository, "firmware", board.Application, board.Application + ".nfproj"));
        Assert.Contains("boards\\$(TinyMlBoard)\\BoardPins.cs", project);
        string[] references = [.. Reference().Matches(project).Select(match => match.Groups[1].Value)];
        Assert.Contains("System.Device.I2c", references);
        Assert.All(references.Except(given), reference => Assert.Contains(symbols[reference], board.Kconfig));
    }

    [GeneratedRegex("<Reference Include=\"([^,\"]+),")]
    private static partial Regex Reference();

    [GeneratedRegex("```\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Picture();

    [GeneratedRegex("-D(TINYML_[A-Z_]+)=")]
    private static partial Regex Variable();
}
