namespace TinyMl.Training.Numerics;

/// <summary>White noise for whole sequences: 65,536 normal values drawn once and picked at random.</summary>
internal static class NoiseTable
{
    private const int Size = 1 << 16;
    private static readonly float[] Values = Make();

    /// <summary>About normal, mean 0, deviation 1.</summary>
    public static float Next(Random random) => Values[random.Next(Size)];

    private static float[] Make()
    {
        Random random = new(1);
        return Enumerable.Range(0, Size).Select(_ => (float)random.Gaussian()).ToArray();
    }
}
