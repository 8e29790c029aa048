namespace TinyMl.VirtualBoard
{
    /// <summary>A member of the sensor family; the number is what WHO_AM_I answers.</summary>
    public enum MpuKind
    {
        /// <summary>MPU-6050: FIFO of 1024 bytes, asleep after power-on.</summary>
        Mpu6050 = 0x68,

        /// <summary>MPU-6500: FIFO of 512 bytes, awake after power-on.</summary>
        Mpu6500 = 0x70,

        /// <summary>MPU-6886: FIFO of 1024 bytes, asleep after power-on.</summary>
        Mpu6886 = 0x19,
    }
}
