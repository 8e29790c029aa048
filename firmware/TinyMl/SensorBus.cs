using System;
using System.Device.I2c;

namespace TinyMl
{
    /// <summary>A sensor on an I2C bus; counts every transfer that fails.</summary>
    internal sealed class SensorBus
    {
        private readonly I2cDevice _device;
        private readonly SensorHealth _health;

        internal SensorBus(I2cDevice device, SensorHealth health)
        {
            _device = device;
            _health = health;
        }

        /// <summary>The status of the last transfer that failed.</summary>
        internal int Fault { get; private set; }

        internal bool Write(byte[] bytes)
        {
            I2cTransferStatus status;
            try
            {
                status = _device.Write(new SpanByte(bytes)).Status;
            }
            catch (Exception)
            {
                // Some targets report a broken bus so.
                status = I2cTransferStatus.UnknownError;
            }

            return Succeeded(status);
        }

        internal bool Read(byte[] bytes, int count)
        {
            I2cTransferStatus status;
            try
            {
                status = _device.Read(new SpanByte(bytes, 0, count)).Status;
            }
            catch (Exception)
            {
                status = I2cTransferStatus.UnknownError;
            }

            return Succeeded(status);
        }

        internal bool WriteRead(byte[] write, byte[] read, int count)
        {
            I2cTransferStatus status;
            try
            {
                status = _device.WriteRead(new SpanByte(write), new SpanByte(read, 0, count)).Status;
            }
            catch (Exception)
            {
                status = I2cTransferStatus.UnknownError;
            }

            return Succeeded(status);
        }

        private bool Succeeded(I2cTransferStatus status)
        {
            if (status == I2cTransferStatus.FullTransfer)
            {
                return true;
            }

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

            return false;
        }
    }
}
