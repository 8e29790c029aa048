using System;
using System.IO.Ports;

namespace TinyMl
{
    /// <summary>A link over an open serial port.</summary>
    public sealed class SerialLink : ILink
    {
        private readonly SerialPort _port;

        /// <summary>Initializes a new instance of the <see cref="SerialLink"/> class.</summary>
        /// <param name="port">An open port with time-outs set.</param>
        public SerialLink(SerialPort port)
        {
            _port = port;
        }

        /// <summary>Gets the number of writes that the other side did not take in time.</summary>
        public int Lost { get; private set; }

        /// <inheritdoc/>
        public int Read(byte[] buffer)
        {
            int count = _port.BytesToRead;
            if (count <= 0)
            {
                return 0;
            }

            try
            {
                return _port.Read(buffer, 0, count < buffer.Length ? count : buffer.Length);
            }
            catch (TimeoutException)
            {
                return 0;
            }
        }

        /// <inheritdoc/>
        public void Write(byte[] buffer, int offset, int count)
        {
            try
            {
                _port.Write(buffer, offset, count);
            }
            catch (TimeoutException)
            {
                // Nobody listens or the line is slower than the log: the device goes on.
                Lost++;
            }
        }
    }
}
