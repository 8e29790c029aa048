namespace nanoFramework.Hardware.Esp32
{
    /// <summary>Facade: the functions of pins that the firmware uses, with nanoFramework's numbers.</summary>
    public enum DeviceFunction
    {
        /// <summary>Data of the first I2C bus.</summary>
        I2C1_DATA = 0x020100,

        /// <summary>Clock of the first I2C bus.</summary>
        I2C1_CLOCK = 0x020101,

        /// <summary>Transmit line of the second serial port.</summary>
        COM2_TX = 0x030200,

        /// <summary>Receive line of the second serial port.</summary>
        COM2_RX = 0x030201,

        /// <summary>Bit clock of the first I2S bus.</summary>
        I2S1_BCK = 0x060101,

        /// <summary>Word clock of the first I2S bus; the clock of pulse density.</summary>
        I2S1_WS = 0x060102,

        /// <summary>Data from a device on the first I2S bus.</summary>
        I2S1_MDATA_IN = 0x060104,
    }
}
