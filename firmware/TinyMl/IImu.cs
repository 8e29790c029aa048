namespace TinyMl
{
    /// <summary>An inertial sensor: its records can be captured as numbers.</summary>
    public interface IImu : ISampleSource
    {
        /// <summary>Gets the bytes of one record, then the offset of each channel's big-endian number in it.</summary>
        byte[] Layout { get; }

        /// <summary>Gets the records a second that the sensor is set to, in mHz.</summary>
        int SampleRate { get; }

        /// <summary>Gets the acceleration range that the sensor is set to, in g.</summary>
        int AccelerationRange { get; }

        /// <summary>Gets the angular rate range that the sensor is set to, in degrees per second.</summary>
        int RotationRange { get; }
    }
}
