using System.Device.I2c;

namespace TinyMl.App
{
    /// <summary>
    /// What boards with an STM32 or RP2040 have of their own: the firmware has assigned the pins, and there is no room for a
    /// model from a file. Their firmware may lack System.IO.FileSystem, so nothing here refers to it.
    /// </summary>
    internal static class Board
    {
        /// <summary>Leaves the pins as they are.</summary>
        internal static void AssignPins()
        {
        }

        /// <summary>Opens the memory that keeps what was learnt.</summary>
        /// <returns>A 24LC256 or MB85RC256V, or a larger one of their kin, on the sensor's bus.</returns>
        internal static IPatchStore OpenPatches()
        {
            I2cDevice memory = I2cDevice.Create(new I2cConnectionSettings(
                BoardPins.I2cBus, EepromPatchStore.DefaultI2cAddress, Ports.Speed));
            return new EepromPatchStore(memory, 32768, 64, 5);
        }

        /// <summary>Opens the microphone.</summary>
        /// <returns>The microphone; null: the board has none.</returns>
        internal static ISampleSource OpenMicrophone()
        {
            return Ports.OpenAdcMicrophone();
        }

        /// <summary>Finds no file.</summary>
        /// <param name="path">The file.</param>
        /// <returns><see cref="Status.NoModel"/>.</returns>
        internal static int OpenModelFile(string path)
        {
            return Status.NoModel;
        }
    }
}
