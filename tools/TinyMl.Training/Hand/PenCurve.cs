namespace TinyMl.Training.Hand;

/// <summary>
/// A smooth curve through control points (centripetal Catmull-Rom), parametrised so that a constant rate moves by the
/// two-thirds power law (Lacquaniti, Terzuolo and Viviani, 1983): speed proportional to curvature^(-1/3). The length in that
/// measure is the equi-affine arc length, the integral of curvature^(1/3) ds.
/// </summary>
public sealed class PenCurve
{
    private const int StepsPerSpan = 24;

    // Curvature of what counts as straight, per unit of digit height: keeps the speed on straight lines finite.
    private const double LeastCurvature = 1;

    private readonly PenPoint[] _points;
    private readonly double[] _measure;

    /// <summary>Makes a curve.</summary>
    /// <param name="controls">Two points at least; the curve passes through all of them.</param>
    public PenCurve(IReadOnlyList<PenPoint> controls)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(controls.Count, 2);
        _points = Sample(controls);
        _measure = new double[_points.Length];
        for (int i = 1; i < _points.Length; i++)
        {
            double curvature = 0.5 * (Curvature(i - 1) + Curvature(i));
            _measure[i] = _measure[i - 1] + ((_points[i] - _points[i - 1]).Length * Math.Cbrt(curvature));
        }
    }

    /// <summary>The equi-affine length; equal to the length for a straight line.</summary>
    public double Measure => _measure[^1];

    /// <summary>The first point.</summary>
    public PenPoint Start => _points[0];

    /// <summary>The last point.</summary>
    public PenPoint End => _points[^1];

    /// <summary>The point at a share of the equi-affine length.</summary>
    /// <param name="share">0 to 1.</param>
    public PenPoint At(double share)
    {
        double wanted = Math.Clamp(share, 0, 1) * Measure;
        int after = Array.BinarySearch(_measure, wanted);
        after = Math.Clamp(after < 0 ? ~after : after, 1, _measure.Length - 1);
        double span = _measure[after] - _measure[after - 1];
        double part = span > 0 ? (wanted - _measure[after - 1]) / span : 0;
        return _points[after - 1] + ((_points[after] - _points[after - 1]) * part);
    }

    private static PenPoint[] Sample(IReadOnlyList<PenPoint> controls)
    {
        int spans = controls.Count - 1;
        PenPoint[] points = new PenPoint[(spans * StepsPerSpan) + 1];
        for (int span = 0; span < spans; span++)
        {
            // Beyond the ends the curve goes on as a mirror image.
            PenPoint b = controls[span];
            PenPoint c = controls[span + 1];
            PenPoint a = span > 0 ? controls[span - 1] : (b * 2) - c;
            PenPoint d = span + 2 < controls.Count ? controls[span + 2] : (c * 2) - b;
            for (int i = 0; i < StepsPerSpan; i++)
            {
                points[(span * StepsPerSpan) + i] = CatmullRom(a, b, c, d, (double)i / StepsPerSpan);
            }
        }

        points[^1] = controls[^1];
        return points;
    }

    private static PenPoint CatmullRom(PenPoint a, PenPoint b, PenPoint c, PenPoint d, double part)
    {
        double t1 = Knot(a, b);
        double t2 = t1 + Knot(b, c);
        double t3 = t2 + Knot(c, d);
        double t = t1 + (part * (t2 - t1));
        PenPoint ab = Mix(a, b, 0, t1, t);
        PenPoint bc = Mix(b, c, t1, t2, t);
        PenPoint cd = Mix(c, d, t2, t3, t);
        return Mix(Mix(ab, bc, 0, t2, t), Mix(bc, cd, t1, t3, t), t1, t2, t);
    }

    private static double Knot(PenPoint a, PenPoint b) => Math.Sqrt(Math.Max(1e-9, (b - a).Length));

    private static PenPoint Mix(PenPoint a, PenPoint b, double from, double to, double t) =>
        (a * ((to - t) / (to - from))) + (b * ((t - from) / (to - from)));

    // Of the circle through a point and neighbours a few steps away; the nearest ones would measure rounding.
    private double Curvature(int index)
    {
        const int reach = 4;
        int last = _points.Length - 1;
        int middle = Math.Clamp(index, Math.Min(reach, last / 2), Math.Max(last - reach, _points.Length / 2));
        PenPoint a = _points[Math.Max(0, middle - reach)];
        PenPoint b = _points[middle];
        PenPoint c = _points[Math.Min(_points.Length - 1, middle + reach)];
        PenPoint ab = b - a;
        PenPoint bc = c - b;
        double product = ab.Length * bc.Length * (c - a).Length;
        double curvature = product > 1e-12 ? 2 * Math.Abs((ab.X * bc.Y) - (ab.Y * bc.X)) / product : 0;
        return Math.Sqrt((curvature * curvature) + (LeastCurvature * LeastCurvature));
    }
}
