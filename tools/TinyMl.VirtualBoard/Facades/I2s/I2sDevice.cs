using TinyMl.VirtualBoard;

namespace System.Device.I2s
{
    /// <summary>Facade: a controller of the virtual board.</summary>
    public class I2sDevice : IDisposable
    {
        private readonly SimulatedI2s _controller;
        private bool _disposed;

        /// <summary>Initializes a new instance of the <see cref="I2sDevice"/> class: from now on samples are taken.</summary>
        /// <param name="settings">How the device is connected.</param>
        /// <exception cref="ArgumentException">The board has no such bus, or its driver cannot be installed.</exception>
        public I2sDevice(I2sConnectionSettings settings)
        {
            if (settings.BusId != 1)
            {
                throw new ArgumentException();
            }

            ConnectionSettings = settings;
            _controller = VirtualHardware.Current.I2s;
            _controller.Start(settings, VirtualHardware.Current.Pins);
        }

        /// <summary>Gets how the device is connected.</summary>
        public I2sConnectionSettings ConnectionSettings { get; }

        /// <summary>Opens a device.</summary>
        /// <param name="settings">How it is connected.</param>
        /// <returns>The device.</returns>
        /// <exception cref="ArgumentException">The board has no such bus, or its driver cannot be installed.</exception>
        public static I2sDevice Create(I2sConnectionSettings settings)
        {
            return new I2sDevice(settings);
        }

        /// <summary>Reads until the buffer is full, and waits as long as that takes.</summary>
        /// <param name="buffer">Receives frames.</param>
        /// <exception cref="ArgumentException">The driver failed, or the device is closed.</exception>
        public void Read(SpanByte buffer)
        {
            if (_disposed)
            {
                throw new ArgumentException();
            }

            _controller.Read(buffer.AsSpan());
        }

        /// <summary>Closes the device.</summary>
        public void Dispose()
        {
            if (!_disposed)
            {
                _controller.Stop();
                _disposed = true;
            }

            GC.SuppressFinalize(this);
        }
    }
}
