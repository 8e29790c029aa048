using TinyMl.Training.Users;

namespace TinyMl.Training.Tests;

/// <summary>Nine gestures with pauses are found where they were put; the places' sum of rises is the greatest there is.</summary>
public sealed class GestureSegmentsTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    public void GesturesAreFoundWhereTheyWerePut(int seed, int jolts)
    {
        Random random = new(seed);
        int[] put = Middles(random, 9);
        float[][] samples = Record(random, put, 2400);

        // Someone knocks against the sensor before the first gesture: as strong as one, but off the rhythm.
        for (int i = 0; i < 20 * jolts; i++)
        {
            samples[60 + i][0] += random.Next(-200, 200);
        }

        (int[] found, double rise) = GestureSegments.Find(samples, 9);
        Assert.Equal(9, found.Length);
        Assert.True(rise > 0.5, $"{rise}");
        Assert.All(found.Zip(put), pair => Assert.InRange(pair.First - pair.Second, -16, 16));
    }

    [Fact]
    public void StillnessHasNoClearGesture()
    {
        Random random = new(5);
        (_, double rise) = GestureSegments.Find(Record(random, [], 2400), 9);
        Assert.True(rise < 0.5, $"{rise}");
    }

    [Fact]
    public void OfTooShortARecordingNothingIsFound() =>
        Assert.Empty(GestureSegments.Find(Record(new Random(6), [], 100), 9).Middles);

    [Fact]
    public void TheRhythmIsTheBestOfAll()
    {
        Random random = new(7);
        for (int round = 0; round < 20; round++)
        {
            double[] rises = Enumerable.Range(0, 40).Select(_ => random.NextDouble() * 4).ToArray();
            const int distance = 10;
            double best = (
                from a in Enumerable.Range(0, 40)
                from b in Enumerable.Range(0, 40)
                from c in Enumerable.Range(0, 40)
                where b - a is >= 5 and <= 17 && c - b is >= 5 and <= 17
                select rises[a] + rises[b] + rises[c] - Penalty(b - a) - Penalty(c - b)).Max();
            (double score, int[] places) = GestureSegments.Rhythm(rises, 3, distance)!.Value;
            Assert.Equal(best, score, 9);
            Assert.Equal(
                best, places.Sum(p => rises[p]) - Penalty(places[1] - places[0]) - Penalty(places[2] - places[1]), 9);

            static double Penalty(int gap) => 12 * Math.Pow(((double)gap / distance) - 1, 2);
        }
    }

    // About every three seconds, half a second early or late at most.
    private static int[] Middles(Random random, int count) =>
        Enumerable.Range(0, count).Select(i => 330 + (200 * i) + random.Next(-25, 26)).ToArray();

    // The converter's noise, and for a second around each middle a movement of its own strength.
    private static float[][] Record(Random random, int[] middles, int count)
    {
        float[][] samples = Enumerable.Range(0, count)
            .Select(_ => Enumerable.Range(0, 10).Select(_ => 300f + random.Next(-5, 6)).ToArray())
            .ToArray();
        foreach (int middle in middles)
        {
            int strength = random.Next(60, 300);
            for (int i = middle - 30; i < middle + 30; i++)
            {
                for (int c = 0; c < 10; c++)
                {
                    samples[i][c] += (float)(strength * Math.Sin((i - middle) * (0.2 + (0.05 * c))));
                }
            }
        }

        return samples;
    }
}
