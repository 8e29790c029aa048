using TinyMl.Training.Numerics;

namespace TinyMl.Training.Hand;

/// <summary>Bends a glyph smoothly: nearby points move together, as a hand errs, and corners stay corners.</summary>
internal static class GlyphVariation
{
    /// <summary>The bent pieces.</summary>
    /// <param name="pieces">Control points.</param>
    /// <param name="deviation">Typical shift of a point in digit heights.</param>
    /// <param name="random">Draws the bend.</param>
    public static PenPoint[][] Apply(PenPoint[][] pieces, double deviation, Random random)
    {
        // A quadratic field of shifts over the plane plus a little for each point alone.
        double[] x = Enumerable.Range(0, 6).Select(_ => random.Gaussian() * deviation).ToArray();
        double[] y = Enumerable.Range(0, 6).Select(_ => random.Gaussian() * deviation).ToArray();
        Dictionary<PenPoint, PenPoint> moved = [];
        PenPoint Move(PenPoint p)
        {
            if (!moved.TryGetValue(p, out PenPoint result))
            {
                double[] terms = [0, p.X * 2, p.Y * 2, p.X * p.X * 4, p.X * p.Y * 4, p.Y * p.Y * 4];
                PenPoint own = new(random.Gaussian() * deviation * 0.5, random.Gaussian() * deviation * 0.5);
                result = p + own + new PenPoint(Sum(terms, x), Sum(terms, y));
                moved.Add(p, result);
            }

            return result;
        }

        return pieces.Select(piece => piece.Select(Move).ToArray()).ToArray();
    }

    private static double Sum(double[] terms, double[] factors) => terms.Zip(factors, (t, f) => t * f).Sum();
}
