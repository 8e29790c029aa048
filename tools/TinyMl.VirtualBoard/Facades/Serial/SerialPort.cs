using System.Threading;
using nanoFramework.Hardware.Esp32;
using TinyMl.VirtualBoard;

namespace System.IO.Ports
{
    /// <summary>Facade: a serial port, connected to the virtual board's transport.</summary>
    public sealed class SerialPort : IDisposable
    {
        private readonly VirtualHardware _hardware = VirtualHardware.Current;
        private int _readTimeout = Timeout.Infinite;
        private int _writeTimeout = Timeout.Infinite;

        /// <summary>Initializes a new instance of the <see cref="SerialPort"/> class.</summary>
        /// <param name="portName">COM1, COM2 or COM3.</param>
        /// <param name="baudRate">Bits a second.</param>
        /// <param name="parity">The parity bit.</param>
        /// <param name="dataBits">Bits of a character.</param>
        /// <param name="stopBits">The stop bits.</param>
        /// <exception cref="ArgumentException">The port is in use already.</exception>
        public SerialPort(
            string portName,
            int baudRate = 9600,
            Parity parity = Parity.None,
            int dataBits = 8,
            StopBits stopBits = StopBits.One)
        {
            if (!_hardware.PortsInUse.Add(portName))
            {
                throw new ArgumentException();
            }

            PortName = portName;
            BaudRate = baudRate;
            Parity = parity;
            DataBits = dataBits;
            StopBits = stopBits;
        }

        /// <summary>Gets the port's name.</summary>
        public string PortName { get; }

        /// <summary>Gets or sets the bits a second.</summary>
        public int BaudRate { get; set; }

        /// <summary>Gets or sets the parity bit.</summary>
        public Parity Parity { get; set; }

        /// <summary>Gets or sets the bits of a character.</summary>
        public int DataBits { get; set; }

        /// <summary>Gets or sets the stop bits.</summary>
        public StopBits StopBits { get; set; }

        /// <summary>Gets a value indicating whether the port is open.</summary>
        public bool IsOpen { get; private set; }

        /// <summary>Gets or sets the milliseconds that a read waits.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
        public int ReadTimeout
        {
            get => _readTimeout;
            set => _readTimeout = Checked(value);
        }

        /// <summary>Gets or sets the milliseconds that a write waits.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
        public int WriteTimeout
        {
            get => _writeTimeout;
            set => _writeTimeout = Checked(value);
        }

        /// <summary>Gets the bytes that have arrived.</summary>
        /// <exception cref="InvalidOperationException">The port is not open.</exception>
        public int BytesToRead
        {
            get
            {
                EnsureOpen();
                return _hardware.Serial.Available;
            }
        }

        /// <summary>Opens the port.</summary>
        /// <exception cref="InvalidOperationException">The port is open already.</exception>
        /// <exception cref="ArgumentException">The port has no pins.</exception>
        public void Open()
        {
            if (IsOpen)
            {
                throw new InvalidOperationException();
            }

            bool pins = PortName != "COM2"
                || (_hardware.Pins.ContainsKey(DeviceFunction.COM2_TX) && _hardware.Pins.ContainsKey(DeviceFunction.COM2_RX));
            if (!pins)
            {
                throw new ArgumentException();
            }

            IsOpen = true;
        }

        /// <summary>Closes the port.</summary>
        public void Close()
        {
            IsOpen = false;
        }

        /// <summary>Reads bytes that have arrived, and waits for the first.</summary>
        /// <param name="buffer">Receives the bytes.</param>
        /// <param name="offset">Where to put them.</param>
        /// <param name="count">The most bytes.</param>
        /// <returns>The number of bytes.</returns>
        /// <exception cref="InvalidOperationException">The port is not open.</exception>
        /// <exception cref="ArgumentNullException">The buffer is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The offset or the count is negative.</exception>
        /// <exception cref="ArgumentException">The buffer is too small.</exception>
        /// <exception cref="TimeoutException">No bytes came in time.</exception>
        public int Read(byte[] buffer, int offset, int count)
        {
            Check(buffer, offset, count);
            int waited = 0;
            while (_hardware.Serial.Available == 0)
            {
                if (_readTimeout != Timeout.Infinite && waited >= _readTimeout)
                {
                    throw new TimeoutException();
                }

                _hardware.Clock.Wait(1);
                waited++;
            }

            return _hardware.Serial.Read(buffer, offset, count);
        }

        /// <summary>Writes bytes.</summary>
        /// <param name="buffer">An array with the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <exception cref="InvalidOperationException">The port is not open.</exception>
        /// <exception cref="ArgumentNullException">The buffer is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The offset or the count is negative.</exception>
        /// <exception cref="ArgumentException">The buffer is too small.</exception>
        /// <exception cref="TimeoutException">The other side did not take the bytes in time.</exception>
        public void Write(byte[] buffer, int offset, int count)
        {
            Check(buffer, offset, count);
            _hardware.Power.Check();
            if (!_hardware.Serial.Write(buffer, offset, count, _writeTimeout))
            {
                throw new TimeoutException();
            }
        }

        /// <summary>Closes the port and gives it free.</summary>
        public void Dispose()
        {
            IsOpen = false;
            _hardware.PortsInUse.Remove(PortName);
        }

        private static int Checked(int timeout)
        {
            if (timeout < 0 && timeout != Timeout.Infinite)
            {
                throw new ArgumentOutOfRangeException();
            }

            return timeout;
        }

        private void EnsureOpen()
        {
            if (!IsOpen)
            {
                throw new InvalidOperationException();
            }
        }

        private void Check(byte[] buffer, int offset, int count)
        {
            EnsureOpen();
            if (buffer == null)
            {
                throw new ArgumentNullException();
            }

            if (offset < 0 || count < 0)
            {
                throw new ArgumentOutOfRangeException();
            }

            if (count > buffer.Length - offset)
            {
                throw new ArgumentException();
            }
        }
    }
}
