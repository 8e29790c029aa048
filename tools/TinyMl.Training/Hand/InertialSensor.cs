using TinyMl.Training.Numerics;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Hand;

/// <summary>
/// What accelerometer and gyroscope feel along a <see cref="PoseTrack"/>: specific force R^T (x'' + g) and angular velocity
/// log(R1^T R2) / dt, both in the device's frame, averaged over the sample's time as the chip's low-pass filter does, plus
/// bias and white noise.
/// </summary>
public sealed class InertialSensor
{
    /// <summary>Gravity in m/s2.</summary>
    public const double Gravity = 9.81;

    /// <summary>Samples a second.</summary>
    public double Rate { get; init; } = 50;

    /// <summary>White noise of the accelerometer, m/s2.</summary>
    public double AccelerationNoise { get; init; } = 0.05;

    /// <summary>White noise of the gyroscope, rad/s.</summary>
    public double RotationNoise { get; init; } = 0.01;

    /// <summary>Constant error of the accelerometer, standard deviation per axis, m/s2.</summary>
    public double AccelerationBias { get; init; } = 0.1;

    /// <summary>Constant error of the gyroscope, standard deviation per axis, rad/s.</summary>
    public double RotationBias { get; init; } = 0.01;

    /// <summary>Measures.</summary>
    /// <param name="track">The movement; its rate is a multiple of <see cref="Rate"/>, and it holds one sample's time at least.</param>
    /// <param name="grip">Rotation vector from the hand's frame to the device's.</param>
    /// <param name="random">Draws noise and bias.</param>
    public ImuSequence Measure(PoseTrack track, (double X, double Y, double Z) grip, Random random)
    {
        const int channels = ImuSequence.Channels;
        IReadOnlyList<Pose> poses = track.Poses;
        int fold = (int)Math.Round(track.Rate / Rate);
        int count = poses.Count / fold;
        Rotation hand = Rotation.Of(grip.X, grip.Y, grip.Z);
        Span<double> bias = stackalloc double[channels];
        for (int c = 0; c < channels; c++)
        {
            bias[c] = random.Gaussian() * (c < 3 ? AccelerationBias : RotationBias);
        }

        float[] values = new float[count * channels];
        Rotation attitude = Attitude(poses[0], hand);
        for (int i = 0; i < count * fold; i++)
        {
            Span<float> sample = values.AsSpan(i / fold * channels, channels);
            Pose before = poses[Math.Max(0, i - 1)];
            Pose now = poses[i];
            Pose after = poses[Math.Min(poses.Count - 1, i + 1)];
            double square = track.Rate * track.Rate / fold;
            (double x, double y, double z) = attitude.Inverse().Apply(
                (before.X - (2 * now.X) + after.X) * square,
                ((before.Y - (2 * now.Y) + after.Y) * square) + (Gravity / fold),
                (before.Z - (2 * now.Z) + after.Z) * square);
            Rotation next = Attitude(after, hand);
            (double wx, double wy, double wz) = (attitude.Inverse() * next).Vector();
            double rate = track.Rate / fold;
            sample[0] += (float)x;
            sample[1] += (float)y;
            sample[2] += (float)z;
            sample[3] += (float)(wx * rate);
            sample[4] += (float)(wy * rate);
            sample[5] += (float)(wz * rate);
            attitude = next;
        }

        for (int i = 0; i < values.Length; i++)
        {
            int c = i % channels;
            values[i] += (float)(bias[c] + (NoiseTable.Next(random) * (c < 3 ? AccelerationNoise : RotationNoise)));
        }

        return new ImuSequence(Rate, values);
    }

    private static Rotation Attitude(Pose pose, Rotation grip) =>
        Rotation.Of(0, pose.Yaw, 0) * Rotation.Of(pose.Pitch, 0, 0) * Rotation.Of(0, 0, pose.Roll) * grip;
}
