using TinyMl.Training.Numerics;

namespace TinyMl.Training.Hand;

/// <summary>Ways of the pen that are no digit, in digit heights.</summary>
internal static class IdlePaths
{
    /// <summary>Control points that begin at the pen's place.</summary>
    public static IReadOnlyList<PenPoint> Points(IdleMotion motion, PenPoint start, Random random) => motion switch
    {
        IdleMotion.Circles => Circles(start, random),
        IdleMotion.Swipe => Swipe(start, random),
        IdleMotion.Wave => Wave(start, random),
        _ => Scribble(start, random),
    };

    private static List<PenPoint> Circles(PenPoint start, Random random)
    {
        double radius = random.Between(0.2, 0.6);
        double turns = random.Between(2, 4) * (random.Next(2) == 0 ? 1 : -1);
        double phase = random.NextDouble() * 2 * Math.PI;
        double aspect = random.Between(0.6, 1.6);
        PenPoint centre = start - (new PenPoint(Math.Cos(phase), Math.Sin(phase) * aspect) * radius);
        List<PenPoint> points = [];
        int count = (int)Math.Ceiling(Math.Abs(turns) * 8);
        for (int i = 0; i <= count; i++)
        {
            double angle = phase + (2 * Math.PI * turns * i / count);
            points.Add(centre + (new PenPoint(Math.Cos(angle), Math.Sin(angle) * aspect) * radius));
        }

        return points;
    }

    // Sideways or up: a single way down is the digit 1.
    private static PenPoint[] Swipe(PenPoint start, Random random)
    {
        double angle = random.Between(-0.3, 0.8) * Math.PI / 2;
        double length = random.Between(0.5, 1.4);
        double side = random.Next(2) == 0 ? 1 : -1;
        PenPoint end = start + (new PenPoint(Math.Cos(angle) * side, Math.Sin(angle)) * length);
        PenPoint middle = ((start + end) * 0.5) + new PenPoint(random.Symmetric(0.1), random.Symmetric(0.1));
        return [start, middle, end];
    }

    private static List<PenPoint> Wave(PenPoint start, Random random)
    {
        double angle = random.NextDouble() * Math.PI;
        double reach = random.Between(0.3, 0.9);
        List<PenPoint> points = [start];
        int count = random.Next(3, 8);
        for (int i = 0; i < count; i++)
        {
            double side = ((i % 2) * 2) - 1;
            double size = reach * random.Between(0.7, 1.1) * side;
            points.Add(start + (new PenPoint(Math.Cos(angle), Math.Sin(angle)) * size)
                + new PenPoint(random.Symmetric(0.06), random.Symmetric(0.06)));
        }

        return points;
    }

    private static List<PenPoint> Scribble(PenPoint start, Random random)
    {
        List<PenPoint> points = [start];
        int count = random.Next(4, 12);
        for (int i = 0; i < count; i++)
        {
            points.Add(new PenPoint(random.Symmetric(0.5), random.Symmetric(0.6)));
        }

        return points;
    }
}
