using TinyMl.VirtualBoard;

namespace System.Device.I2c
{
    /// <summary>Facade: a device on a bus of the virtual board.</summary>
    public class I2cDevice : IDisposable
    {
        private readonly SimulatedI2cBus _bus;
        private readonly byte[] _buffer = new byte[1];
        private bool _disposed;

        /// <summary>Initializes a new instance of the <see cref="I2cDevice"/> class.</summary>
        /// <param name="settings">Where the device is.</param>
        /// <exception cref="ArgumentException">The board has no such bus.</exception>
        public I2cDevice(I2cConnectionSettings settings)
        {
            if (settings.BusId != 1)
            {
                throw new ArgumentException();
            }

            ConnectionSettings = settings;
            _bus = VirtualHardware.Current.I2c;
        }

        /// <summary>Gets where the device is.</summary>
        public I2cConnectionSettings ConnectionSettings { get; }

        /// <summary>Opens a device; that it is there shows with the first transfer.</summary>
        /// <param name="settings">Where the device is.</param>
        /// <returns>The device.</returns>
        /// <exception cref="ArgumentException">The board has no such bus.</exception>
        public static I2cDevice Create(I2cConnectionSettings settings)
        {
            return new I2cDevice(settings);
        }

        /// <summary>Reads one byte.</summary>
        /// <returns>The byte.</returns>
        /// <exception cref="ObjectDisposedException">The device is closed.</exception>
        public byte ReadByte()
        {
            Transmit(SpanByte.Empty, _buffer);
            return _buffer[0];
        }

        /// <summary>Reads bytes.</summary>
        /// <param name="buffer">Receives them.</param>
        /// <returns>How it went.</returns>
        /// <exception cref="ObjectDisposedException">The device is closed.</exception>
        public I2cTransferResult Read(SpanByte buffer)
        {
            return Transmit(SpanByte.Empty, buffer);
        }

        /// <summary>Writes one byte.</summary>
        /// <param name="value">The byte.</param>
        /// <returns>How it went.</returns>
        /// <exception cref="ObjectDisposedException">The device is closed.</exception>
        public I2cTransferResult WriteByte(byte value)
        {
            _buffer[0] = value;
            return Transmit(_buffer, SpanByte.Empty);
        }

        /// <summary>Writes bytes.</summary>
        /// <param name="buffer">The bytes.</param>
        /// <returns>How it went.</returns>
        /// <exception cref="ObjectDisposedException">The device is closed.</exception>
        public I2cTransferResult Write(SpanByte buffer)
        {
            return Transmit(buffer, SpanByte.Empty);
        }

        /// <summary>Writes, then reads after a repeated start.</summary>
        /// <param name="writeBuffer">The bytes to write.</param>
        /// <param name="readBuffer">Receives the bytes.</param>
        /// <returns>How it went.</returns>
        /// <exception cref="ObjectDisposedException">The device is closed.</exception>
        public I2cTransferResult WriteRead(SpanByte writeBuffer, SpanByte readBuffer)
        {
            return Transmit(writeBuffer, readBuffer);
        }

        /// <summary>Closes the device.</summary>
        public void Dispose()
        {
            _disposed = true;
            GC.SuppressFinalize(this);
        }

        private static int Hertz(I2cBusSpeed speed)
        {
            return speed == I2cBusSpeed.StandardMode ? 100000 : speed == I2cBusSpeed.FastMode ? 400000 : 1000000;
        }

        private I2cTransferResult Transmit(SpanByte write, SpanByte read)
        {
            if (_disposed)
            {
                throw new ObjectDisposedException(nameof(I2cDevice));
            }

            I2cTransferStatus status = _bus.Transfer(
                ConnectionSettings.DeviceAddress, write.AsSpan(), read.AsSpan(), Hertz(ConnectionSettings.BusSpeed));
            uint bytes = status == I2cTransferStatus.FullTransfer ? (uint)(write.Length + read.Length) : 0;
            return new I2cTransferResult(status, bytes);
        }
    }
}
