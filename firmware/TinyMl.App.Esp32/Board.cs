using System.Device.I2s;
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
            if (BoardPins.HasI2sMicrophone)
            {
                if (!BoardPins.MicrophoneIsPdm)
                {
                    Configuration.SetPinFunction(BoardPins.MicrophoneClock, DeviceFunction.I2S1_BCK);
                }

                // The word clock's pin has the clock of pulse density.
                Configuration.SetPinFunction(
                    BoardPins.MicrophoneIsPdm ? BoardPins.MicrophoneClock : BoardPins.MicrophoneWord, DeviceFunction.I2S1_WS);
                Configuration.SetPinFunction(BoardPins.MicrophoneData, DeviceFunction.I2S1_MDATA_IN);
            }
        }

        /// <summary>Opens the microphone.</summary>
        /// <returns>The microphone; null: the board has none.</returns>
        internal static ISampleSource OpenMicrophone()
        {
            if (!BoardPins.HasI2sMicrophone)
            {
                return Ports.OpenAdcMicrophone();
            }

            I2sConnectionSettings settings = new I2sConnectionSettings(1);
            settings.Mode = BoardPins.MicrophoneIsPdm ? I2sMode.Pdm : 0;
            return new I2sMicrophone(settings, BoardPins.MicrophoneIsRight ? PcmFormat.Right : PcmFormat.Left);
        }

        /// <summary>Opens the memory that keeps what was learnt.</summary>
        /// <returns>Two files on the internal flash.</returns>
        internal static IPatchStore OpenPatches()
        {
            return new FilePatchStore("I:\\patch");
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
