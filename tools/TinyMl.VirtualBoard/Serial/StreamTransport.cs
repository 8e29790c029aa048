using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace TinyMl.VirtualBoard
{
    /// <summary>A transport over two streams: standard input and output.</summary>
    public sealed class StreamTransport : ISerialTransport
    {
        private readonly Stream _output;
        private readonly Queue<byte> _arrived = new Queue<byte>();
        private bool _closed;

        /// <summary>Initializes a new instance of the <see cref="StreamTransport"/> class.</summary>
        /// <param name="input">Commands; null: none.</param>
        /// <param name="output">The board's lines.</param>
        public StreamTransport(Stream input, Stream output)
        {
            _output = output;
            if (input != null)
            {
                // Reading a console cannot be interrupted, so the process must be able to end under it.
                Thread reader = new Thread(() => ReadAll(input)) { IsBackground = true };
                reader.Start();
            }
        }

        /// <inheritdoc/>
        public string Name => "standard output";

        /// <inheritdoc/>
        public int Available
        {
            get
            {
                lock (_arrived)
                {
                    return _arrived.Count;
                }
            }
        }

        /// <summary>Opens standard input and output.</summary>
        /// <returns>The transport.</returns>
        public static StreamTransport Standard()
        {
            return new StreamTransport(Console.OpenStandardInput(), Console.OpenStandardOutput());
        }

        /// <inheritdoc/>
        public int Read(byte[] buffer, int offset, int count)
        {
            lock (_arrived)
            {
                int taken = 0;
                while (taken < count && _arrived.Count > 0)
                {
                    buffer[offset + taken++] = _arrived.Dequeue();
                }

                return taken;
            }
        }

        /// <inheritdoc/>
        public bool Write(byte[] buffer, int offset, int count, int timeout)
        {
            try
            {
                if (!_closed)
                {
                    _output.Write(buffer, offset, count);
                    _output.Flush();
                }
            }
            catch (IOException)
            {
                // The reader of the pipe has gone; a board would not notice.
                _closed = true;
            }

            return true;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _closed = true;
        }

        private void ReadAll(Stream input)
        {
            byte[] chunk = new byte[256];
            try
            {
                for (int count = input.Read(chunk, 0, chunk.Length); count > 0; count = input.Read(chunk, 0, chunk.Length))
                {
                    lock (_arrived)
                    {
                        for (int i = 0; i < count; i++)
                        {
                            _arrived.Enqueue(chunk[i]);
                        }
                    }
                }
            }
            catch (Exception e) when (e is IOException || e is ObjectDisposedException)
            {
                // No more commands.
            }
        }
    }
}
