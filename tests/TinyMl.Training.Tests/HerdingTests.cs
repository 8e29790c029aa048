namespace TinyMl.Training.Tests;

/// <summary>Each chosen one brings the mean nearest to that of all, as a search over the definition finds it.</summary>
public sealed class HerdingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EachChoiceIsTheBestThatASearchFinds(int seed)
    {
        Random random = new(seed);
        float[][] features = Enumerable.Range(0, 30)
            .Select(_ => Enumerable.Range(0, 5).Select(_ => random.NextSingle()).ToArray()).ToArray();
        int[] chosen = Herding.Choose(features, 8);
        Assert.Equal(8, chosen.Distinct().Count());
        for (int k = 0; k < chosen.Length; k++)
        {
            double[] distances = Enumerable.Range(0, features.Length)
                .Except(chosen[..k])
                .Select(candidate => Distance(Mean(features), Mean(chosen[..k].Append(candidate).Select(i => features[i]))))
                .ToArray();
            Assert.Equal(distances.Min(), Distance(Mean(features), Mean(chosen[..(k + 1)].Select(i => features[i]))), 9);
        }
    }

    [Fact]
    public void WhereThereAreFewerAllAreTaken()
    {
        Assert.Equal([0, 1], Herding.Choose([[1, 2], [3, 4]], 5).Order());
        Assert.Empty(Herding.Choose([], 5));
        Assert.Empty(Herding.Choose([[1]], 0));
    }

    private static double[] Mean(IEnumerable<float[]> vectors)
    {
        float[][] all = vectors.ToArray();
        return Enumerable.Range(0, all[0].Length).Select(i => all.Average(v => (double)v[i])).ToArray();
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();
}
