namespace TinyMl.Training;

/// <summary>
/// Chooses few that stand for many, as Rebuffi et al., "iCaRL" (2017) choose exemplars after Welling's herding (2009): each next
/// one brings the mean of the chosen as near as possible to the mean of all.
/// </summary>
internal static class Herding
{
    /// <summary>Chooses.</summary>
    /// <param name="features">One vector for each candidate, all of the same length.</param>
    /// <param name="count">How many to choose; where there are fewer, all.</param>
    /// <returns>Indices of the chosen, the best first.</returns>
    public static int[] Choose(IReadOnlyList<float[]> features, int count)
    {
        int most = Math.Min(count, features.Count);
        if (most <= 0)
        {
            return [];
        }

        double[] mean = Enumerable.Range(0, features[0].Length).Select(i => features.Average(f => (double)f[i])).ToArray();
        double[] sum = new double[mean.Length];
        List<int> chosen = [];
        while (chosen.Count < most)
        {
            int next = Enumerable.Range(0, features.Count)
                .Where(candidate => !chosen.Contains(candidate))
                .MinBy(candidate => Off(mean, sum, features[candidate], chosen.Count + 1));
            chosen.Add(next);
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += features[next][i];
            }
        }

        return [.. chosen];
    }

    private static double Off(double[] mean, double[] sum, float[] added, int count)
    {
        double squares = 0;
        for (int i = 0; i < mean.Length; i++)
        {
            double off = mean[i] - ((sum[i] + added[i]) / count);
            squares += off * off;
        }

        return squares;
    }
}
