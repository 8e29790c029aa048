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

        /// <summary>Finds no file.</summary>
        /// <param name="path">The file.</param>
        /// <returns><see cref="Status.NoModel"/>.</returns>
        internal static int OpenModelFile(string path)
        {
            return Status.NoModel;
        }
    }
}
