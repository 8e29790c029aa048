using TinyMl.Compiler.Models;

namespace TinyMl.Training.Evaluation;

/// <summary>
/// Chooses the threshold of each class: the one by which most words are detected less a price for each event that is false or
/// wrong, class by class until nothing changes; the lowest price at which false accepts keep to what is allowed.
/// </summary>
public static class ThresholdChoice
{
    private const int Least = 104;
    private const int Most = 252;
    private const int Step = 8;
    private const int Rounds = 3;
    private static readonly double[] Prices = [0.25, 0.5, 1, 2, 4, 8, 16];

    /// <summary>Chooses.</summary>
    /// <param name="heard">Streams that test nothing else.</param>
    /// <param name="settings">The detector otherwise.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="words">The first so many classes are words; the others get no threshold.</param>
    /// <param name="allowed">False accepts an hour.</param>
    public static DetectorSettings Choose(
        IReadOnlyList<HeardStream> heard, DetectorSettings settings, IReadOnlyList<string> labels, int words, double allowed)
    {
        DetectorSettings chosen = settings;
        foreach (double price in Prices)
        {
            chosen = AtPrice(heard, settings, labels, words, price);
            if (StreamCounts.Sum(heard.Select(h => StreamCounts.Of(h, chosen, labels))).FalseAcceptsPerHour <= allowed)
            {
                break;
            }
        }

        return chosen;
    }

    private static DetectorSettings AtPrice(
        IReadOnlyList<HeardStream> heard, DetectorSettings settings, IReadOnlyList<string> labels, int words, double price)
    {
        double Worth(int[] thresholds)
        {
            StreamCounts counts = StreamCounts.Sum(
                heard.Select(h => StreamCounts.Of(h, settings with { Thresholds = thresholds }, labels)));
            return counts.Right - (price * (counts.FalseAccepts + counts.Wrong));
        }

        int[] best = labels.Select((_, c) => c < words ? Math.Max(Least, settings.ThresholdOff) : 0).ToArray();
        double most = Worth(best);
        for (int round = 0; round < Rounds; round++)
        {
            double before = most;
            for (int c = 0; c < words; c++)
            {
                for (int on = Math.Max(Least, settings.ThresholdOff); on <= Most; on += Step)
                {
                    int[] tried = [.. best];
                    tried[c] = on;
                    double worth = Worth(tried);
                    (best, most) = worth > most ? (tried, worth) : (best, most);
                }
            }

            if (most <= before)
            {
                break;
            }
        }

        return settings with { Thresholds = best };
    }
}
