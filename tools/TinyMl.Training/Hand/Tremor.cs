using TinyMl.Training.Numerics;

namespace TinyMl.Training.Hand;

/// <summary>
/// The shaking of a hand: noise around 6 Hz in three angles (a second-order resonance driven by white noise; physiological
/// tremor lies at 4 to 12 Hz).
/// </summary>
internal sealed class Tremor
{
    private readonly Random _random;
    private readonly double _a1;
    private readonly double _a2;
    private readonly double _drive;
    private readonly double[] _now = new double[3];
    private readonly double[] _before = new double[3];

    public Tremor(double rate, Random random)
    {
        _random = random;
        double frequency = random.Between(4, 8);
        double damping = Math.Exp(-2 * Math.PI * 2 / rate);
        double angle = 2 * Math.PI * frequency / rate;
        _a1 = 2 * damping * Math.Cos(angle);
        _a2 = -damping * damping;

        // The stationary variance of the recursion is drive^2 (1 - a2) / ((1 + a2) ((1 - a2)^2 - a1^2)); this makes it 1.
        _drive = Math.Sqrt((1 + _a2) * (((1 - _a2) * (1 - _a2)) - (_a1 * _a1)) / (1 - _a2));
    }

    /// <summary>The three angles of the next instant.</summary>
    /// <param name="deviation">Standard deviation in radians.</param>
    public (double Pitch, double Yaw, double Roll) Next(double deviation)
    {
        for (int i = 0; i < 3; i++)
        {
            double next = (_a1 * _now[i]) + (_a2 * _before[i]) + (_drive * NoiseTable.Next(_random));
            _before[i] = _now[i];
            _now[i] = next;
        }

        return (deviation * _now[0], deviation * _now[1], deviation * _now[2]);
    }
}
