using System.Globalization;
using TinyMl.Compiler.Models;
using TinyMl.Training.Evaluation;

namespace TinyMl.Cli.Evaluation;

/// <summary>What a stream study found, as tables and as JSON.</summary>
internal static class StreamReport
{
    internal static EvaluationTable Table(IReadOnlyList<StreamPoint> points)
    {
        StreamCounts all = StreamCounts.Sum(points.Select(point => point.Counts));
        return new EvaluationTable(
            ["signal to noise", "words", "detected", "wrong", "missed", "false accepts an hour", "latency", "stream"],
            [.. points.Select(point => Row($"{Text(point.SignalToNoise)} dB", point.Counts)), Row("all", all)],
            "Detected: a word whose first event, from its beginning until a second after its end, is the right one; wrong: another. False accepts: all "
                + "other events. Latency: mean time from a word's end to its event.");
    }

    internal static object Json(string model, DetectorSettings detector, IReadOnlyList<StreamPoint> points, IReadOnlyList<StreamPoint> curves)
    {
        static object One(StreamPoint point) => new
        {
            signal_to_noise_db = point.SignalToNoise,
            shift = point.Shift,
            words = point.Counts.Words,
            right = point.Counts.Right,
            wrong = point.Counts.Wrong,
            missed = point.Counts.Missed,
            false_accepts = point.Counts.FalseAccepts,
            hours = point.Counts.Hours,
            latency_s = point.Counts.MeanLatency,
        };
        return new { model, detector, points = points.Select(One), curves = curves.Select(One) };
    }

    private static string[] Row(string name, StreamCounts counts) =>
    [
        name,
        Report.Number(counts.Words),
        Report.Percent(counts.Rate),
        Report.Number(counts.Wrong),
        Report.Number(counts.Missed),
        Text(counts.FalseAcceptsPerHour),
        $"{counts.MeanLatency.ToString("0.00", CultureInfo.InvariantCulture)} s",
        $"{Text(60 * counts.Hours)} min",
    ];

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
