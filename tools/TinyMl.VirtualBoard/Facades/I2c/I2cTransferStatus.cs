namespace System.Device.I2c
{
    /// <summary>Facade: how a transfer ended.</summary>
    public enum I2cTransferStatus
    {
        /// <summary>It failed for an unknown reason.</summary>
        UnknownError,

        /// <summary>All bytes were transferred.</summary>
        FullTransfer,

        /// <summary>The clock was held too long.</summary>
        ClockStretchTimeout,

        /// <summary>The device stopped in the middle.</summary>
        PartialTransfer,

        /// <summary>Nothing acknowledged the address.</summary>
        SlaveAddressNotAcknowledged,
    }
}
