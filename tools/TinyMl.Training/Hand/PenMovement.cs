namespace TinyMl.Training.Hand;

/// <summary>
/// One movement along a curve. A short one has minimum-jerk timing; a long one is a chain of equal minimum-jerk
/// submovements, each beginning at the middle of the one before (superposition: Flash and Henis, 1991), so that the hand
/// starts and stops smoothly and keeps an even pace in between.
/// </summary>
public sealed class PenMovement
{
    // Equi-affine length that one submovement covers, in digit heights.
    private const double SubmovementMeasure = 1.2;

    private readonly int _submovements;

    /// <summary>Makes a movement.</summary>
    /// <param name="curve">Where along.</param>
    /// <param name="begin">When, in seconds.</param>
    /// <param name="seconds">How long, above 0.</param>
    /// <param name="lift">How far the hand is drawn back in the middle, in digit heights: between strokes.</param>
    public PenMovement(PenCurve curve, double begin, double seconds, double lift)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        Curve = curve;
        Begin = begin;
        Seconds = seconds;
        Lift = lift;
        _submovements = Math.Max(1, (int)Math.Round(curve.Measure / SubmovementMeasure));
    }

    /// <summary>Where along.</summary>
    public PenCurve Curve { get; }

    /// <summary>When it begins.</summary>
    public double Begin { get; }

    /// <summary>How long it lasts.</summary>
    public double Seconds { get; }

    /// <summary>How far the hand is drawn back in the middle.</summary>
    public double Lift { get; }

    /// <summary>When it ends.</summary>
    public double End => Begin + Seconds;

    /// <summary>How far the movement has carried the pen at a time, relative to its own start.</summary>
    public PenPoint Offset(double time)
    {
        double done = (time - Begin) / Seconds * (_submovements + 1) / 2;
        double share = 0;
        for (int i = 0; i < _submovements; i++)
        {
            share += MinimumJerk.Position(done - (i / 2.0));
        }

        return Curve.At(share / _submovements) - Curve.Start;
    }

    /// <summary>How far the hand is drawn back at a time.</summary>
    public double LiftAt(double time)
    {
        double x = Math.Clamp((time - Begin) / Seconds, 0, 1);
        return Lift * 16 * x * x * (1 - x) * (1 - x);
    }
}
