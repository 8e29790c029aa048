using System.IO;
using nanoFramework.Hardware.Esp32;

namespace TinyMl.App
{
    /// <summary>What boards with an ESP32 have of their own: pins to assign, and files.</summary>
    internal static class Board
    {
        /// <summary>Assigns the pins; an ESP32 has none for COM2 until then, and others than the board's for I2C.</summary>
        internal static void AssignPins()
        {
            Configuration.SetPinFunction(BoardPins.I2cData, DeviceFunction.I2C1_DATA);
            Configuration.SetPinFunction(BoardPins.I2cClock, DeviceFunction.I2C1_CLOCK);
            Configuration.SetPinFunction(BoardPins.SerialTransmit, DeviceFunction.COM2_TX);
            Configuration.SetPinFunction(BoardPins.SerialReceive, DeviceFunction.COM2_RX);
        }

        /// <summary>Opens a model from the device's file system.</summary>
        /// <param name="path">The file.</param>
        /// <returns>A status; <see cref="Status.NoModel"/> where there is no such file.</returns>
        internal static int OpenModelFile(string path)
        {
            return File.Exists(path) ? ModelFile.Open(path) : Status.NoModel;
        }
    }
}
