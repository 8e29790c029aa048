namespace TinyMl.VirtualBoard
{
    /// <summary>Facade: System.IO.File of the device, on the board's internal drive. An alias gives it that name.</summary>
    internal static class DeviceFile
    {
        /// <summary>Tells whether a file is there; as the real one it throws nothing.</summary>
        /// <param name="path">The file.</param>
        /// <returns>True: it is.</returns>
        internal static bool Exists(string path)
        {
            try
            {
                return VirtualHardware.Current.Files.Exists(path);
            }
            catch (System.Exception)
            {
                return false;
            }
        }

        /// <summary>Removes a file; one that is not there is none.</summary>
        /// <param name="path">The file.</param>
        /// <exception cref="System.IO.IOException">The file is open, or the drive fails.</exception>
        internal static void Delete(string path)
        {
            VirtualHardware.Current.Files.Delete(path);
        }
    }
}
