namespace TinyMl.Training.Recordings;

/// <summary>Finds where the movement of a recording lies.</summary>
public static class GestureBounds
{
    private const double Tail = 0.01;

    /// <summary>
    /// The stretch that holds all but one percent, at either end, of the activity |w|^2 + |da/dt|^2 / 100 (w in rad/s, a in
    /// m/s2) above four times its tenth percentile: turning counts, and so does a thrust without turning; tremor does not.
    /// </summary>
    /// <returns>Start and end in seconds.</returns>
    public static (double Start, double End) Find(ImuSequence sequence)
    {
        double[] activity = Activity(sequence);
        double[] sorted = activity.Order().ToArray();
        double rest = 4 * sorted[sorted.Length / 10];
        double[] sums = new double[activity.Length];
        double sum = 0;
        for (int i = 0; i < activity.Length; i++)
        {
            sum += Math.Max(0, activity[i] - rest);
            sums[i] = sum;
        }

        int start = Array.FindIndex(sums, s => s >= Tail * sum);
        int end = Array.FindIndex(sums, s => s >= (1 - Tail) * sum);
        return (start / sequence.Rate, (end + 1) / sequence.Rate);
    }

    // Averaged over a fifth of a second, or single jolts would decide.
    private static double[] Activity(ImuSequence sequence)
    {
        double[] raw = new double[sequence.Count];
        for (int i = 1; i < sequence.Count; i++)
        {
            ReadOnlySpan<float> now = sequence[i];
            ReadOnlySpan<float> before = sequence[i - 1];
            for (int c = 0; c < 3; c++)
            {
                double jerk = (now[c] - before[c]) * sequence.Rate / 10;
                raw[i] += (now[c + 3] * now[c + 3]) + (jerk * jerk * 0.01);
            }
        }

        int reach = (int)(sequence.Rate * 0.1);
        return Enumerable.Range(0, raw.Length)
            .Select(i => raw[Math.Max(0, i - reach)..Math.Min(raw.Length, i + reach + 1)].Average())
            .ToArray();
    }
}
