using System.Buffers.Binary;
using TinyMl.Compiler.Models;

namespace TinyMl.Training.Recordings;

/// <summary>
/// The sensor's analogue-to-digital converter: physical units to the int16 of the front end's ranges, saturated as the chip
/// does, and to the 14-byte records of the MPU family's FIFO (acceleration, temperature, rotation; big-endian).
/// </summary>
public sealed class RawSensor
{
    private const double StandardGravity = 9.80665;
    private readonly double _accelerationScale;
    private readonly double _rotationScale;

    /// <summary>Makes a converter.</summary>
    /// <param name="accelerationRange">Full scale in g.</param>
    /// <param name="rotationRange">Full scale in degrees per second.</param>
    public RawSensor(double accelerationRange, double rotationRange)
    {
        _accelerationScale = 32768 / (accelerationRange * StandardGravity);
        _rotationScale = 32768 / (rotationRange * Math.PI / 180);
    }

    /// <summary>Makes a converter with a front end's ranges.</summary>
    public RawSensor(ImuFrontEnd frontEnd)
        : this(frontEnd.FullScales[0], frontEnd.FullScales[1])
    {
    }

    /// <summary>Temperature of the records: 25 degrees at 340 LSB a degree around 36.53, the MPU-6050's scale.</summary>
    public short Temperature { get; init; } = (short)((25 - 36.53) * 340);

    /// <summary>Converts one value.</summary>
    /// <param name="value">m/s2 or rad/s.</param>
    /// <param name="channel">0 to 2: acceleration; 3 to 5: rotation.</param>
    public short Convert(float value, int channel)
    {
        double scaled = Math.Round(value * (channel < 3 ? _accelerationScale : _rotationScale));
        return (short)Math.Clamp(scaled, short.MinValue, short.MaxValue);
    }

    /// <summary>Converts samples to FIFO records.</summary>
    /// <returns>[samples, 14 bytes].</returns>
    public byte[] Records(ImuSequence sequence)
    {
        const int length = 14;
        byte[] records = new byte[sequence.Count * length];
        for (int i = 0; i < sequence.Count; i++)
        {
            Span<byte> record = records.AsSpan(i * length, length);
            ReadOnlySpan<float> sample = sequence[i];
            BinaryPrimitives.WriteInt16BigEndian(record[6..], Temperature);
            for (int c = 0; c < ImuSequence.Channels; c++)
            {
                BinaryPrimitives.WriteInt16BigEndian(record[((c < 3 ? 0 : 2) + (c * 2))..], Convert(sample[c], c));
            }
        }

        return records;
    }
}
