using System.Text;
using System.Text.Json.Nodes;

namespace TinyMl.Cli.Tests;

/// <summary>A recipe of words in small, from recordings to thresholds: tones in place of words, no synthesised voices.</summary>
public sealed class WordRecipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _recipe;

    public WordRecipeTests()
    {
        foreach ((int speaker, int digit, int number) in
            from s in Enumerable.Range(0, 2) from d in Enumerable.Range(0, 2) from n in Enumerable.Range(0, 11) select (s, d, n))
        {
            _folder.File($"{digit}_s{speaker}_{number}.wav", Tones.Wav(400 + (900 * digit) + (40 * speaker) + (5 * number)));
        }

        _folder.File("README.md", Encoding.UTF8.GetBytes("<!-- measured: begin -->\n<!-- measured: end -->\n<!-- evaluated: streams: begin -->\n<!-- evaluated: streams: end -->\n"));
        _recipe = _folder.File("recipe.json", Encoding.UTF8.GetBytes($$"""
            {
              "kind": "speech", "name": "small", "labels": ["zero", "one", "unknown", "silence"],
              "recordings": { "folder": "{{_folder.Root}}", "source": "tones", "licence": "MIT" },
              "variants": 2, "splices_per_speaker": 6, "silence_draws": 12,
              "architecture": [{ "filters": 8, "filter": [10, 4], "stride": [4, 4] }],
              "front_end": { "bands": 20 },
              "training": { "epochs": 2, "batch": 16 }
            }
            """));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_Model_Of_Words_Is_Trained_Measured_Again_And_Gets_Thresholds()
    {
        JsonNode trained = Json("train", _recipe, "--card", "--json");
        JsonArray groups = trained["groups"]!.AsArray();
        Assert.Equal(["s0", "words backwards, spliced or cut off", "s1", "backgrounds"], groups.Select(group => (string)group!["name"]!));
        Assert.Equal([6, 40, 6, 200], groups.Select(group => (int)group!["cases"]!));
        Assert.Contains("| all speakers | 12 |", File.ReadAllText(Path.Combine(_folder.Root, "README.md")), StringComparison.Ordinal);

        Assert.Equal((string)trained["id"]!, (string)Json("train", _recipe, "--measure", "--json")["id"]!);

        // The factory's shots are those that the recipe wants today: none makes a smaller file.
        string without = _folder.File("without.json", Encoding.UTF8.GetBytes(
            File.ReadAllText(_recipe).Replace("\"kind\"", "\"factory_shots_per_class\": 0, \"kind\"", StringComparison.Ordinal)));
        string copy = Path.Combine(_folder.Root, "copy.tml");
        File.Copy(Path.Combine(_folder.Root, "small.json"), Path.ChangeExtension(copy, ".json"));
        Assert.InRange((int)Json("train", without, "--measure", "-o", copy, "--json")["model_bytes"]!, 1, (int)trained["model_bytes"]! - 1);

        string drawing = _folder.File("streams.svg");
        string page = Path.Combine(_folder.Root, "README.md");
        JsonNode streams = Json("evaluate", _recipe, "--stream", "--choose", "1000", "--svg", drawing, "--page", page, "--json");
        Assert.Equal([30, 20, 10, 5, 0], streams["points"]!.AsArray().Select(point => (int)point!["signal_to_noise_db"]!));
        Assert.All(streams["points"]!.AsArray(), point => Assert.Equal(
            (int)point!["words"]!, (int)point["right"]! + (int)point["wrong"]! + (int)point["missed"]!));
        Assert.Equal("svg", System.Xml.Linq.XDocument.Load(drawing).Root!.Name.LocalName);
        Assert.Contains("| signal to noise | words |", File.ReadAllText(page), StringComparison.Ordinal);

        // They are in the model: the next run finds them there, and neither unknown nor silence has one.
        int[] thresholds = Thresholds(streams);
        Assert.Equal(4, thresholds.Length);
        Assert.Equal([0, 0], thresholds[2..]);
        Assert.All(thresholds[..2], on => Assert.InRange(on, 96, 255));
        Assert.Equal(thresholds, Thresholds(Json("evaluate", _recipe, "--stream", "--json")));
    }

    [Fact]
    public void A_Recipe_Is_Evaluated_As_It_Learns_Unless_Schemes_Are_Named()
    {
        string learns = _folder.File("learns.json", Encoding.UTF8.GetBytes(File.ReadAllText(_recipe).Replace(
            "\"training\"", "\"learning\": { \"scheme\": \"prototypes\", \"prototype_strength\": 3, \"rate\": 0.5, \"epochs\": 7 }, \"training\"", StringComparison.Ordinal)));
        string bases = Path.Combine(_folder.Root, "bases");
        string[] small = ["evaluate", learns, "--bases", bases, "--draws", "1", "--json"];
        JsonNode own = Assert.Single(Json(small)["schemes"]!.AsArray())!;
        JsonNode named = Assert.Single(Json([.. small, "--scheme", "prototypes strength=3 rate=0.5 passes=7"])["schemes"]!.AsArray())!;
        Assert.Equal(named.ToJsonString(), own.ToJsonString());
        Assert.Equal("prototypes", (string)own["scheme"]!);
        Assert.Equal(7, (int)own["passes"]!);

        JsonNode head = Assert.Single(Json([.. small, "--scheme", "head", "--passes", "4"])["schemes"]!.AsArray())!;
        Assert.Equal("head", (string)head["scheme"]!);
        Assert.Equal(4, (int)head["passes"]!);
    }

    [Fact]
    public void What_Cannot_Be_Streamed_Is_Refused()
    {
        Assert.Equal(3, Tool.Run("evaluate", _recipe, "--stream").Exit); // no model lies there yet
        Assert.Equal(2, Tool.Run("evaluate", _recipe).Exit);
        Assert.Equal(2, Tool.Run("train", _recipe, "--cross-validate").Exit);
        Assert.Equal(2, Tool.Run("evaluate", _recipe, "--stream", "--choose", "-1").Exit);
    }

    private static int[] Thresholds(JsonNode streams) =>
        [.. streams["detector"]!["thresholds"]!.AsArray().Select(on => (int)on!)];

    private static JsonNode Json(params string[] arguments)
    {
        Tool.Result result = Tool.Run(arguments);
        Assert.True(result.Exit == 0, result.Error);
        return result.Json;
    }
}
