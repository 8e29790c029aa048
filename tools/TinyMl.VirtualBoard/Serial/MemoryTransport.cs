using System;
using System.Collections.Generic;
using System.Text;

namespace TinyMl.VirtualBoard
{
    /// <summary>A transport inside the process, line by line.</summary>
    public sealed class MemoryTransport : ISerialTransport
    {
        private readonly object _lock = new object();
        private readonly Queue<byte> _toBoard = new Queue<byte>();
        private byte[] _fromBoard = new byte[4096];
        private int _length;

        /// <inheritdoc/>
        public string Name => "memory";

        /// <inheritdoc/>
        public int Available
        {
            get
            {
                lock (_lock)
                {
                    return _toBoard.Count;
                }
            }
        }

        /// <summary>Sends bytes to the board.</summary>
        /// <param name="bytes">The bytes.</param>
        public void Send(byte[] bytes)
        {
            lock (_lock)
            {
                foreach (byte value in bytes)
                {
                    _toBoard.Enqueue(value);
                }
            }
        }

        /// <summary>Takes all whole lines that the board has sent.</summary>
        /// <returns>The lines without their ends; other characters than ASCII appear as '?'.</returns>
        public string[] TakeLines()
        {
            lock (_lock)
            {
                int end = Array.LastIndexOf(_fromBoard, (byte)'\n', Math.Max(0, _length - 1), _length);
                if (end < 0)
                {
                    return Array.Empty<string>();
                }

                string text = Encoding.ASCII.GetString(_fromBoard, 0, end);
                _length -= end + 1;
                Array.Copy(_fromBoard, end + 1, _fromBoard, 0, _length);
                return text.Split('\n');
            }
        }

        /// <inheritdoc/>
        public int Read(byte[] buffer, int offset, int count)
        {
            lock (_lock)
            {
                int taken = 0;
                while (taken < count && _toBoard.Count > 0)
                {
                    buffer[offset + taken++] = _toBoard.Dequeue();
                }

                return taken;
            }
        }

        /// <inheritdoc/>
        public bool Write(byte[] buffer, int offset, int count, int timeout)
        {
            lock (_lock)
            {
                if (_length + count > _fromBoard.Length)
                {
                    Array.Resize(ref _fromBoard, 2 * (_length + count));
                }

                Array.Copy(buffer, offset, _fromBoard, _length, count);
                _length += count;
                return true;
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
        }
    }
}
