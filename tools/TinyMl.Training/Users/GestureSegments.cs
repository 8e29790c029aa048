namespace TinyMl.Training.Users;

/// <summary>
/// Finds gestures that are done one after another, with pauses, in a steady rhythm. Each place's rise is how far the activity
/// around it lies above that of the pauses to either side; the places are those with the greatest sum of rises, less what
/// their distances depart from a common one, found by dynamic programming for each common distance.
/// </summary>
public static class GestureSegments
{
    /// <summary>Samples between two places that are considered.</summary>
    public const int Step = 4;

    // Reaches in steps of 64 ms at 62.5 Hz: a gesture lasts about a second, the pauses lie 0.9 to 1.4 s from its middle.
    private const int Gesture = 7;
    private const int PauseBegin = 14;
    private const int PauseEnd = 22;
    private const int Smoothing = 8;

    // Common distances, 1.5 to 5 s; a distance may be half of the common one to 1.7 of it.
    private const int LeastDistance = 24;
    private const int MostDistance = 78;
    private const double Irregularity = 12;

    // Beyond so many times (natural logarithm) the activity at rest more does not count, or a jolt would outweigh a gesture.
    private const double Ceiling = 5;

    /// <summary>Finds the middles of gestures.</summary>
    /// <param name="samples">[samples][channels], raw counts.</param>
    /// <param name="count">How many gestures there are.</param>
    /// <returns>The middle of each, in samples, ascending, and the least rise among them.</returns>
    public static (int[] Middles, double LeastRise) Find(IReadOnlyList<float[]> samples, int count)
    {
        double[] rises = Rises(samples);
        (double Score, int[] Places)? best = null;
        for (int distance = LeastDistance; distance <= MostDistance; distance += 2)
        {
            (double Score, int[] Places)? found = Rhythm(rises, count, distance);
            best = found?.Score > (best?.Score ?? double.NegativeInfinity) ? found : best;
        }

        return best is { } most
            ? (most.Places.Select(place => (place * Step) + (Step / 2)).ToArray(), most.Places.Min(place => rises[place]))
            : ([], 0);
    }

    /// <summary>The greatest sum of rises of so many places; null: there is no room for them.</summary>
    internal static (double Score, int[] Places)? Rhythm(double[] rises, int count, int distance)
    {
        double[] scores = rises;
        List<int[]> before = [];
        for (int k = 1; k < count; k++)
        {
            double[] next = new double[rises.Length];
            int[] from = new int[rises.Length];
            for (int place = 0; place < rises.Length; place++)
            {
                next[place] = double.NegativeInfinity;
                for (int gap = distance / 2; gap <= distance * 17 / 10 && gap <= place; gap++)
                {
                    double off = ((double)gap / distance) - 1;
                    double score = scores[place - gap] + rises[place] - (Irregularity * off * off);
                    if (score > next[place])
                    {
                        (next[place], from[place]) = (score, place - gap);
                    }
                }
            }

            before.Add(from);
            scores = next;
        }

        int last = Array.IndexOf(scores, scores.Max());
        if (double.IsNegativeInfinity(scores[last]))
        {
            return null;
        }

        List<int> places = [last];
        foreach (int[] from in Enumerable.Reverse(before))
        {
            places.Insert(0, from[places[0]]);
        }

        return (scores[last], [.. places]);
    }

    private static double[] Rises(IReadOnlyList<float[]> samples)
    {
        double[] activity = Activity(samples);
        double rest = activity.Order().ElementAt(activity.Length / 10);
        double[] sums = new double[(activity.Length / Step) + 1];
        for (int i = 1; i < sums.Length; i++)
        {
            double most = activity.AsSpan((i - 1) * Step, Step).ToArray().Max();
            sums[i] = sums[i - 1] + Math.Clamp(most - rest, 0, Ceiling);
        }

        double Mean(int begin, int end)
        {
            (begin, end) = (Math.Max(0, begin), Math.Min(sums.Length - 1, end));
            return begin < end ? (sums[end] - sums[begin]) / (end - begin) : 0;
        }

        return Enumerable.Range(0, sums.Length - 1)
            .Select(i => Mean(i - Gesture, i + Gesture + 1)
                - (0.5 * Mean(i - PauseEnd, i - PauseBegin + 1))
                - (0.5 * Mean(i + PauseBegin, i + PauseEnd + 1)))
            .ToArray();
    }

    // The logarithm of the squared change from sample to sample, averaged over a quarter of a second.
    private static double[] Activity(IReadOnlyList<float[]> samples)
    {
        double[] sums = new double[samples.Count + 1];
        for (int i = 0; i < samples.Count; i++)
        {
            double change = i == 0 ? 0 : samples[i].Zip(samples[i - 1], (a, b) => (double)(a - b) * (a - b)).Sum();
            sums[i + 1] = sums[i] + change;
        }

        return Enumerable.Range(0, samples.Count).Select(i =>
        {
            (int begin, int end) = (Math.Max(0, i - Smoothing), Math.Min(samples.Count, i + Smoothing + 1));
            return Math.Log(1 + ((sums[end] - sums[begin]) / (end - begin)));
        }).ToArray();
    }
}
