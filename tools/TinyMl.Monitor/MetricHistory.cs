namespace TinyMl.Monitor;

/// <summary>The last values of a metric.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">The values, oldest first.</param>
public sealed record MetricHistory(string Name, IReadOnlyList<double> Values)
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>The newest value.</summary>
    public double Last => Values[^1];

    /// <summary>Draws the newest values as a line of blocks, the least one lowest and the greatest one highest.</summary>
    /// <param name="width">The most characters.</param>
    public string Sparkline(int width)
    {
        double[] shown = Values.Skip(Math.Max(0, Values.Count - width)).ToArray();
        double least = shown.Min();
        double range = shown.Max() - least;
        return string.Concat(shown.Select(v => Levels[range > 0 ? (int)((v - least) / range * (Levels.Length - 1)) : 0]));
    }
}
