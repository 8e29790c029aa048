namespace TinyMl.Training.Examples;

/// <summary>How strongly a window is varied, physically: each figure a standard deviation or a half range.</summary>
public sealed record Augmentation
{
    /// <summary>None.</summary>
    public static Augmentation None { get; } = new()
    {
        Speed = 0,
        Warp = 0,
        Grip = 0,
        Size = 0,
        ChannelGain = 0,
        AccelerationNoise = 0,
        RotationNoise = 0,
        RotationBias = 0,
        Wander = 0,
    };

    /// <summary>Tempo: e to the power of up to this.</summary>
    public double Speed { get; init; } = 0.22;

    /// <summary>Local tempo: relative depth of a slow wave in the time axis.</summary>
    public double Warp { get; init; } = 0.15;

    /// <summary>Rotation of the device in the hand, degrees, standard deviation about each axis.</summary>
    public double Grip { get; init; } = 10;

    /// <summary>Size of the movement: factor 1 +- this on all deviations from the window's mean, by kind of sensor.</summary>
    public double Size { get; init; } = 0.25;

    /// <summary>Factor 1 +- this on each channel.</summary>
    public double ChannelGain { get; init; } = 0.12;

    /// <summary>White noise, m/s2.</summary>
    public double AccelerationNoise { get; init; } = 0.08;

    /// <summary>White noise, rad/s.</summary>
    public double RotationNoise { get; init; } = 0.03;

    /// <summary>Constant error of the gyroscope, rad/s.</summary>
    public double RotationBias { get; init; } = 0.03;

    /// <summary>Slow change of the posture: acceleration, m/s2 (rotation: a tenth of it in rad/s).</summary>
    public double Wander { get; init; } = 0.3;
}
