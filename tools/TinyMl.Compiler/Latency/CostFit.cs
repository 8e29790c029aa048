using System.Globalization;

namespace TinyMl.Compiler.Latency;

/// <summary>
/// Costs of parts from measured layers: least squares of the relative error, no cost below 0. Coordinate descent on the normal
/// equations (Franc, Hlavac and Navara, 2005): each cost in turn is set to its best value with the others as they are.
/// </summary>
internal static class CostFit
{
    private const int MostSweeps = 20_000;
    private const double Settled = 1e-9;

    // Of what was measured: what adds less is not there.
    private const double Least = 1e-6;

    internal static Dictionary<string, double> Solve(IReadOnlyList<LatencySample> samples)
    {
        string[] parts = [.. samples.SelectMany(sample => sample.Work.Where(part => part.Value > 0).Select(part => part.Key)).Distinct()];

        // Rows are divided by what was measured, so every right side is 1; columns have length 1.
        double[][] columns = Array.ConvertAll(parts, part =>
            samples.Select(sample => sample.Work.GetValueOrDefault(part) / sample.Instructions).ToArray());
        double[] lengths = Array.ConvertAll(columns, column => Math.Sqrt(Dot(column, column)));
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = Array.ConvertAll(columns[i], value => value / lengths[i]);
        }

        double[] costs = Descend(
            Array.ConvertAll(columns, a => Array.ConvertAll(columns, b => Dot(a, b))), Array.ConvertAll(columns, column => column.Sum()));
        return parts
            .Select((part, i) => (Part: part, Share: costs[i], Cost: Rounded(costs[i] / lengths[i])))
            .Where(cost => cost.Share > Least)
            .ToDictionary(cost => cost.Part, cost => cost.Cost);
    }

    private static double[] Descend(double[][] products, double[] right)
    {
        double[] costs = new double[right.Length];
        double[] gradient = Array.ConvertAll(right, value => -value);
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double most = 0;
            for (int i = 0; i < costs.Length; i++)
            {
                double step = Math.Max(0, costs[i] - (gradient[i] / products[i][i])) - costs[i];
                if (step == 0)
                {
                    continue;
                }

                costs[i] += step;
                most = Math.Max(most, Math.Abs(step));
                for (int k = 0; k < costs.Length; k++)
                {
                    gradient[k] += step * products[i][k];
                }
            }

            if (most < Settled)
            {
                break;
            }
        }

        return costs;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    // More digits than measurements support would change with every fit.
    private static double Rounded(double cost) => double.Parse(cost.ToString("g5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
