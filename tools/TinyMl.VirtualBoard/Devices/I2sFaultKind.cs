namespace TinyMl.VirtualBoard
{
    /// <summary>What can go wrong between a microphone and the buffers of an I2S controller.</summary>
    public enum I2sFaultKind
    {
        /// <summary>The interrupt comes too late: finished buffers are lost.</summary>
        DroppedBuffers,

        /// <summary>The microphone sends its last sample over and over.</summary>
        Stuck,

        /// <summary>The microphone is not connected; the data line is low.</summary>
        Unplugged,

        /// <summary>The clock runs at <see cref="I2sFault.Factor"/> times the rate that was set.</summary>
        WrongRate,

        /// <summary>The driver fails: reading throws.</summary>
        ReadFails,

        /// <summary>The driver cannot be installed: opening throws.</summary>
        OpenFails,
    }
}
