using TinyMl.Compiler.Models;
using TinyMl.Training.Speech;

namespace TinyMl.Training.Evaluation;

/// <summary>What a detector makes of a stream.</summary>
/// <param name="Words">Words of the model that were said.</param>
/// <param name="Right">Whose first event, from the word's beginning until a second after its end, is the right one.</param>
/// <param name="Wrong">Whose first event is another.</param>
/// <param name="FalseAccepts">All other events, also a second one of a word.</param>
/// <param name="Hours">Length of the stream.</param>
/// <param name="Latency">Sum of the times from the end of a word to its right event, seconds.</param>
public sealed record StreamCounts(int Words, int Right, int Wrong, int FalseAccepts, double Hours, double Latency)
{
    private const double Grace = 1;

    /// <summary>The share of the words that are detected, 0 to 1.</summary>
    public double Rate => (double)Right / Words;

    /// <summary>Words without an event.</summary>
    public int Missed => Words - Right - Wrong;

    /// <summary>False accepts an hour.</summary>
    public double FalseAcceptsPerHour => FalseAccepts / Hours;

    /// <summary>Mean time from the end of a word to its event, seconds.</summary>
    public double MeanLatency => Latency / Math.Max(1, Right);

    /// <summary>Counts.</summary>
    /// <param name="heard">The stream and its scores.</param>
    /// <param name="settings">The detector.</param>
    /// <param name="labels">The classes.</param>
    public static StreamCounts Of(HeardStream heard, DetectorSettings settings, IReadOnlyList<string> labels)
    {
        Detector detector = new(settings, labels);
        List<(double Time, int Label)> events = [];
        foreach ((double end, sbyte[] scores) in heard.Windows)
        {
            int found = detector.Next(scores);
            if (found >= 0)
            {
                events.Add((end, found));
            }
        }

        int words = 0;
        int right = 0;
        int wrong = 0;
        double latency = 0;
        int next = 0;
        foreach (StreamWord word in heard.Stream.Words.Where(word => word.Label >= 0))
        {
            words++;
            while (next < events.Count && events[next].Time < word.Start)
            {
                next++;
            }

            if (next < events.Count && events[next].Time <= word.End + Grace)
            {
                bool match = events[next].Label == word.Label;
                right += match ? 1 : 0;
                wrong += match ? 0 : 1;
                latency += match ? events[next].Time - word.End : 0;
                next++;
            }
        }

        return new StreamCounts(words, right, wrong, events.Count - right - wrong, heard.Stream.Hours, latency);
    }

    /// <summary>Several streams as one.</summary>
    public static StreamCounts Sum(IEnumerable<StreamCounts> parts) => parts.Aggregate((a, b) => new StreamCounts(
        a.Words + b.Words, a.Right + b.Right, a.Wrong + b.Wrong, a.FalseAccepts + b.FalseAccepts, a.Hours + b.Hours, a.Latency + b.Latency));
}
