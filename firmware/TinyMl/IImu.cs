namespace TinyMl
{
    /// <summary>An inertial sensor that delivers raw records from its FIFO and recovers by itself.</summary>
    public interface IImu
    {
        /// <summary>Gets the counters.</summary>
        SensorHealth Health { get; }

        /// <summary>
        /// Gets <see cref="Status.Ok"/> while samples flow, <see cref="Status.Again"/> while the sensor is set up, else the
        /// fault.
        /// </summary>
        int State { get; }

        /// <summary>Gets the number by which the connected sensor names itself; 0: not known.</summary>
        int Kind { get; }

        /// <summary>Gets the bytes of one record, then the offset of each channel's big-endian number in it.</summary>
        byte[] Layout { get; }

        /// <summary>Gets the bytes that the sensor still held after the last <see cref="Poll"/>.</summary>
        int Backlog { get; }

        /// <summary>Sets what the sensor shall deliver; it is set up anew.</summary>
        /// <param name="sampleRate">Records a second, in mHz.</param>
        /// <param name="accelerationRange">Range in g.</param>
        /// <param name="rotationRange">Range in degrees per second.</param>
        /// <returns><see cref="Status.Ok"/> or <see cref="Status.SensorRange"/>.</returns>
        int Configure(int sampleRate, int accelerationRange, int rotationRange);

        /// <summary>Goes on with setting up, or reads whole records.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <param name="records">Receives the records.</param>
        /// <returns>The bytes of all records; 0: none.</returns>
        int Poll(long now, byte[] records);

        /// <summary>Tells, once, whether samples were lost since the last call.</summary>
        /// <returns>True: the records of the last <see cref="Poll"/> do not continue those before.</returns>
        bool TakeGap();
    }
}
