using System.Numerics;
using TinyMl.Training.Hand;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Tests;

/// <summary>The simulated hand obeys mechanics.</summary>
public sealed class PhysicsTests
{
    private static readonly InertialSensor Ideal = new()
    {
        Rate = 200,
        AccelerationNoise = 0,
        RotationNoise = 0,
        AccelerationBias = 0,
        RotationBias = 0,
    };

    [Fact]
    public void AtRestTheSensorFeelsGravityAndNothingElse()
    {
        PoseTrack track = Track(50, _ => new Pose(0.1, 0.2, 0.3, 0.4, -0.5, 0.6));
        ImuSequence sequence = Ideal.Measure(track, (0.1, 0.2, -0.3), new Random(1));
        for (int i = 0; i < sequence.Count; i++)
        {
            Assert.Equal(9.81, Length(sequence[i][..3]), 4);
            Assert.Equal(0, Length(sequence[i][3..]), 5);
        }
    }

    [Fact]
    public void UprightGravityIsOnYAndRaisingTheTipTakesItToMinusZ()
    {
        ImuSequence upright = Ideal.Measure(Track(4, _ => default), default, new Random(1));
        Assert.Equal([0, 9.81f, 0], Rounded(upright[0][..3]));
        ImuSequence raised = Ideal.Measure(Track(4, _ => new Pose(0, 0, 0, Math.PI / 6, 0, 0)), default, new Random(1));
        Assert.Equal(-4.905, raised[0][2], 3);
    }

    [Fact]
    public void LinearAccelerationIsThePathDifferentiatedTwice()
    {
        // x = 0.1 sin(2 pi t): x'' = -0.1 (2 pi)^2 sin(2 pi t); the frame does not turn.
        PoseTrack track = Track(200, t => new Pose(0.1 * Math.Sin(2 * Math.PI * t), 0, 0, 0, 0, 0));
        ImuSequence sequence = Ideal.Measure(track, default, new Random(1));
        for (int i = 1; i < sequence.Count - 1; i++)
        {
            double expected = -0.1 * 4 * Math.PI * Math.PI * Math.Sin(2 * Math.PI * i / 200.0);
            Assert.InRange(sequence[i][0] - expected, -2e-3, 2e-3);
        }
    }

    [Fact]
    public void IntegratedRotationGivesTheChangeOfAttitude()
    {
        PoseTrack track = Track(300, t => new Pose(0, 0, 0, 0.8 * Math.Sin(t), 0.6 * Math.Sin(2 * t), 0.5 * t * t));
        ImuSequence sequence = Ideal.Measure(track, (0.2, -0.1, 0.3), new Random(1));

        // Gravity as felt at the start, carried along by the gyroscope alone, is gravity as felt at the end.
        Quaternion turned = Quaternion.Identity;
        for (int i = 0; i < sequence.Count - 1; i++)
        {
            Vector3 rate = new(sequence[i][3..]);
            turned *= Quaternion.CreateFromAxisAngle(Vector3.Normalize(rate), rate.Length() / 200);
        }

        Vector3 end = Vector3.Transform(new Vector3(sequence[0][..3]), Quaternion.Conjugate(turned));
        Assert.InRange(Vector3.Distance(end, new Vector3(sequence[sequence.Count - 1][..3])), 0, 0.01);
    }

    [Fact]
    public void NoiseAndBiasHaveTheStatedSize()
    {
        InertialSensor sensor = new()
        {
            Rate = 200,
            AccelerationNoise = 0.5,
            RotationNoise = 0.1,
            AccelerationBias = 0,
            RotationBias = 0,
        };
        ImuSequence sequence = sensor.Measure(Track(4000, _ => default), default, new Random(3));
        Assert.InRange(Deviation(sequence, 0), 0.47, 0.53);
        Assert.InRange(Deviation(sequence, 4), 0.094, 0.106);
    }

    [Fact]
    public void TheConverterRoundsAndSaturatesAtFullScale()
    {
        RawSensor sensor = new(4, 1000);
        Assert.Equal(8192, sensor.Convert(9.80665f, 1));
        Assert.Equal(short.MaxValue, sensor.Convert(1000, 0));
        Assert.Equal(short.MinValue, sensor.Convert(-1000, 0));
        Assert.Equal(short.MaxValue, sensor.Convert(17.6f, 5));
        Assert.Equal(-16384, sensor.Convert((float)(-500 * Math.PI / 180), 3));
    }

    [Fact]
    public void RecordsAreBigEndianWithTheTemperatureInTheMiddle()
    {
        RawSensor sensor = new(4, 1000) { Temperature = 0x1234 };
        byte[] record = sensor.Records(new ImuSequence(50, [9.80665f, 0, -9.80665f, 0, 0, (float)(500 * Math.PI / 180)]));
        Assert.Equal(Convert.FromHexString("20000000E00012340000000" + "04000"), record);
    }

    private static PoseTrack Track(int count, Func<double, Pose> pose)
    {
        PoseTrack track = new(200);
        track.Poses.AddRange(Enumerable.Range(0, count).Select(i => pose(i / 200.0)));
        return track;
    }

    private static float[] Rounded(ReadOnlySpan<float> values) => values.ToArray().Select(v => MathF.Round(v, 3)).ToArray();

    private static double Length(ReadOnlySpan<float> vector) => new Vector3(vector).Length();

    private static double Deviation(ImuSequence sequence, int channel)
    {
        double[] values = Enumerable.Range(0, sequence.Count).Select(i => (double)sequence[i][channel]).ToArray();
        double mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
