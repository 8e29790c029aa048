namespace TinyMl.Training.Hand;

/// <summary>A point of the writing plane; digits are about 1 high and 0.7 wide around (0, 0).</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Upwards.</param>
public readonly record struct PenPoint(double X, double Y)
{
    /// <summary>The sum.</summary>
    public static PenPoint operator +(PenPoint a, PenPoint b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>The difference.</summary>
    public static PenPoint operator -(PenPoint a, PenPoint b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>The multiple.</summary>
    public static PenPoint operator *(PenPoint a, double factor) => new(a.X * factor, a.Y * factor);

    /// <summary>The distance from (0, 0).</summary>
    public double Length => Math.Sqrt((X * X) + (Y * Y));
}
