using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>A sensor that lies still and is shaken about an axis at given times, for half a second each.</summary>
/// <param name="shakes">When, about which axis, and how fast at most, in rad/s.</param>
internal sealed class Shakes(params (double Start, int Axis, double Amplitude)[] shakes) : IMotionSource
{
    public const double Length = 0.6;
    private const double Strong = 4;
    private const double Frequency = 5;

    public Shakes(params (double Start, int Axis)[] shakes)
        : this(shakes.Select(s => (s.Start, s.Axis, Strong)).ToArray())
    {
    }

    public double Duration => double.PositiveInfinity;

    public Motion At(double seconds)
    {
        double[] rate = new double[3];
        foreach ((double start, int axis, double amplitude) in shakes)
        {
            if (seconds >= start && seconds < start + Length)
            {
                rate[axis] = amplitude * Math.Sin(2 * Math.PI * Frequency * (seconds - start));
            }
        }

        return new Motion(0, 0, Motion.Gravity, rate[0], rate[1], rate[2]);
    }
}
