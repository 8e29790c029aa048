namespace TinyMl.App
{
    /// <summary>Bus, port and pins of STM32F769I-DISCO; 'tinyml boards --write' makes it from board.json.</summary>
    internal static class BoardPins
    {
        internal const int I2cBus = 1;
        internal const bool I2cFast = true;
        internal const byte SensorAddress = 0x68;
        internal const string SerialName = "COM6";
        internal const int SerialBaud = 115200;
        internal const string ModelFile = null;
        internal const int AdcMicrophoneAddress = 0x4D;

        internal static bool HasAdcMicrophone => true;

        internal static bool AdcMicrophoneIs12Bit => false;
    }
}
