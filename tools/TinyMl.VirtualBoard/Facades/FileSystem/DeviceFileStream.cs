using System;
using System.IO;

namespace TinyMl.VirtualBoard
{
    /// <summary>
    /// Facade: System.IO.FileStream of the device, on the board's internal drive. An alias gives it that name. Whatever the
    /// mode, the real one opens what is there and cuts it afterwards; it makes lasting what was written when
    /// <see cref="FileSystemKind"/> says.
    /// </summary>
    internal sealed class DeviceFileStream : IDisposable
    {
        private readonly SimulatedFileSystem _files = VirtualHardware.Current.Files;
        private readonly string _path;
        private readonly bool _canWrite;
        private byte[] _contents;
        private int _position;
        private bool _dirty;

        internal DeviceFileStream(string path, FileMode mode, FileAccess access)
        {
            bool exists = _files.Exists(path);
            if (exists ? mode == FileMode.CreateNew : mode == FileMode.Open || mode == FileMode.Truncate)
            {
                throw new IOException();
            }

            _path = path;
            _canWrite = access != FileAccess.Read;
            _contents = _files.Open(path);
            if (exists && (mode == FileMode.Create || mode == FileMode.Truncate))
            {
                SetLength(0);
            }
        }

        internal long Length => _contents.Length;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_contents == null)
            {
                return;
            }

            byte[] contents = _contents;
            _contents = null;
            _files.Close(_path);
            if (_dirty && _files.Kind != FileSystemKind.WritesThrough)
            {
                _files.Commit(_path, contents);
            }
        }

        internal int Read(byte[] buffer, int offset, int count)
        {
            _files.Check();
            int read = Math.Min(count, _contents.Length - _position);
            Array.Copy(_contents, _position, buffer, offset, read);
            _position += read;
            return read;
        }

        internal void Write(byte[] buffer, int offset, int count)
        {
            if (!_canWrite)
            {
                throw new NotSupportedException();
            }

            byte[] contents = new byte[Math.Max(_contents.Length, _position + count)];
            _contents.CopyTo(contents, 0);
            Array.Copy(buffer, offset, contents, _position, count);
            Change(contents, _position);
            _position += count;
        }

        internal void SetLength(long length)
        {
            byte[] contents = new byte[length];
            Array.Copy(_contents, contents, Math.Min(contents.Length, _contents.Length));
            Change(contents, Math.Min(contents.Length, _contents.Length));
        }

        internal void Flush()
        {
            if (_dirty && _files.Kind == FileSystemKind.CommitsOnFlush)
            {
                _files.Commit(_path, (byte[])_contents.Clone());
                _dirty = false;
            }
        }

        private void Change(byte[] contents, int from)
        {
            _files.Check();
            _contents = contents;
            _dirty = true;
            if (_files.Kind == FileSystemKind.WritesThrough)
            {
                _files.Overwrite(_path, (byte[])contents.Clone(), from);
            }
        }
    }
}
