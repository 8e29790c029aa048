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
    }
}
