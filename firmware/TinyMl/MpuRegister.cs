namespace TinyMl
{
    /// <summary>The registers and bits that MPU-6050, MPU-6500 and MPU-6886 share as far as the driver uses them.</summary>
    internal static class MpuRegister
    {
        internal const byte SampleRateDivider = 0x19;
        internal const byte Config = 0x1A;
        internal const byte GyroConfig = 0x1B;
        internal const byte AccelConfig = 0x1C;

        /// <summary>MPU-6500 and MPU-6886 only; the filter of the accelerometer.</summary>
        internal const byte AccelConfig2 = 0x1D;
        internal const byte FifoEnable = 0x23;
        internal const byte InterruptEnable = 0x38;
        internal const byte InterruptStatus = 0x3A;
        internal const byte UserControl = 0x6A;
        internal const byte PowerManagement1 = 0x6B;
        internal const byte FifoCountHigh = 0x72;
        internal const byte FifoReadWrite = 0x74;
        internal const byte WhoAmI = 0x75;

        internal const byte Mpu6050 = 0x68;
        internal const byte Mpu6500 = 0x70;
        internal const byte Mpu6886 = 0x19;

        internal const byte PowerReset = 0x80;
        internal const byte PowerClockFromGyro = 0x01;
        internal const byte UserFifoEnable = 0x40;
        internal const byte UserFifoReset = 0x04;
        internal const byte InterruptFifoOverflow = 0x10;

        /// <summary>Temperature, three gyroscope axes, accelerometer.</summary>
        internal const byte FifoAllMpu6050 = 0xF8;

        /// <summary>Gyroscope (which brings the temperature), accelerometer.</summary>
        internal const byte FifoAllMpu6886 = 0x18;

        /// <summary>About 42 Hz of bandwidth at an internal rate of 1 kHz.</summary>
        internal const byte Filter42Hz = 0x03;
    }
}
