namespace TinyMl.Training.Recordings;

/// <summary>Finds where the movement of a recording lies.</summary>
public static class GestureBounds
{
    private const double Tail = 0.01;

    /// <summary>
    /// The stretch that holds all but one percent, at either end, of the activity |w|^2 + |da/dt|^2 / 100 (w in rad/s, a in
    /// m/s2): turning counts, and so does a thrust without turning.
    /// </summary>
    /// <returns>Start and end in seconds.</returns>
    public static (double Start, double End) Find(ImuSequence sequence)
    {
        double[] activity = new double[sequence.Count];
        double sum = 0;
        for (int i = 1; i < sequence.Count; i++)
        {
            ReadOnlySpan<float> now = sequence[i];
            ReadOnlySpan<float> before = sequence[i - 1];
            for (int c = 0; c < 3; c++)
            {
                double jerk = (now[c] - before[c]) * sequence.Rate / 10;
                sum += (now[c + 3] * now[c + 3]) + (jerk * jerk * 0.01);
            }

            activity[i] = sum;
        }

        int start = Array.FindIndex(activity, a => a >= Tail * sum);
        int end = Array.FindIndex(activity, a => a >= (1 - Tail) * sum);
        return (start / sequence.Rate, end / sequence.Rate);
    }
}
