using System.Text;
using System.Text.Json.Nodes;

namespace TinyMl.Cli.Tests;

/// <summary><c>tinyml evaluate</c> in small, on tones in place of words.</summary>
public sealed class EvaluateTests
{
    private static readonly string[] Small = ["--channels", "8", "--epochs", "1", "--draws", "1", "--scheme", "head-bias", "--json"];

    [Fact]
    public void Everybody_Is_Left_Out_Once_And_Base_Models_Are_Kept()
    {
        using TemporaryFolder words = new();
        foreach ((int speaker, int digit, int number) in
            from s in Enumerable.Range(0, 2) from d in Enumerable.Range(0, 10) from n in Enumerable.Range(0, 7) select (s, d, n))
        {
            words.File($"{digit}_s{speaker}_{number}.wav", Tones.Wav(200 + (300 * digit) + (40 * speaker) + (5 * number)));
        }

        using TemporaryFolder bases = new();
        string data = Path.GetDirectoryName(words.File("x"))!;
        string kept = Path.GetDirectoryName(bases.File("x"))!;
        string drawing = words.File("result.svg");
        string page = words.File("page.md", Encoding.UTF8.GetBytes("# Page\n<!-- evaluated: words: begin -->\nold\n<!-- evaluated: words: end -->\nafter\n"));
        Tool.Result result = Tool.Run(["evaluate", data, "--bases", kept, "--svg", drawing, "--page", page, .. Small]);
        Assert.True(result.Exit == 0, result.Error);
        Assert.Equal(["s0.json", "s1.json"], bases.Names());
        Assert.Contains("without s0: epoch 1 of 1", result.Error, StringComparison.Ordinal);
        Assert.Equal("svg", System.Xml.Linq.XDocument.Load(drawing).Root!.Name.LocalName);

        JsonObject scheme = Assert.Single(result.Json["schemes"]!.AsArray())!.AsObject();
        JsonArray cells = scheme["cells"]!.AsArray();
        Assert.Equal([(1, 0.0), (3, 0.0), (5, 0.0), (5, 0.2)], cells.Select(
            c => ((int)c!["settings"]!["shots"]!, (double)c["settings"]!["wrong"]!)));
        Assert.Equal(4 * 2, scheme["runs"]!.AsArray().Count);
        Assert.All(cells, c => Assert.Equal(2, (int)c!["runs"]!));

        CheckPage(File.ReadAllText(page));
        Tool.Result again = Tool.Run(["evaluate", data, "--bases", kept, .. Small]);
        Assert.Equal(result.Json.ToJsonString(), again.Json.ToJsonString());
        Assert.DoesNotContain("epoch", again.Error, StringComparison.Ordinal);

        Tool.Result other = Tool.Run(["evaluate", data, "--bases", kept, .. Small, "--recordings", "6"]);
        Assert.Equal(5, other.Exit);
        Assert.Contains("add --train", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Gestures_Of_Several_People_Are_A_Source_As_Well()
    {
        using TemporaryFolder recordings = new();
        foreach ((int person, int number) in from p in Enumerable.Range(1, 2) from n in Enumerable.Range(1, 7) select (p, n))
        {
            recordings.File($"subject{person}_measurement{number}.csv", Gestures(new Random((10 * person) + number), 2 * person));
        }

        using TemporaryFolder bases = new();
        string data = Path.GetDirectoryName(recordings.File("x"))!;
        File.Delete(Path.Combine(data, "x"));
        string kept = Path.GetDirectoryName(bases.File("x"))!;
        Tool.Result result = Tool.Run(["evaluate", data, "--bases", kept, .. Small]);
        Assert.True(result.Exit == 0, result.Error);
        Assert.Equal(["subject01", "subject02"], result.Json["users"]!.AsArray().Select(u => (string)u!));
        Assert.Equal(["subject01.json", "subject02.json"], bases.Names());
        Assert.Equal(8, result.Json["schemes"]![0]!["runs"]!.AsArray().Count);
    }

    // Every published scheme, and below the one that was tried what it gave here.
    private static void CheckPage(string text)
    {
        Assert.StartsWith("# Page\n", text, StringComparison.Ordinal);
        Assert.EndsWith("<!-- evaluated: words: end -->\nafter\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("old", text, StringComparison.Ordinal);
        Assert.Contains("    ./tinyml evaluate ", text, StringComparison.Ordinal);
        string[] comparison = text.Split('\n').Where(line => line.Contains("| published |", StringComparison.Ordinal)
            || line.Contains("| device code |", StringComparison.Ordinal)).ToArray();
        Assert.Equal(9, comparison.Count(line => line.Contains("| published |", StringComparison.Ordinal)));
        Assert.StartsWith("| head bias | published | 75.1 / 98.1 | 76.7 / 98.7 | 76.6 / 98.6 | - |", comparison[0], StringComparison.Ordinal);
        Assert.StartsWith("| head-bias | device code |", comparison[1], StringComparison.Ordinal);
        Assert.DoesNotContain("| - |", comparison[1], StringComparison.Ordinal);
        Assert.Equal(10, comparison.Length);
    }

    [Fact]
    public void Wrong_Arguments_Are_One_Sentence()
    {
        Tool.Result missing = Tool.Run("evaluate", "/nowhere", "--bases", "b");
        Assert.Equal(5, missing.Exit);
        Assert.Contains("there is no such folder", missing.Error, StringComparison.Ordinal);
        Tool.Result draws = Tool.Run("evaluate", "f", "--bases", "b", "--draws", "0");
        Assert.Equal(2, draws.Exit);
        Assert.Contains("--draws is 0", draws.Error, StringComparison.Ordinal);
        Assert.Equal(5, Tool.Run("evaluate", "f", "--bases", "b", "--scheme", "tail").Exit);
        Tool.Result setting = Tool.Run("evaluate", "f", "--bases", "b", "--scheme", "head pace=2");
        Assert.Equal(2, setting.Exit);
        Assert.Contains("'pace=2' is no setting", setting.Error, StringComparison.Ordinal);
    }

    // Nine movements of a second, each of its own pitch and on its own channel, two seconds of the converter's noise between them.
    private static byte[] Gestures(Random random, int pitch)
    {
        StringBuilder text = new();
        for (int i = 0; i < 2000; i++)
        {
            int gesture = i / 200;
            bool moves = i % 200 is >= 120 and < 180 && gesture < 9;
            double move = moves ? 200 * Math.Sin((i % 200) * 0.02 * (pitch + gesture)) : 0;
            text.AppendJoin(',', Enumerable.Range(0, 10).Select(c => 300 + random.Next(-4, 5) + (int)(c == gesture ? move : move / 4)));
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $",{16 * i}\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
