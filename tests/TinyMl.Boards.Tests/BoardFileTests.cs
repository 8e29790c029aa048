using System.Text.Json.Nodes;

namespace TinyMl.Boards.Tests;

/// <summary>What a board.json says, against figures written down apart from it, and how a wrong one is refused.</summary>
public class BoardFileTests
{
    /// <summary>Deployment regions in the notation of nanoFramework's own tables and comments (nf-interpreter a3e8139).</summary>
    [Theory]
    [InlineData("esp32-devkitc", 0x1E0000, 1792, 256, 4)] // "Deployment area for Managed code 1792k", config 256k
    [InlineData("m5stickc-plus", 0x1E0000, 1792, 256, 4)]
    [InlineData("esp32-s3-devkitc", 0x1B0000, 2944, 2048, 8)] // "2944k", config "2MB"
    [InlineData("esp32-c3-devkitm", 0x1B0000, 1984, 256, 4)] // "1984k"
    [InlineData("stm32f429i-disc1", 0x080A0000, (3 * 128) + (4 * 16) + 64 + (7 * 128), 0, 2)] // its flash sectors
    [InlineData("stm32f769i-disco", 0x080C0000, 5 * 256, 0, 2)] // five sectors of 256 kB
    [InlineData("raspberry-pi-pico", 0x100FC000, 252 * 4, 8 * 4, 2)] // sectors 252 to 503, 504 to 511
    public void Flash_Is_Divided_As_In_NanoFramework(string id, uint address, int deploymentKilobytes, int fileKilobytes, int megabytes)
    {
        FlashMap flash = OwnBoards.Named(id).Flash;
        Assert.Equal(address, flash.Deployment.Address);
        Assert.Equal(deploymentKilobytes * 1024, flash.Deployment.Bytes);
        Assert.Equal(fileKilobytes * 1024, flash.Files?.Bytes ?? 0);
        Assert.Equal(megabytes << 20, flash.Bytes);
    }

    [Fact]
    public void Regions_Lie_In_The_Flash_And_Images_In_Their_Region()
    {
        Assert.All(OwnBoards.All, board =>
        {
            // Espressif's tools count from the start of the flash, the others from where it is mapped.
            uint start = board.Platform switch { Platform.Esp32 => 0, Platform.Stm32 => 0x08000000, _ => 0x10000000 };
            FlashRegion[] regions = [board.Flash.Firmware, board.Flash.Deployment, .. board.Flash.Files is { } files ? [files] : Array.Empty<FlashRegion>()];
            Assert.All(regions, region => Assert.InRange(region.Address, start, start + (uint)board.Flash.Bytes - 1));
            Assert.All(regions, region => Assert.InRange(region.End, start, start + (long)board.Flash.Bytes));
            Assert.All(regions.Zip(regions.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Address));
            Assert.True(board.Images[^1].Address == board.Flash.Firmware.Address || board.Platform == Platform.RaspberryPi);
        });
    }

    [Fact]
    public void Static_Memory_Keeps_To_What_The_Chip_Allows()
    {
        // At most 160 KB of static data on an ESP32, and half of it for nanoCLR and ESP-IDF at least.
        foreach (Board board in OwnBoards.All.Where(board => board.Targets.Any(target => target.Name.StartsWith("ESP32_REV", StringComparison.Ordinal))))
        {
            Assert.All(board.Targets, target => Assert.InRange(target.Arena.Bytes + target.ModelBuffer.Bytes, 128, 96 << 10));
        }

        // ram0 of the F769 without its C heap.
        Assert.InRange(OwnBoards.Named("stm32f769i-disco").Targets[0].Arena.Bytes, 128, (384 << 10) - 0x3B000);
        Assert.All(OwnBoards.All.SelectMany(board => board.Targets), target => Assert.True(target.Heap.Bytes is null || target.Heap.Bytes == target.Heap.AtMost));
    }

    [Fact]
    public void Pins_Are_Those_Of_The_Platform_And_Used_Once()
    {
        Assert.All(OwnBoards.All, board =>
        {
            string prefix = board.Platform switch { Platform.Esp32 => "GPIO", Platform.Stm32 => "P", _ => "GP" };
            string[] pins = PinsOf(board.Id);
            Assert.All(pins, pin => Assert.StartsWith(prefix, pin));
            Assert.Equal(pins.Length, pins.Distinct().Count());
        });

        // The PSRAM of a WROVER; strapping pins of the C3; the SDRAM of the F429.
        Assert.DoesNotContain(PinsOf("esp32-devkitc"), pin => pin is "GPIO16" or "GPIO17");
        Assert.DoesNotContain(PinsOf("esp32-c3-devkitm"), pin => pin is "GPIO2" or "GPIO8" or "GPIO9");
        Assert.DoesNotContain(PinsOf("stm32f429i-disc1"), pin => pin is "PD8" or "PD9");
    }

    [Fact]
    public void A_Wrong_File_Gets_One_Sentence()
    {
        Refused("{", "is not a board");
        Refused("[]", "is not a board");
        Refused(Change(b => b.AsObject().Remove("imu")), "imu");
        Refused(Change(b => b["colour"] = "red"), "colour");
        Refused(Change(b => b["flash"]!["deployment"]!["address"] = "somewhere"), "an address is a string");
        Refused(Change(b => b["flash"]!["deployment"]!["address"] = "0x20000"), "overlap");
        Refused(Change(b => b["flash"]!["files"]!["address"] = "0x1E1000"), "overlap");
        Refused(Change(b => b["targets"]![0]!["arena"]!["bytes"] = 1001), "multiple of 16");
        Refused(Change(b => b["targets"] = new JsonArray()), "needs a target");
        Refused(Change(b => b["flash"]!["files"] = null), "no file system");
        Refused(Change(b => b["microphone"]!["address"] = "0x4D"), "at an ADC has an address");
        Refused(Change(b => b["microphone"]!["interface"] = "mcp3021"), "at an ADC has an address");
        Refused(Change(b => b["microphone"]!["word_select"] = null), "needs slot, clock and data");
        Refused(Change(b => b["platform"] = "stm32"), "no microphone on I2S");
        Assert.Throws<BoardException>(() => BoardCatalog.Find(OwnBoards.Folder, "nonsense"));
        Assert.Throws<BoardException>(() => OwnBoards.All[0].Target("nonsense"));
    }

    private static string[] PinsOf(string id)
    {
        Board board = OwnBoards.Named(id);
        string?[] pins = [board.Imu.Sda, board.Imu.Scl, board.Log.Tx, board.Log.Rx, board.Microphone?.Clock, board.Microphone?.WordSelect, board.Microphone?.Data];
        return [.. pins.OfType<string>()];
    }

    private static string Change(Action<JsonNode> change)
    {
        JsonNode board = JsonNode.Parse(File.ReadAllText(Path.Combine(OwnBoards.Folder, "esp32-devkitc", BoardCatalog.FileName)))!;
        change(board);
        return board.ToJsonString();
    }

    private static void Refused(string text, string part)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tinyml-board-");
        try
        {
            string path = Path.Combine(folder.FullName, BoardCatalog.FileName);
            File.WriteAllText(path, text);
            string sentence = Assert.Throws<BoardException>(() => BoardCatalog.Read(path)).Message;
            Assert.Contains(part, sentence);
            Assert.EndsWith(".", sentence);
            Assert.DoesNotContain("System.", sentence);
            Assert.DoesNotContain('\n', sentence);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
