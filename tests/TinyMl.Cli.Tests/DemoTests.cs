using System.Text.Json.Nodes;

namespace TinyMl.Cli.Tests;

/// <summary>The main job, end to end, over the serial protocol of the virtual board.</summary>
public class DemoTests
{
    private const int Writers = 20;

    // Far from the writers that the model was trained on and from those that its settings were chosen with.
    private const int FirstWriter = 5_000_000;

    [Fact]
    public void Demo_Is_The_Same_Each_Time_And_Names_Digits()
    {
        Tool.Result first = Tool.Run("demo", "--json");
        Tool.Result second = Tool.Run("demo", "--json");
        Assert.Equal(0, first.Exit);
        Assert.Equal(first.Output, second.Output);
        JsonNode json = first.Json;
        Assert.Equal(40, (int)json["drawn"]!);
        Assert.True((double)json["before"]! > 0.3);
        Assert.Contains(json["lines"]!.AsArray(), line => ((string)line!).StartsWith("learnt ", StringComparison.Ordinal));
    }

    [Fact]
    public void Demo_Ends_With_A_Summary_For_People()
    {
        Tool.Result result = Tool.Run("demo", "--tests", "1", "--shots", "1");
        Assert.Equal(0, result.Exit);
        Assert.Contains("named right", result.Output);
        Assert.Contains("arena to recognise and learn", result.Output);
        Assert.Matches(@"The board named \d+ of 10 digits right before .* and \d+ after", result.Output);
    }

    [Fact]
    public void Learning_Helps_New_Writers_On_Average_And_None_Is_Left_Out()
    {
        double[] gains = new double[Writers];
        Parallel.For(0, Writers, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            string seed = (FirstWriter + i).ToString(System.Globalization.CultureInfo.InvariantCulture);
            JsonNode json = Tool.Run("demo", "--json", "--seed", seed).Json;
            gains[i] = (double)json["after"]! - (double)json["before"]!;
        });
        string all = string.Join(", ", gains.Select(gain => $"{100 * gain:+0.0;-0.0;0.0}"));
        Assert.True(gains.Average() > 0.03, all);
        Assert.True(gains.Count(gain => gain >= 0) >= Writers * 3 / 4, all);
    }
}
