namespace TinyMl.Training.Hand;

/// <summary>
/// The way from rest to rest with the least integral of squared jerk (Flash and Hogan, 1985):
/// s(x) = 10 x^3 - 15 x^4 + 6 x^5.
/// </summary>
public static class MinimumJerk
{
    /// <summary>The share of the way done after a share of the time; 0 before and 1 after.</summary>
    public static double Position(double time)
    {
        double x = Math.Clamp(time, 0, 1);
        return x * x * x * (10 + (x * (-15 + (6 * x))));
    }
}
