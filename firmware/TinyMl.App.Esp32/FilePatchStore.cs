using System;
using System.IO;

namespace TinyMl.App
{
    /// <summary>A store in the device's file system: a file for each slot.</summary>
    /// <remarks>
    /// It stands here and not in the library because firmware without a file system lacks the native part of
    /// System.IO.FileSystem, and refuses an application that refers to it.
    /// Only closing a file is relied on: on ESP32 Flush ends in the C library's buffer and littlefs commits with the close,
    /// elsewhere Flush commits as well, and with some settings every write does. Nothing is renamed, for littlefs can move a
    /// file over another, but File.Move refuses to. A file is only read up to its length. A FileStream is made anew for
    /// each patch, which is the one allocation that keeping a patch costs.
    /// </remarks>
    public sealed class FilePatchStore : IPatchStore
    {
        private readonly string[] _paths;
        private FileStream _file;
        private int _left;

        /// <summary>Initializes a new instance of the <see cref="FilePatchStore"/> class.</summary>
        /// <param name="path">The files' path; 0 or 1 is appended.</param>
        public FilePatchStore(string path)
        {
            _paths = new string[] { path + "0", path + "1" };
        }

        /// <inheritdoc/>
        public int SlotBytes => int.MaxValue;

        /// <inheritdoc/>
        public int PieceBytes => 256;

        /// <inheritdoc/>
        public int OpenToRead(int slot)
        {
            try
            {
                if (!File.Exists(_paths[slot]))
                {
                    return Status.PatchNone;
                }

                _file = new FileStream(_paths[slot], FileMode.Open, FileAccess.Read);
                _left = (int)_file.Length;
                return Status.Ok;
            }
            catch (Exception)
            {
                return Status.StoreFailed;
            }
        }

        /// <inheritdoc/>
        public int Read(byte[] bytes, int count)
        {
            if (count > _left)
            {
                return Status.PatchCut;
            }

            try
            {
                for (int done = 0; done < count;)
                {
                    int read = _file.Read(bytes, done, count - done);
                    if (read <= 0)
                    {
                        return Status.StoreFailed;
                    }

                    done += read;
                }

                _left -= count;
                return Status.Ok;
            }
            catch (Exception)
            {
                return Status.StoreFailed;
            }
        }

        /// <inheritdoc/>
        public int OpenToWrite(int slot)
        {
            try
            {
                _file = new FileStream(_paths[slot], FileMode.Create, FileAccess.Write);
                return Status.Ok;
            }
            catch (Exception)
            {
                return Status.StoreFailed;
            }
        }

        /// <inheritdoc/>
        public int Write(byte[] bytes, int count)
        {
            try
            {
                _file.Write(bytes, 0, count);
                return Status.Ok;
            }
            catch (Exception)
            {
                return Status.StoreFailed;
            }
        }

        /// <inheritdoc/>
        public int Close()
        {
            try
            {
                FileStream file = _file;
                _file = null;
                if (file != null)
                {
                    file.Dispose();
                }

                return Status.Ok;
            }
            catch (Exception)
            {
                return Status.StoreFailed;
            }
        }

        /// <inheritdoc/>
        public int Erase(int slot)
        {
            try
            {
                File.Delete(_paths[slot]);
                return Status.Ok;
            }
            catch (Exception)
            {
                return Status.StoreFailed;
            }
        }
    }
}
