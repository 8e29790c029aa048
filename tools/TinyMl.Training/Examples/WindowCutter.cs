using TinyMl.Compiler.Models;
using TinyMl.Training.Numerics;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Examples;

/// <summary>
/// Cuts a window out of a sequence, varies it, and passes it through converter and front end. Before its start and after its
/// end a sequence is taken to be still, in the attitude it has there.
/// </summary>
public sealed class WindowCutter : IDisposable
{
    private readonly ImuFrontEnd _frontEnd;
    private readonly RawSensor _sensor;
    private readonly ThreadLocal<NativeFrontEnd> _encoders;

    /// <summary>Makes a cutter.</summary>
    public WindowCutter(ImuFrontEnd frontEnd)
    {
        _frontEnd = frontEnd;
        _sensor = new RawSensor(frontEnd);
        _encoders = new ThreadLocal<NativeFrontEnd>(() => new NativeFrontEnd(frontEnd), trackAllValues: true);
    }

    /// <summary>Values in a window: rows times channels.</summary>
    public int Length => _frontEnd.Rows * ImuSequence.Channels;

    /// <summary>Length of a window in seconds.</summary>
    public double Seconds => Records * 1000.0 / _frontEnd.SampleRate;

    private int Records => _frontEnd.Rows * _frontEnd.Decimation;

    /// <summary>Cuts a window.</summary>
    /// <param name="sequence">Where from.</param>
    /// <param name="end">Where the window ends, seconds from the sequence's start; may lie outside.</param>
    /// <param name="augmentation">How strongly it is varied.</param>
    /// <param name="random">Draws the variation.</param>
    /// <param name="window">[rows, 6].</param>
    public void Cut(ImuSequence sequence, double end, Augmentation augmentation, Random random, Span<sbyte> window)
    {
        float[] values = new float[Records * ImuSequence.Channels];
        double speed = Math.Exp(random.Symmetric(augmentation.Speed));
        Sample(sequence, end, speed, random.Symmetric(augmentation.Warp), random, values);
        Vary(values, augmentation, random);
        _encoders.Value!.Encode(_sensor.Records(new ImuSequence(_frontEnd.SampleRate / 1000.0, values)), window);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NativeFrontEnd encoder in _encoders.Values)
        {
            encoder.Dispose();
        }

        _encoders.Dispose();
    }

    private void Sample(
        ImuSequence sequence, double end, double speed, double warp, Random random, Span<float> values)
    {
        const int channels = ImuSequence.Channels;
        int count = values.Length / channels;
        double phase = random.NextDouble() * 2 * Math.PI;
        double waves = 0.5 + random.NextDouble();
        double step = speed * sequence.Rate * 1000 / _frontEnd.SampleRate;
        double index = end * sequence.Rate;
        for (int i = count - 1; i >= 0; i--)
        {
            // The local tempo also scales the rotation: the same angle in less time.
            double tempo = 1 + (warp * Math.Sin(phase + (2 * Math.PI * waves * i / count)));
            index -= step * tempo;
            Span<float> sample = values.Slice(i * channels, channels);
            sequence.Interpolate(index, sample);
            bool outside = index < 0 || index > sequence.Count - 1;
            for (int c = 3; c < channels; c++)
            {
                sample[c] = outside ? 0 : (float)(sample[c] * speed * tempo);
            }
        }
    }

    private static void Vary(Span<float> values, Augmentation augmentation, Random random)
    {
        const int channels = ImuSequence.Channels;
        int count = values.Length / channels;
        Span<double> gain = stackalloc double[channels];
        Span<double> bias = stackalloc double[channels];
        Span<double> mean = stackalloc double[channels];
        Span<double> wander = stackalloc double[channels];
        Span<double> phase = stackalloc double[channels];
        double size = 1 + random.Symmetric(augmentation.Size);
        double turn = 1 + random.Symmetric(augmentation.Size);
        for (int c = 0; c < channels; c++)
        {
            gain[c] = (c < 3 ? size : turn) * (1 + random.Symmetric(augmentation.ChannelGain));
            bias[c] = c < 3 ? 0 : random.Gaussian() * augmentation.RotationBias;
            wander[c] = random.Gaussian() * augmentation.Wander * (c < 3 ? 1 : 0.1);
            phase[c] = random.NextDouble() * 2 * Math.PI;
            mean[c] = 0;
            for (int i = 0; i < count; i++)
            {
                mean[c] += values[(i * channels) + c] / count;
            }
        }

        double waves = 0.3 + random.NextDouble();
        Rotation grip = Rotation.Random(random, augmentation.Grip);
        for (int i = 0; i < count; i++)
        {
            Span<float> sample = values.Slice(i * channels, channels);
            double slow = 2 * Math.PI * waves * i / count;
            for (int c = 0; c < channels; c++)
            {
                double noise = NoiseTable.Next(random) * (c < 3 ? augmentation.AccelerationNoise : augmentation.RotationNoise);
                double value = c < 3 ? mean[c] + ((sample[c] - mean[c]) * gain[c]) : sample[c] * gain[c];
                sample[c] = (float)(value + bias[c] + (wander[c] * Math.Sin(slow + phase[c])) + noise);
            }

            grip.Apply(sample[..3]);
            grip.Apply(sample[3..]);
        }
    }
}
