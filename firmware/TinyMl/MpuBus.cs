using System;
using System.Device.I2c;

namespace TinyMl
{
    /// <summary>The sensor's registers over I2C; counts every transfer that fails.</summary>
    internal sealed class MpuBus
    {
        private readonly I2cDevice _device;
        private readonly SensorHealth _health;
        private readonly byte[] _register = new byte[1];
        private readonly byte[] _setting = new byte[2];
        private readonly byte[] _answer = new byte[2];

        internal MpuBus(I2cDevice device, SensorHealth health)
        {
            _device = device;
            _health = health;
        }

        /// <summary>The status of the last transfer that failed.</summary>
        internal int Fault { get; private set; }

        /// <summary>The first byte that was read last.</summary>
        internal byte First => _answer[0];

        /// <summary>The two bytes that were read last, as one number.</summary>
        internal int Word => (_answer[0] << 8) | _answer[1];

        internal bool Read(byte register, int count)
        {
            _register[0] = register;
            return Transfer(_register, _answer, count);
        }

        internal bool ReadFifo(byte[] bytes, int count)
        {
            _register[0] = MpuRegister.FifoReadWrite;
            return Transfer(_register, bytes, count);
        }

        internal bool Write(byte register, byte value)
        {
            _setting[0] = register;
            _setting[1] = value;
            return Transfer(_setting, _answer, 0);
        }

        private bool Transfer(byte[] write, byte[] read, int count)
        {
            I2cTransferStatus status;
            try
            {
                status = count == 0
                    ? _device.Write(new SpanByte(write)).Status
                    : _device.WriteRead(new SpanByte(write), new SpanByte(read, 0, count)).Status;
            }
            catch (Exception)
            {
                // Some targets report a broken bus so.
                status = I2cTransferStatus.UnknownError;
            }

            if (status == I2cTransferStatus.FullTransfer)
            {
                return true;
            }

            Count(status);
            return false;
        }

        private void Count(I2cTransferStatus status)
        {
            Fault = Status.SensorBus;
            switch (status)
            {
                case I2cTransferStatus.SlaveAddressNotAcknowledged:
                    Fault = Status.SensorAbsent;
                    _health.NotAcknowledged++;
                    break;

                case I2cTransferStatus.ClockStretchTimeout:
                    _health.Timeouts++;
                    break;

                case I2cTransferStatus.PartialTransfer:
                    _health.Partial++;
                    break;

                default:
                    _health.OtherErrors++;
                    break;
            }
        }
    }
}
