namespace TinyMl
{
    /// <summary>
    /// A sensor that delivers raw records, a burst at a time, and recovers by itself: what an inertial sensor and a microphone
    /// have in common.
    /// </summary>
    public interface ISampleSource
    {
        /// <summary>Gets the counters.</summary>
        SensorHealth Health { get; }

        /// <summary>
        /// Gets <see cref="Status.Ok"/> while samples flow, <see cref="Status.Again"/> while the sensor is set up, else the
        /// fault.
        /// </summary>
        int State { get; }

        /// <summary>Gets the number by which the connected sensor names itself; 0: not known, or it has none.</summary>
        int Kind { get; }

        /// <summary>Gets the bytes of one record.</summary>
        int RecordBytes { get; }

        /// <summary>Gets the most records that one <see cref="Poll"/> delivers.</summary>
        int BurstRecords { get; }

        /// <summary>Gets the records that are kept for the next <see cref="Poll"/> before one is lost.</summary>
        int BufferRecords { get; }

        /// <summary>Gets the milliseconds from a <see cref="Poll"/> that filled no burst to the next.</summary>
        int PollMilliseconds { get; }

        /// <summary>Gets the bytes that the sensor still held after the last <see cref="Poll"/>.</summary>
        int Backlog { get; }

        /// <summary>Sets what the sensor shall deliver; it is set up anew.</summary>
        /// <param name="model">The open model that tells it.</param>
        /// <returns><see cref="Status.Ok"/> or <see cref="Status.SensorRange"/>.</returns>
        int Configure(Model model);

        /// <summary>Goes on with setting up, or reads whole records.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <param name="records">Receives the records; room for a burst.</param>
        /// <returns>The bytes of all records; 0: none.</returns>
        int Poll(long now, byte[] records);

        /// <summary>Tells, once, whether samples were lost since the last call.</summary>
        /// <returns>True: the records of the last <see cref="Poll"/> do not continue those before.</returns>
        bool TakeGap();
    }
}
