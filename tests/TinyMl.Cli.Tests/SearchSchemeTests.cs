using System.Text.Json.Nodes;

namespace TinyMl.Cli.Tests;

/// <summary><c>tinyml search-scheme</c> in small, on tones in place of words.</summary>
public sealed class SearchSchemeTests
{
    private static readonly string[] Small =
    [
        "--channels", "8", "--epochs", "1", "--passes", "2", "--shots", "1", "--depth", "1", "99", "--ratio", "0.5", "--layers", "2", "--json",
    ];

    [Fact]
    public void Every_Part_Is_Measured_And_The_Choice_Fits()
    {
        using TemporaryFolder words = new();
        for (int i = 0; i < 2 * 10 * 7; i++)
        {
            (int speaker, int digit, int number) = (i / 70, i / 7 % 10, i % 7);
            words.File($"{digit}_s{speaker}_{number}.wav", Tones.Wav(200 + (300 * digit) + (40 * speaker) + (5 * number)));
        }

        using TemporaryFolder bases = new();
        string data = Path.GetDirectoryName(words.File("x"))!;
        string kept = Path.GetDirectoryName(bases.File("x"))!;
        Tool.Result result = Tool.Run(["search-scheme", data, "--bases", kept, "--budget", "1000000", .. Small]);
        Assert.True(result.Exit == 0, result.Error);
        JsonObject[] measured = result.Json["measured"]!.AsArray().Select(node => node!.AsObject()).ToArray();

        // A depth that the network has not is left out, and so is a depthwise layer.
        string[] schemes = measured.Select(part => (string)part["scheme"]!).ToArray();
        Assert.Equal("head", schemes[0]);
        Assert.Equal("bias:1+head", schemes[1]);
        Assert.Single(schemes[2..]);
        Assert.Matches("^head\\+sparse:[12]=0.5$", schemes[2]);
        double[] gains = measured.Select(part => (double)part["user"]! + (double)part["others"]!).ToArray();
        Assert.Equal(gains, measured.Select(part => (double)part["gain"]!), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.True((double)result.Json["best"]!["gain"]! >= gains.Max() - 1e-9);

        // Whatever a smaller budget leaves fits it; with none the exit code says so.
        int least = measured.Min(part => (int)part["arena_bytes"]!);
        Tool.Result tight = Tool.Run(["search-scheme", data, "--bases", kept, "--budget", $"{least}", .. Small]);
        Assert.Equal(least, (int)tight.Json["best"]!["arena_bytes"]!);
        Tool.Result none = Tool.Run(["search-scheme", data, "--bases", kept, "--budget", $"{least - 1}", .. Small]);
        Assert.NotEqual(0, none.Exit);
        Assert.Contains("raise --budget", none.Error, StringComparison.Ordinal);
        Assert.Null(none.Json["best"]);
    }

    [Fact]
    public void Wrong_Arguments_Are_One_Sentence()
    {
        Assert.Contains("--depth", Tool.Run("search-scheme", "f", "--bases", "b", "--depth", "0").Error, StringComparison.Ordinal);
        Assert.Contains("--ratio", Tool.Run("search-scheme", "f", "--bases", "b", "--ratio", "2").Error, StringComparison.Ordinal);
        Assert.Contains("--budget", Tool.Run("search-scheme", "f", "--bases", "b", "--budget", "0").Error, StringComparison.Ordinal);
        Assert.NotEqual(0, Tool.Run("search-scheme", "f", "--bases", "b", "--with", "tail").Exit);
    }
}
