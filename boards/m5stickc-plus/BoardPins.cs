namespace TinyMl.App
{
    /// <summary>Bus, port and pins of M5StickC Plus; 'tinyml boards --write' makes it from board.json.</summary>
    internal static class BoardPins
    {
        internal const int I2cBus = 1;
        internal const bool I2cFast = true;
        internal const byte SensorAddress = 0x68;
        internal const string SerialName = "COM2";
        internal const int SerialBaud = 115200;
        internal const string ModelFile = null;
        internal const int AdcMicrophoneAddress = 0x00;
        internal const int I2cData = 21;
        internal const int I2cClock = 22;
        internal const int SerialTransmit = 32;
        internal const int SerialReceive = 33;
        internal const int MicrophoneClock = 0;
        internal const int MicrophoneWord = -1;
        internal const int MicrophoneData = 34;

        internal static bool HasAdcMicrophone => false;

        internal static bool AdcMicrophoneIs12Bit => false;

        internal static bool HasI2sMicrophone => true;

        internal static bool MicrophoneIsPdm => true;

        internal static bool MicrophoneIsRight => true;
    }
}
