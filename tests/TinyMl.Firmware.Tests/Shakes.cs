using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>A sensor that lies still and is shaken about an axis at given times, for half a second each.</summary>
internal sealed class Shakes(params (double Start, int Axis)[] shakes) : IMotionSource
{
    public const double Length = 0.6;
    private const double Amplitude = 4;
    private const double Frequency = 5;

    public double Duration => double.PositiveInfinity;

    public Motion At(double seconds)
    {
        double[] rate = new double[3];
        foreach ((double start, int axis) in shakes)
        {
            if (seconds >= start && seconds < start + Length)
            {
                rate[axis] = Amplitude * Math.Sin(2 * Math.PI * Frequency * (seconds - start));
            }
        }

        return new Motion(0, 0, Motion.Gravity, rate[0], rate[1], rate[2]);
    }
}
