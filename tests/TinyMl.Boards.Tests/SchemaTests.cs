using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;

namespace TinyMl.Boards.Tests;

/// <summary>Every board keeps to the schema, and each rule of the schema can fail.</summary>
public class SchemaTests
{
    public static TheoryData<string> Ids => OwnBoards.Ids;

    [Fact]
    public void The_Boards_Are_There()
    {
        Assert.Equal(
            ["esp32-c3-devkitm", "esp32-devkitc", "esp32-s3-devkitc", "m5stickc-plus", "raspberry-pi-pico", "stm32f429i-disc1", "stm32f769i-disco"],
            OwnBoards.All.Select(board => board.Id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Board_Is_Valid(string id)
    {
        Assert.Empty(await FaultsAsync(Read(id)));
    }

    [Fact]
    public async Task A_New_Board_Is_Valid_And_Says_What_Was_Copied()
    {
        Board made = NewBoard.Like(OwnBoards.Named("esp32-devkitc"), new NewBoard.Answers
        {
            Name = "My Board 2", Target = "ESP32_REV0", ArenaBytes = 8192, Sda = "GPIO4", Scl = "GPIO5",
        });
        string json = BoardCatalog.Write(made);
        Assert.Empty(await FaultsAsync(JsonNode.Parse(json)!));
        Assert.Equal("my-board-2", made.Id);
        Assert.Contains("copied from esp32-devkitc", made.Flash.Source);
        Assert.Contains("copied from esp32-devkitc", made.Log.Source);
        Assert.DoesNotContain("copied", made.Imu.Source);
        Assert.Equal(8192, made.Targets.Single().Arena.Bytes);
    }

    [Fact]
    public async Task Each_Rule_Fires()
    {
        (string Name, Action<JsonNode> Damage)[] faults =
        [
            ("unknown property", b => b["colour"] = "red"),
            ("missing property", b => b.AsObject().Remove("flash")),
            ("core", b => b["core"] = "z80"),
            ("platform", b => b["platform"] = "avr"),
            ("profile", b => b["profile"] = "fast"),
            ("application", b => b["application"] = "Blinky"),
            ("date", b => b["ran_on_hardware"] = "yesterday"),
            ("no target", b => b["targets"] = new JsonArray()),
            ("target without a reason", b => b["targets"]![0]!.AsObject().Remove("when")),
            ("arena without a source", b => b["targets"]![0]!["arena"]!.AsObject().Remove("source")),
            ("empty source", b => b["targets"]![0]!["arena"]!["source"] = "?"),
            ("negative arena", b => b["targets"]![0]!["arena"]!["bytes"] = -16),
            ("arena as text", b => b["targets"]![0]!["arena"]!["bytes"] = "big"),
            ("section", b => b["targets"]![0]!["arena"]!["section"] = "fast ram"),
            ("heap without a source", b => b["targets"]![0]!["heap"]!.AsObject().Remove("source")),
            ("address as a number", b => b["flash"]!["deployment"]!["address"] = 1966080),
            ("address in decimal", b => b["flash"]!["deployment"]!["address"] = "1966080"),
            ("region that is no block", b => b["flash"]!["deployment"]!["bytes"] = 1000),
            ("flash without a source", b => b["flash"]!.AsObject().Remove("source")),
            ("drive", b => b["flash"]!["files"]!["drive"] = "I:\\"),
            ("image", b => b["images"]![0]!["file"] = "nanoCLR.elf"),
            ("bus speed", b => b["imu"]!["hertz"] = 1000000),
            ("pin", b => b["imu"]!["sda"] = "21"),
            ("port", b => b["log"]!["port"] = "ttyUSB0"),
            ("baud", b => b["log"]!["baud"] = 0),
            ("Kconfig symbol", b => b["kconfig"] = new JsonArray("CONFIG=y")),
            ("microphone", b => b["microphone"] = new JsonObject { ["part"] = "x" }),
        ];
        foreach ((string name, Action<JsonNode> damage) in faults)
        {
            JsonNode board = Read("esp32-devkitc");
            damage(board);
            Assert.True((await FaultsAsync(board)).Count > 0, name);
        }
    }

    private static JsonNode Read(string id) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(OwnBoards.Folder, id, BoardCatalog.FileName)))!;

    private static async Task<ICollection<ValidationError>> FaultsAsync(JsonNode board)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(OwnBoards.Folder, "board.schema.json"));
        return schema.Validate(board.ToJsonString());
    }
}
