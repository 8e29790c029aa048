namespace System.Device.I2s
{
    /// <summary>Facade: what a controller does on the bus.</summary>
    [Flags]
    public enum I2sMode
    {
        /// <summary>It makes the clock.</summary>
        Master = 1,

        /// <summary>It takes the clock.</summary>
        Slave = 2,

        /// <summary>It sends.</summary>
        Tx = 4,

        /// <summary>It receives.</summary>
        Rx = 8,

        /// <summary>It sends to the chip's own converter.</summary>
        DacBuiltIn = 16,

        /// <summary>It receives from the chip's own converter.</summary>
        AdcBuiltIn = 32,

        /// <summary>The line carries pulse density.</summary>
        Pdm = 64,
    }
}
