namespace TinyMl.App
{
    /// <summary>Bus, port and pins of STM32F429I-DISC1; 'tinyml boards --write' makes it from board.json.</summary>
    internal static class BoardPins
    {
        internal const int I2cBus = 3;
        internal const bool I2cFast = true;
        internal const byte SensorAddress = 0x68;
        internal const string SerialName = "COM1";
        internal const int SerialBaud = 115200;
        internal const string ModelFile = null;
        internal const int AdcMicrophoneAddress = 0x4D;

        internal static bool HasAdcMicrophone => true;

        internal static bool AdcMicrophoneIs12Bit => false;
    }
}
