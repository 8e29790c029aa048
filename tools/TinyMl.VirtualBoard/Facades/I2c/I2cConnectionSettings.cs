namespace System.Device.I2c
{
    /// <summary>Facade: where a device is.</summary>
    public sealed class I2cConnectionSettings
    {
        /// <summary>Initializes a new instance of the <see cref="I2cConnectionSettings"/> class at 400 kHz.</summary>
        /// <param name="busId">The bus.</param>
        /// <param name="deviceAddress">The device's 7-bit address.</param>
        public I2cConnectionSettings(int busId, int deviceAddress)
            : this(busId, deviceAddress, I2cBusSpeed.FastMode)
        {
        }

        /// <summary>Initializes a new instance of the <see cref="I2cConnectionSettings"/> class.</summary>
        /// <param name="busId">The bus.</param>
        /// <param name="deviceAddress">The device's 7-bit address.</param>
        /// <param name="busSpeed">The clock.</param>
        public I2cConnectionSettings(int busId, int deviceAddress, I2cBusSpeed busSpeed)
        {
            BusId = busId;
            DeviceAddress = deviceAddress;
            BusSpeed = busSpeed;
        }

        /// <summary>Gets the bus.</summary>
        public int BusId { get; }

        /// <summary>Gets the device's address.</summary>
        public int DeviceAddress { get; }

        /// <summary>Gets the clock.</summary>
        public I2cBusSpeed BusSpeed { get; }
    }
}
