namespace TinyMl.VirtualBoard
{
    /// <summary>The microphone of a board, by the way in which it is connected.</summary>
    public enum MicrophoneKind
    {
        /// <summary>The board has none.</summary>
        None,

        /// <summary>A digital one on I2S, in the left slot, as an INMP441.</summary>
        I2s,

        /// <summary>A digital one with pulse-density output, read by the I2S controller, as an SPM1423.</summary>
        Pdm,

        /// <summary>An analogue one at an MCP3021 on the sensor's bus.</summary>
        Mcp3021,

        /// <summary>An analogue one at an MCP3221 on the sensor's bus.</summary>
        Mcp3221,
    }
}
