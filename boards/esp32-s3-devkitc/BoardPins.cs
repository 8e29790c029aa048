namespace TinyMl.App
{
    /// <summary>Bus, port and pins of ESP32-S3-DevKitC-1; 'tinyml boards --write' makes it from board.json.</summary>
    internal static class BoardPins
    {
        internal const int I2cBus = 1;
        internal const bool I2cFast = true;
        internal const byte SensorAddress = 0x68;
        internal const string SerialName = "COM2";
        internal const int SerialBaud = 115200;
        internal const string ModelFile = "I:\\model.tml";
        internal const int AdcMicrophoneAddress = 0x00;
        internal const int I2cData = 8;
        internal const int I2cClock = 9;
        internal const int SerialTransmit = 17;
        internal const int SerialReceive = 18;
        internal const int MicrophoneClock = -1;
        internal const int MicrophoneWord = -1;
        internal const int MicrophoneData = -1;

        internal static bool HasAdcMicrophone => false;

        internal static bool AdcMicrophoneIs12Bit => false;

        internal static bool HasI2sMicrophone => false;

        internal static bool MicrophoneIsPdm => false;

        internal static bool MicrophoneIsRight => false;
    }
}
