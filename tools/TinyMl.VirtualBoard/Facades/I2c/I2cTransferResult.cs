namespace System.Device.I2c
{
    /// <summary>Facade: what a transfer did.</summary>
    public struct I2cTransferResult
    {
        internal I2cTransferResult(I2cTransferStatus status, uint bytesTransferred)
        {
            Status = status;
            BytesTransferred = bytesTransferred;
        }

        /// <summary>Gets the bytes written and read together; 0 where the transfer failed.</summary>
        public uint BytesTransferred { get; }

        /// <summary>Gets how the transfer ended.</summary>
        public I2cTransferStatus Status { get; }
    }
}
