using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using TinyMl.Monitor;

namespace TinyMl.Cli.Rendering;

/// <summary>The live view of <c>tinyml monitor</c>.</summary>
internal static class MonitorScreen
{
    private const int SparklineWidth = 40;
    private const int RecentLines = 10;

    internal static IRenderable Draw(MonitorSnapshot snapshot)
    {
        Table metrics = Report.Table("metric", "last", "recent");
        metrics.Columns[^1].LeftAligned();
        foreach (MetricHistory metric in snapshot.Metrics)
        {
            metrics.AddRow(
                Markup.Escape(metric.Name),
                metric.Last.ToString("0.####", CultureInfo.InvariantCulture),
                metric.Sparkline(SparklineWidth));
        }

        string state = snapshot.IsConnected ? "[green]connected[/]" : $"[yellow]{Markup.Escape(snapshot.Problem)}[/]";
        string counts = $"{snapshot.Lines} lines, {snapshot.BadLines} damaged, {snapshot.Reconnections} reconnections";
        return new Rows(
            [
                new Markup($"[bold]{Markup.Escape(snapshot.Source)}[/] {state}  {counts}"),
                .. snapshot.About.Values.Select(line => new Text(line.Text)),
                metrics,
                .. snapshot.Adaptations.Count == 0 ? [] : new IRenderable[] { AdaptationTable.Draw(snapshot.Adaptations) },
                .. snapshot.Recent.TakeLast(RecentLines).Select(line => new Markup(Colour(line))),
            ]);
    }

    private static string Colour(ProtocolLine line)
    {
        string text = Markup.Escape(line.Text);
        return line.Kind switch
        {
            LineKind.Event => $"[green]{text}[/]",
            LineKind.Adaptation => $"[blue]{text}[/]",
            LineKind.Error => $"[red]{text}[/]",
            _ => text,
        };
    }
}
