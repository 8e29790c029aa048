namespace TinyMl.Training.Numerics;

/// <summary>Distributions.</summary>
internal static class RandomExtensions
{
    /// <summary>Normal, mean 0, deviation 1 (Box and Muller, 1958).</summary>
    public static double Gaussian(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Even between -range and range.</summary>
    public static double Symmetric(this Random random, double range) => ((2 * random.NextDouble()) - 1) * range;

    /// <summary>Even between two bounds.</summary>
    public static double Between(this Random random, double least, double most) =>
        least + (random.NextDouble() * (most - least));
}
