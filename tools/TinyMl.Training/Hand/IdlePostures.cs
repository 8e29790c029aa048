using TinyMl.Training.Numerics;

namespace TinyMl.Training.Hand;

/// <summary>Movements of the whole hand that follow no pen: added to the poses of a rest.</summary>
internal static class IdlePostures
{
    /// <summary>Changes the poses from an index on.</summary>
    public static void Add(IdleMotion motion, List<Pose> poses, int from, double rate, Random random)
    {
        Func<double, double, Pose> offset = motion switch
        {
            IdleMotion.Walk => Walk(random),
            IdleMotion.PickUp => There(random, 0.6, 0.25),
            IdleMotion.Shift => There(random, 0.25, 0.05),
            IdleMotion.Shake => Shake(random),
            IdleMotion.Bump => Bump(random),
            _ => static (_, _) => default,
        };
        double seconds = (poses.Count - from) / rate;
        for (int i = from; i < poses.Count; i++)
        {
            Pose a = poses[i];
            Pose b = offset((i - from) / rate, seconds);
            poses[i] = new Pose(a.X + b.X, a.Y + b.Y, a.Z + b.Z, a.Pitch + b.Pitch, a.Yaw + b.Yaw, a.Roll + b.Roll);
        }
    }

    // Fades in and out, so that what comes before and after joins smoothly.
    private static double Fade(double time, double seconds)
    {
        double edge = Math.Min(0.5, seconds / 2);
        return MinimumJerk.Position(time / edge) * MinimumJerk.Position((seconds - time) / edge);
    }

    // Up and down twice and to the side once a stride, the arm swinging along.
    private static Func<double, double, Pose> Walk(Random random)
    {
        double stride = random.Between(0.8, 1.1);
        double bounce = random.Between(0.01, 0.035);
        double swing = random.Between(0.03, 0.3);
        double phase = random.NextDouble() * 2 * Math.PI;
        return (time, seconds) =>
        {
            double fade = Fade(time, seconds);
            double angle = (2 * Math.PI * stride * time) + phase;
            return new Pose(
                fade * 0.015 * Math.Sin(angle),
                fade * bounce * (Math.Sin(2 * angle) + (0.25 * Math.Sin(4 * angle))),
                fade * 0.02 * Math.Sin((2 * angle) + 1),
                fade * swing * Math.Sin(angle),
                fade * swing * 0.4 * Math.Sin(angle + 0.7),
                fade * swing * 0.3 * Math.Sin((2 * angle) + 0.3));
        };
    }

    // To another posture, a while there, and back.
    private static Func<double, double, Pose> There(Random random, double turn, double way)
    {
        double pitch = random.Gaussian() * turn;
        double yaw = random.Gaussian() * turn;
        double roll = random.Gaussian() * turn;
        double x = random.Gaussian() * way;
        double y = random.Gaussian() * way;
        double z = random.Gaussian() * way;
        double first = random.Between(0.05, 0.2);
        double ramp = random.Between(0.15, 0.3);
        return (time, seconds) =>
        {
            double share = time / seconds;
            double part = MinimumJerk.Position((share - first) / ramp)
                - MinimumJerk.Position((share - (1 - first - ramp)) / ramp);
            return new Pose(x * part, y * part, z * part, pitch * part, yaw * part, roll * part);
        };
    }

    private static Func<double, double, Pose> Shake(Random random)
    {
        double frequency = random.Between(2, 5);
        double reach = random.Between(0.005, 0.03);
        double turn = random.Between(0.02, 0.2);
        double side = random.NextDouble() * Math.PI;
        return (time, seconds) =>
        {
            double wave = Fade(time, seconds) * Math.Sin(2 * Math.PI * frequency * time);
            return new Pose(
                reach * wave * Math.Cos(side), reach * wave * Math.Sin(side), 0, turn * wave, 0, turn * 0.5 * wave);
        };
    }

    private static Func<double, double, Pose> Bump(Random random)
    {
        double when = random.Between(0.2, 0.8);
        double reach = random.Between(0.003, 0.02);
        double turn = random.Gaussian() * 0.1;
        return (time, seconds) =>
        {
            double distance = (time - (when * seconds)) / 0.08;
            double knock = Math.Exp(-distance * distance);
            return new Pose(reach * knock, -reach * knock, reach * knock, turn * knock, turn * 0.5 * knock, 0);
        };
    }
}
