using System;
using System.IO;
using TinyMl.Interop;

namespace TinyMl.App
{
    /// <summary>Opens a model from the device's file system, piece by piece.</summary>
    internal static class ModelFile
    {
        private const int PieceBytes = 1024;

        internal static int Open(string path)
        {
            try
            {
                using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
                {
                    byte[] piece = new byte[PieceBytes];
                    int status = Native.LoadStart((int)file.Length);
                    while (status == Status.Ok)
                    {
                        int count = file.Read(piece, 0, piece.Length);
                        if (count <= 0)
                        {
                            return Native.OpenLoaded();
                        }

                        status = Native.LoadBytes(piece, 0, count);
                    }

                    return status;
                }
            }
            catch (Exception)
            {
                return Status.ModelFile;
            }
        }
    }
}
