using TinyMl.Training.Numerics;

namespace TinyMl.Training.Tests;

/// <summary>The matrix product against three loops.</summary>
public sealed class GemmTests
{
    [Fact]
    public void EveryShapeUpToItsBlocksAndBeyond()
    {
        Random random = new(1);
        foreach (int m in new[] { 1, 3, 4, 5, 9 })
        {
            foreach (int n in new[] { 1, 7, 8, 9, 16, 17, 24, 35 })
            {
                foreach (int k in new[] { 1, 2, 13 })
                {
                    Compare(random, m, n, k, transposed: false, accumulate: false);
                    Compare(random, m, n, k, transposed: true, accumulate: true);
                }
            }
        }
    }

    private static void Compare(Random random, int m, int n, int k, bool transposed, bool accumulate)
    {
        double[] a = Values(random, m * k);
        double[] b = Values(random, k * n);
        double[] c = Values(random, m * n);
        (int row, int column) = transposed ? (1, m) : (k, 1);
        double[] expected = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                expected[(i * n) + j] = accumulate ? c[(i * n) + j] : 0;
                for (int l = 0; l < k; l++)
                {
                    expected[(i * n) + j] += a[(i * row) + (l * column)] * b[(l * n) + j];
                }
            }
        }

        Gemm.Multiply<double>(m, n, k, a, row, column, b, c, accumulate);
        Assert.All(expected.Zip(c), pair => Assert.Equal(pair.First, pair.Second, 9));
    }

    private static double[] Values(Random random, int count) =>
        Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5).ToArray();
}
