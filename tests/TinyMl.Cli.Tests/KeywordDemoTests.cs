using System.Text.Json.Nodes;
using TinyMl.Native.Tests;

namespace TinyMl.Cli.Tests;

/// <summary>
/// The demo of spoken digits, end to end: a microphone of the virtual board, the firmware, its serial protocol. How well the
/// model hears is its card's matter.
/// </summary>
public sealed class KeywordDemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A voice that the model has not met is understood, learnt from, and a liar is not.</summary>
    [ToolFact("espeak-ng")]
    public void A_Synthesised_Voice_Is_Heard_And_Learnt()
    {
        Tool.Result result = Tool.Run("demo", "keyword", "--json", "--tests", "2", "--shots", "2");
        JsonNode json = result.Json;
        AssertWhole(result, tests: 2, shots: 2, lost: false);
        Assert.True((double)json["before"]! > 0.3);
        JsonArray right = json["adaptations"]!.AsArray();
        JsonArray wrong = json["wrong_labels"]!["adaptations"]!.AsArray();
        Assert.Contains(right, a => (string)a!["decision"]! == "confirmed");
        Assert.Contains(wrong, a => (string)a!["decision"]! == "doubted");
        Assert.True(Count(wrong, "confirmed") < Count(right, "confirmed"));
    }

    [ToolFact("espeak-ng")]
    public void The_Same_Seed_Is_The_Same_Demo_And_Another_Is_Another_Voice()
    {
        string[] brief = ["demo", "keyword", "--json", "--tests", "1", "--shots", "1"];
        string first = Tool.Run(brief).Output;
        Assert.Equal(first, Tool.Run(brief).Output);
        Assert.NotEqual(first, Tool.Run([.. brief, "--seed", "2"]).Output);
    }

    /// <summary>Tones in place of words: what they are taken for does not matter, all the rest does.</summary>
    [Theory]
    [InlineData("I2s", false)]
    [InlineData("Pdm", false)]
    [InlineData("Mcp3021", true)]
    public void Recordings_Are_Replayed_Through_Any_Microphone(string microphone, bool loses)
    {
        Record(numbers: 3);
        Tool.Result result = Tool.Run(
            "demo", "keyword", "--replay", _folder.Root, "--microphone", microphone, "--tests", "1", "--shots", "1", "--json");
        AssertWhole(result, tests: 1, shots: 1, loses);
    }

    [Fact]
    public void One_Recording_Is_Listened_To()
    {
        string file = _folder.File("tone.wav", Tones.Wav(500));
        Tool.Result result = Tool.Run("demo", "keyword", "--replay", file, "--json");
        Assert.Equal((0, string.Empty), (result.Exit, result.Error));
        Assert.Contains(result.Json["lines"]!.AsArray(), line => ((string)line!).Contains("state=ok", StringComparison.Ordinal));
        Assert.Contains("model name=keyword-digits", Tool.Run("demo", "keyword", "--replay", file).Output);
    }

    [Fact]
    public void What_Cannot_Be_Shown_Is_Refused_With_Cause_And_Way_Out()
    {
        Record(numbers: 2);
        Refused(5, "holds 2 recordings of some digit by 's' and the demo needs 3", "--replay", _folder.Root, "--tests", "1", "--shots", "1");
        Refused(5, "holds 0 recordings of some digit by 'nobody'", "--replay", _folder.Root, "--speaker", "nobody");
        Refused(3, "nowhere.wav", "--replay", "nowhere.wav");
        Refused(5, "is no WAVE file", "--replay", Tool.Model);
        Refused(4, "no front end of sound", "--model", Tool.Model);
        Refused(2, "--tests is 0", "--tests", "0");
        Refused(2, "--shots is 11", "--shots", "11");
    }

    [Fact]
    public void Without_The_Synthesiser_It_Says_What_To_Do()
    {
        string dotnet = Environment.ProcessPath!;
        Tool.Result result = Tool.RunWith(dotnet, ["demo", "keyword"], ("PATH", _folder.Root));
        Assert.Equal(5, result.Exit);
        Assert.Contains("espeak-ng is not installed: 'apt-get install espeak-ng', or use recordings", result.Error);
    }

    private static void AssertWhole(Tool.Result result, int tests, int shots, bool lost)
    {
        JsonNode json = result.Json;
        Assert.Equal(json["broken_promises"]!.AsArray().Count == 0 ? 0 : 6, result.Exit);
        Assert.Equal(10 * tests, (int)json["drawn"]!);
        Assert.Equal(10 * shots, json["adaptations"]!.AsArray().Count);
        Assert.Equal(10 * shots, json["wrong_labels"]!["adaptations"]!.AsArray().Count);
        JsonNode cut = json["power_cut"]!;
        Assert.Equal((int)cut["tried"]!, (int)cut["old_patch"]! + (int)cut["new_patch"]!);
        Assert.True((int)cut["tried"]! > 20);
        string[] lines = [.. json["lines"]!.AsArray().Select(line => (string)line!)];
        Assert.Contains(lines, line => line.StartsWith("sensor ", StringComparison.Ordinal) && line.Contains("state=ok"));
        Assert.DoesNotContain(lines, line => line.StartsWith("error ", StringComparison.Ordinal));
        int samples = int.Parse(
            lines.Last(line => line.StartsWith(">lost:", StringComparison.Ordinal))[6..], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(lost, samples > 0);
    }

    private static int Count(JsonArray adaptations, string decision) => adaptations.Count(a => (string)a!["decision"]! == decision);

    private static void Refused(int exit, string part, params string[] arguments)
    {
        Tool.Result result = Tool.Run(["demo", "keyword", .. arguments]);
        Assert.Equal(exit, result.Exit);
        Assert.Contains(part, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    private void Record(int numbers)
    {
        for (int digit = 0; digit < 10; digit++)
        {
            for (int number = 0; number < numbers; number++)
            {
                _folder.File($"{digit}_s_{number}.wav", Tones.Wav(300 + (250 * digit) + (5 * number)));
            }
        }
    }
}
