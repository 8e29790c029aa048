namespace TinyMl.VirtualBoard
{
    /// <summary>What can go wrong on a bus.</summary>
    public enum I2cFaultKind
    {
        /// <summary>The device does not acknowledge its address.</summary>
        NotAcknowledged,

        /// <summary>A line is held low: every transfer runs into its time-out.</summary>
        StuckBus,

        /// <summary>Half of the bytes are transferred.</summary>
        Partial,

        /// <summary>The controller reports an error that it cannot name.</summary>
        Unknown,

        /// <summary>The controller throws.</summary>
        Exception,

        /// <summary>Written settings are lost; only addressing a register for reading still works.</summary>
        WritesLost,

        /// <summary>The device is not connected, and starts anew when it is connected again.</summary>
        Unplugged,

        /// <summary>The device loses power for a moment: it answers, but all its settings are gone.</summary>
        PowerLoss,
    }
}
